// Longer than other files: one class, whose writes share the versions that are given at the end.
import type { z } from "zod";
import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { certain } from "../../fault/certain.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { type AuditEntry, auditEntry, type RecordChange } from "../audit/audit-entry.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentToolEvent } from "../kinds/record/agent-tool-event.ts";
import { checkResource } from "../resource/check-resource.ts";
import { apiVersion, type Declared, type Resource, type ResourceKey } from "../resource/resource.ts";
import type { Expectation, ResourceWriter } from "../resource/resource-store.ts";
import { appendEvents } from "./events/append-events.ts";
import { eventName, findEvent, isEventKind } from "./events/event-rows.ts";
import {
  fieldImmutable,
  managedByRepository,
  objectChanged,
  objectExists,
  objectMissing,
} from "./object-fault.ts";
import { type ObjectRow, objectColumns, resourceOf, type Settling, settlingResource } from "./object-row.ts";
import { checkSize, statusText, valueText } from "./object-text.ts";
import { sortedJson } from "./sorted-json.ts";
import { findObject, SqlReader } from "./sql-reader.ts";
import { noteWritten } from "./written-things.ts";

/** Objects whose versions are read together at the end. */
const settledAtOnce = 100;

interface RowName extends ResourceKey {
  readonly kind: string;
}

