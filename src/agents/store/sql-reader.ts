import type { Session } from "../../config/connection/session.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ListQuery, PhaseQuery, ResourcePage, ResourceReader } from "../resource/resource-store.ts";
import { countPhases } from "./count-phases.ts";
import { eventRowSource, findEvent, isEventKind } from "./events/event-rows.ts";
import { listPage, objectSource } from "./list-objects.ts";
import { type ObjectRow, objectColumns, resourceOf } from "./object-row.ts";
import { readRevision } from "./read-revision.ts";
import { readClockForPages, type VersionClock } from "./version-clock.ts";

/** Reads objects in one transaction of the config database. */
export class SqlReader implements ResourceReader {
  protected readonly session: Session;
  #clock: Promise<VersionClock> | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  async get<One extends Kind>(kind: One, key: ResourceKey): Promise<Resource<One> | undefined> {
    const row = isEventKind(kind)
      ? await findEvent(this.session, key)
      : await findObject(this.session, kind, key);
    return row && resourceOf(kind, row);
  }

  async list<One extends Kind>(kind: One, query: ListQuery = {}): Promise<ResourcePage<One>> {
    const source = (isEventKind(kind) ? eventRowSource : objectSource)(this.session, kind, query);
    // One answer for all lists of a transaction: an older version misses nothing.
    this.#clock ??= readClockForPages(this.session);
    return await listPage(this.session, kind, query, { source, clock: await this.#clock });
  }

  async *each<One extends Kind>(kind: One, query: ListQuery = {}): AsyncGenerator<Resource<One>, void> {
    for (let token = query.continue; ; ) {
      const page = await this.list(kind, { ...query, continue: token });
      yield* page.items;
      if (page.continue === undefined) return;
      token = page.continue;
    }
  }

  async countPhases(
    namespace: string,
    queries: readonly PhaseQuery[],
    most: number,
  ): Promise<readonly number[]> {
    return await countPhases(this.session, namespace, queries, most);
  }

  async revisionOf(kinds: readonly Kind[]): Promise<string> {
    return await readRevision(this.session, kinds);
  }
}

/** The row of an object. @param lock such as `FOR UPDATE` */
export async function findObject(
  { query, sql }: Session,
  kind: Kind,
  { namespace, name }: ResourceKey,
  lock = "",
): Promise<ObjectRow | undefined> {
  const { rows } = await sql<ObjectRow>`
    SELECT ${sql.raw(objectColumns)} FROM agent_object
    WHERE kind = ${kind.kind} AND namespace = ${namespace} AND name = ${name} ${sql.raw(lock)}`.execute(
    query,
  );
  return rows[0];
}
