import type { Session } from "../../../config/connection/session.ts";
import { digestOf } from "../../../tree/digest.ts";
import type { Kind } from "../../kinds/kind.ts";
import { agentToolEvent } from "../../kinds/record/agent-tool-event.ts";
import type { ResourceKey } from "../../resource/resource.ts";
import type { ListQuery } from "../../resource/resource-store.ts";
import { meetsLabels } from "../../resource/selector.ts";
import type { ObjectSource } from "../list-objects.ts";
import type { ObjectRow } from "../object-row.ts";
import { meetsFields } from "../select-objects.ts";

/** A row of `agent_event`. */
export interface EventRow {
  readonly namespace: string;
  readonly attempt: string;
  readonly seq: number;
  readonly run: string;
  readonly version: number;
  readonly created: string;
  readonly value: string;
}

const columns = "namespace, attempt, seq, run, version, created, value";

/** Whether objects of a kind are events, which have a table of their own. */
export function isEventKind(kind: Kind): boolean {
  return kind.kind === agentToolEvent.kind;
}

/** The name of an event: its attempt's (its run's, where it has no attempt) and its number. */
export function eventName(attempt: string, seq: number): string {
  return `${attempt}-${seq}`;
}

/** An event in the shape of every other object. Its uid follows from what it is. */
export function eventObject({ namespace, attempt, seq, version, created, value }: EventRow): ObjectRow {
  const hash = digestOf(`${namespace}/${attempt}/${seq}/${created}`).slice(7);
  const uid = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  const name = eventName(attempt, seq);
  return {
    namespace,
    name,
    managed: false,
    value,
    status: "{}",
    uid: uid.join("-"),
    generation: 1,
    version,
    created,
  };
}

/** The event of a name. */
export async function findEvent(
  session: Session,
  { namespace, name }: ResourceKey,
): Promise<ObjectRow | undefined> {
  const [, attempt, seq] = /^(.+)-([1-9]\d{0,14})$/.exec(name) ?? [];
  if (attempt === undefined || seq === undefined) return undefined;
  const { sql, query } = session;
  const { rows } = await sql<EventRow>`SELECT ${sql.raw(columns)} FROM agent_event
    WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq = ${Number(seq)}`.execute(query);
  return rows[0] && eventObject(rows[0]);
}

/** Events of an attempt from a number to another one, in order. */
export async function eventsBetween(
  { sql, query }: Session,
  { namespace, attempt }: { readonly namespace: string; readonly attempt: string },
  { first, last }: { readonly first: number; readonly last: number },
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`SELECT ${sql.raw(columns)} FROM agent_event
    WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq BETWEEN ${first} AND ${last} ORDER BY seq`.execute(
    query,
  );
  return rows;
}

/**
 * The events of one attempt in the order of their numbers, where the fields name it; else all in the order in which they were stored.
 */
export function eventRowSource(session: Session, _: Kind, query: ListQuery): ObjectSource {
  const { sql } = session;
  const { namespace, newestFirst = false, labels = [], fields = [] } = query;
  const demanded = (field: string) => fields.find((one) => one.field === field && one.equals)?.value;
  const [attempt, run] = [demanded("spec.attempt"), demanded("spec.run")];
  const rest = fields.filter(({ field, equals }) => !equals || !["spec.attempt", "spec.run"].includes(field));
  const where = [
    ...(namespace === undefined ? [] : [sql`namespace = ${namespace}`]),
    ...(attempt === undefined ? [] : [sql`attempt = ${attempt}`]),
    ...(run === undefined ? [] : [sql`run = ${run}`]),
  ];
  const byNumber = attempt !== undefined && namespace !== undefined;
  return {
    order: [byNumber ? "seq" : "version"],
    backwards: newestFirst,
    keeps: (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(rest, resource),
    filters: rest.length + labels.length > 0,
    keyOf: ({ name, version }) => [byNumber ? Number(name.slice(name.lastIndexOf("-") + 1)) : version],
    read: async ({ query: kysely }, behind, by, limit) => {
      const { rows } = await sql<EventRow>`SELECT ${sql.raw(columns)} FROM agent_event
        WHERE ${sql.join([sql`version > 0`, ...where], sql` AND `)} ${behind} ORDER BY ${by} LIMIT ${limit}`.execute(
        kysely,
      );
      return rows.map(eventObject);
    },
  };
}