/** Writes objects in one transaction of kind `write`. */
export class SqlWriter extends SqlReader implements ResourceWriter {
  readonly #database: ConfigDatabase;
  /** Whether it writes for the repository: what is declared then belongs to it. */
  readonly #managed: boolean;
  #endConfigure: (() => Promise<void>) | undefined;
  /** Rows that nobody else can change before this transaction ends, as they are now. */
  readonly #held = new Map<string, ObjectRow>();
  readonly #written: {
    readonly kind: Kind;
    readonly key: ResourceKey;
    readonly settle: Settling["settle"];
  }[] = [];

  /** What the audit says of what was written so far. */
  readonly #audit: AuditEntry[] = [];

  constructor(session: Session, database: ConfigDatabase, managed: boolean) {
    super(session);
    this.#database = database;
    this.#managed = managed;
  }

  async hold<One extends Kind>(kind: One, key: ResourceKey): Promise<Resource<One> | undefined> {
    if (isEventKind(kind)) return await this.get(kind, key);
    const row = await findObject(this.session, kind, key, this.#lock);
    if (row) this.#held.set(rowName({ kind: kind.kind, ...key }), row);
    return row && resourceOf(kind, row);
  }

  async create<One extends Kind>(
    kind: One,
    object: Declared<One>,
    status?: z.output<One["status"]>,
  ): Promise<Resource<One>> {
    const declared = this.#checked(kind, object);
    const key = declared.metadata;
    if (isEventKind(kind)) return await this.#createEvent(kind, declared);
    const [value, text] = [valueText(kind, declared), statusText(kind, key, status)];
    checkSize(kind, key, value, text);
    await this.#beginDeclared(kind);
    // What is declared is looked for before its table's own guards look at it; for a record, the insertion says so itself.
    if (kind.storage === "config" && (await findObject(this.session, kind, key)))
      throw objectExists(kind, key);
    const { query, sql } = this.session;
    const columns =
      kind.storage === "config"
        ? sql`agent_declaration (kind, namespace, name, value, managed)`
        : sql`agent_object (kind, namespace, name, value, status)`;
    const last = kind.storage === "config" ? this.#flag() : sql`${text}`;
    // A rival that has just committed is not waited for with a fault of the whole transaction.
    const told = sql.raw(kind.storage === "config" ? "name" : objectColumns);
    const { rows } = await sql<ObjectRow>`INSERT INTO ${columns}
      VALUES (${kind.kind}, ${key.namespace}, ${key.name}, ${value}, ${last}) ON CONFLICT DO NOTHING RETURNING ${told}`.execute(
      query,
    );
    const [row] = rows;
    if (!row) throw objectExists(kind, key);
    await noteWritten(this.session, kind, key.namespace, { spec: declared.spec, status });
    this.#note(kind, key, { change: "created", value, status: text });
    if (kind.storage === "record") return this.#result(kind, row);
    if (text !== "{}") return this.#result(kind, await this.#putStatus(kind, key, text));
    return this.#result(kind, certain(await findObject(this.session, kind, key)));
  }

  async update<One extends Kind>(
    kind: One,
    object: Declared<One>,
    expected: Expectation = {},
  ): Promise<Resource<One>> {
    const declared = this.#checked(kind, object);
    const key = declared.metadata;
    this.#held.delete(rowName({ kind: kind.kind, ...key }));
    await this.#beginDeclared(kind);
    const row = await this.#expect(kind, key, expected);
    if (row.managed && !this.#managed) throw managedByRepository(kind, key);
    this.#checkImmutable(kind, key, row, declared.spec);
    const value = valueText(kind, declared);
    checkSize(kind, key, value, row.status);
    if (value === row.value && (kind.storage === "record" || Boolean(row.managed) === this.#managed))
      return this.#result(kind, row);
    const { query, sql } = this.session;
    const own = sql`kind = ${kind.kind} AND namespace = ${key.namespace} AND name = ${key.name}`;
    if (kind.storage === "config")
      await sql`UPDATE agent_declaration SET value = ${value}, managed = ${this.#flag()} WHERE ${own}`.execute(
        query,
      );
    else await sql`UPDATE agent_object SET value = ${value} WHERE ${own}`.execute(query);
    this.#note(kind, key, { change: "changed", value, status: row.status });
    return this.#result(kind, certain(await findObject(this.session, kind, key)));
  }

  async setStatus<One extends Kind>(
    kind: One,
    key: ResourceKey,
    status: z.output<One["status"]>,
    expected: Expectation = {},
  ): Promise<Resource<One>> {
    const text = statusText(kind, key, status);
    const isAnyVersion = expected.resourceVersion === undefined && expected.generation === undefined;
    const held = isAnyVersion ? this.#held.get(rowName({ kind: kind.kind, ...key })) : undefined;
    const row = held ?? (await this.#expect(kind, key, expected));
    if (isEventKind(kind)) throw fieldImmutable(kind, key, ".status");
    checkSize(kind, key, row.value, text);
    if (text === row.status) return this.#result(kind, row);
    const written = this.#result(kind, await this.#putStatus(kind, key, text));
    this.#note(kind, key, { change: "changed", value: row.value, status: text, before: row.status });
    await noteWritten(this.session, kind, key.namespace, { spec: written.spec, status });
    return written;
  }

  async delete(kind: Kind, key: ResourceKey, expected: Expectation = {}): Promise<Resource> {
    this.#held.delete(rowName({ kind: kind.kind, ...key }));
    await this.#beginDeclared(kind);
    const row = await this.#expect(kind, key, expected);
    if (isEventKind(kind)) throw fieldImmutable(kind, key, "an event");
    if (row.managed && !this.#managed) throw managedByRepository(kind, key);
    const { query, sql } = this.session;
    const table = kind.storage === "config" ? "agent_declaration" : "agent_object";
    await sql`DELETE FROM ${sql.table(table)} WHERE kind = ${kind.kind} AND namespace = ${key.namespace} AND name = ${key.name}`.execute(
      query,
    );
    this.#note(kind, key, { change: "deleted", value: row.value, status: row.status });
    return settlingResource(kind, row).resource;
  }

  /** The last step before the commit: the audit gets its lines, and the objects that were given out their versions. */
  async settle(): Promise<void> {
    await this.#endConfigure?.();
    await appendAudit(this.session, this.#database, this.#audit);
    const { query, sql } = this.session;
    if (this.#database.kind === "postgres") await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(query);
    const objects = this.#written.filter(({ kind }) => !isEventKind(kind));
    for (let at = 0; at < objects.length; at += settledAtOnce) {
      const some = objects.slice(at, at + settledAtOnce);
      const versions = await this.#versionsOf(some.map(({ kind, key }) => ({ kind: kind.kind, ...key })));
      for (const { kind, key, settle } of some) {
        const version = versions.get(rowName({ kind: kind.kind, ...key }));
        if (version !== undefined) settle(version);
      }
    }
    for (const { kind, key, settle } of this.#written)
      if (isEventKind(kind)) settle((await findEvent(this.session, key))?.version ?? 0);
  }

  async #versionsOf(names: readonly RowName[]): Promise<ReadonlyMap<string, number>> {
    const { query, sql } = this.session;
    const keys = sql.join(names.map(({ kind, namespace, name }) => sql`(${kind}, ${namespace}, ${name})`));
    const { rows } = await sql<
      RowName & { version: number }
    >`SELECT kind, namespace, name, version FROM agent_object
      WHERE (kind, namespace, name) IN (VALUES ${keys})`.execute(query);
    return new Map(rows.map((row) => [rowName(row), row.version]));
  }

  #note(
    kind: Kind,
    { namespace, name }: ResourceKey,
    change: Omit<RecordChange, "kind" | keyof ResourceKey>,
  ) {
    const entry = auditEntry({ kind: kind.kind, namespace, name, ...change });
    if (entry) this.#audit.push(entry);
  }

  #checked(kind: Kind, { metadata, spec }: Declared): Declared {
    return checkResource({ apiVersion, kind: kind.kind, metadata, spec }).declared;
  }

  async #createEvent<One extends Kind>(kind: One, { metadata, spec }: Declared): Promise<Resource<One>> {
    const event = agentToolEvent.spec.parse(spec);
    const name = eventName(event.attempt ?? event.run, event.seq);
    if (metadata.name !== name) throw fieldImmutable(kind, metadata, `metadata.name (${name})`);
    const { stored } = await appendEvents(this.session, this.#database.kind, metadata.namespace, [event]);
    if (stored === 0) throw objectExists(kind, metadata);
    return this.#result(kind, certain(await findEvent(this.session, metadata)));
  }

  /** Writers of what is declared come one after the other, as those of any configuration. */
  async #beginDeclared(kind: Kind): Promise<void> {
    if (kind.storage === "config") this.#endConfigure ??= await this.#database.beginConfigure(this.session);
  }

  /** @throws {IdentikitError} `NOT_FOUND`, `CONFLICT` */
  async #expect(
    kind: Kind,
    key: ResourceKey,
    { resourceVersion, generation }: Expectation,
  ): Promise<ObjectRow> {
    const row = isEventKind(kind)
      ? await findEvent(this.session, key)
      : await findObject(this.session, kind, key, this.#lock);
    if (!row) throw objectMissing(kind, key);
    if (resourceVersion !== undefined && resourceVersion !== String(row.version))
      throw objectChanged(kind, key, "resourceVersion", [resourceVersion, String(row.version)]);
    if (generation !== undefined && generation !== row.generation)
      throw objectChanged(kind, key, "generation", [String(generation), String(row.generation)]);
    return row;
  }

  #checkImmutable(kind: Kind, key: ResourceKey, row: ObjectRow, spec: unknown): void {
    const before = fieldsOf(JSON.parse(row.value));
    for (const field of kind.immutable ?? [])
      if (sortedJson(fieldAt(before, field) ?? null) !== sortedJson(fieldAt({ spec }, field) ?? null))
        throw fieldImmutable(kind, key, field);
  }

  async #putStatus(kind: Kind, { namespace, name }: ResourceKey, text: string): Promise<ObjectRow> {
    const { query, sql } = this.session;
    const { rows } = await sql<ObjectRow>`UPDATE agent_object SET status = ${text}
      WHERE kind = ${kind.kind} AND namespace = ${namespace} AND name = ${name}
      RETURNING ${sql.raw(objectColumns)}`.execute(query);
    const row = certain(rows[0]);
    this.#held.set(rowName({ kind: kind.kind, namespace, name }), row);
    return row;
  }

  #result<One extends Kind>(kind: One, row: ObjectRow): Resource<One> {
    const { resource, settle } = settlingResource(kind, row);
    this.#written.push({ kind, key: { namespace: row.namespace, name: row.name }, settle });
    return resource;
  }

  /** SQLite has one writer at a time. */
  get #lock(): string {
    return this.#database.kind === "postgres" ? "FOR UPDATE" : "";
  }

  #flag() {
    return this.session.sql.raw(
      this.#database.kind === "sqlite" ? String(Number(this.#managed)) : String(this.#managed),
    );
  }
}

/** No part of a name has a space. */
function rowName({ kind, namespace, name }: RowName): string {
  return `${kind} ${namespace} ${name}`;
}

/** What stands at a path of keys such as `.spec.repository`. */
function fieldAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .slice(1)
    .reduce((found: unknown, name) => fieldsOf(found)[name], value);
}
