import type { RawBuilder } from "kysely";
import type { z } from "zod";
import type { Session } from "../../../config/connection/session.ts";
import type { DatabaseKind } from "../../../config/schema/create-tables.ts";
import { certain } from "../../../fault/certain.ts";
import { IdentikitError } from "../../../fault/error.ts";
import { agentToolEvent } from "../../kinds/record/agent-tool-event.ts";
import { valueText } from "../object-text.ts";
import { eventName } from "./event-rows.ts";

/** What is said of one event. */
export type EventSpec = z.output<typeof agentToolEvent.spec>;

export interface AppendResult {
  /** Events that are stored now and were not before. */
  readonly stored: number;
  /** Events that were there already, the same. */
  readonly repeated: number;
}

/** A place in the table, and what is to stand there. */
interface NewEvent {
  readonly attempt: string;
  readonly run: string;
  readonly seq: number;
  readonly value: string;
}

/** Events that are looked up, or written, with one statement. */
const statementEvents = 500;

/**
 * Stores events of one organisation in the open transaction, which may write. What is stored already is passed over, so that a runner
 * that got no answer sends a batch again. It holds the clock of versions until the transaction ends: it should be its last step.
 * @throws {IdentikitError} `EVENT_CONFLICT` where another event has the number; `RESOURCE_INVALID`, `RESOURCE_TOO_LARGE`
 */
export async function appendEvents(
  session: Session,
  kind: DatabaseKind,
  namespace: string,
  specs: readonly EventSpec[],
): Promise<AppendResult> {
  const { query, sql } = session;
  const wanted = new Map<string, NewEvent>();
  for (const spec of specs) add(wanted, namespace, newEvent(namespace, spec));
  if (wanted.size === 0) return { stored: 0, repeated: specs.length };
  // One who appends waits for the other, so that nobody stores what the other is just storing.
  if (kind === "postgres") await sql`SELECT version FROM agent_clock FOR UPDATE`.execute(query);
  const byAttempt = Map.groupBy(wanted.values(), ({ attempt }) => attempt);
  const fresh: NewEvent[] = [];
  for (const [attempt, events] of byAttempt) {
    const there = await storedValues(session, namespace, attempt, events);
    for (const event of events) {
      const value = there.get(event.seq);
      if (value === undefined) fresh.push(event);
      else if (value !== event.value) throw conflict(namespace, event);
    }
  }
  if (fresh.length > 0) await insert(session, kind, namespace, fresh);
  return { stored: fresh.length, repeated: specs.length - fresh.length };
}

function newEvent(namespace: string, spec: EventSpec): NewEvent {
  const { run, attempt = run, seq } = spec;
  const metadata = { namespace, name: eventName(attempt, seq) };
  return {
    attempt,
    run,
    seq,
    value: valueText(agentToolEvent, { kind: agentToolEvent.kind, metadata, spec }),
  };
}

function add(wanted: Map<string, NewEvent>, namespace: string, event: NewEvent): void {
  const name = eventName(event.attempt, event.seq);
  const there = wanted.get(name);
  if (there && there.value !== event.value) throw conflict(namespace, event);
  wanted.set(name, event);
}

async function storedValues(
  { query, sql }: Session,
  namespace: string,
  attempt: string,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for (let at = 0; at < events.length; at += statementEvents) {
    const numbers = events.slice(at, at + statementEvents).map(({ seq }) => seq);
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    // Mostly they come one after the other, and a range is as good as a list.
    const among =
      last - first < numbers.length ? sql`BETWEEN ${first} AND ${last}` : sql`IN (${sql.join(numbers)})`;
    const { rows } = await sql<{ seq: number; value: string }>`SELECT seq, value FROM agent_event
      WHERE namespace = ${namespace} AND attempt = ${attempt} AND seq ${among}`.execute(query);
    for (const { seq, value } of rows) found.set(seq, value);
  }
  return found;
}

/** Inserts events, those of an attempt one after the other, and says so in the log of changes. */
async function insert(
  session: Session,
  kind: DatabaseKind,
  namespace: string,
  events: readonly NewEvent[],
): Promise<void> {
  const { query, sql } = session;
  const { rows } = await sql<{ version: number }>`
    UPDATE agent_clock SET version = version + ${sql.lit(events.length)} RETURNING version`.execute(query);
  const first = certain(rows[0]).version - events.length + 1;
  for (let at = 0; at < events.length; at += statementEvents) {
    const some = events.slice(at, at + statementEvents);
    const versions = some.map((_, index) => first + at + index);
    const from = kind === "sqlite" ? fromJson(session, some, versions) : fromArrays(session, some, versions);
    await sql`INSERT INTO agent_event (namespace, attempt, seq, run, version, value) SELECT ${namespace}, ${from}`.execute(
      query,
    );
  }
  let last = first - 1;
  for (const [attempt, own] of Map.groupBy(events, (event) => event.attempt)) {
    last += own.length;
    const numbers = own.map(({ seq }) => seq);
    const range = { first: Math.min(...numbers), last: Math.max(...numbers), run: certain(own[0]).run };
    await sql`INSERT INTO agent_change (version, type, kind, namespace, name, value, status, uid, generation, created)
      VALUES (${last}, 'EVENTS', ${agentToolEvent.kind}, ${namespace}, ${attempt}, ${JSON.stringify(range)}, '{}', '', 1, '')`.execute(
      query,
    );
  }
}

/** The columns of events as one parameter, whose statement is the same for any number of them. */
function fromJson(
  { sql }: Session,
  events: readonly NewEvent[],
  versions: readonly number[],
): RawBuilder<unknown> {
  const rows = events.map(({ attempt, seq, run, value }, at) => [attempt, seq, run, versions[at], value]);
  const cells = [0, 1, 2, 3, 4].map((at) => `json_extract(value, '$[${at}]')`).join(", ");
  return sql`${sql.raw(cells)} FROM json_each(${JSON.stringify(rows)})`;
}

/** The same as one parameter a column. */
function fromArrays(
  { sql }: Session,
  events: readonly NewEvent[],
  versions: readonly number[],
): RawBuilder<unknown> {
  const texts = (column: "attempt" | "run" | "value") => sql`${events.map((one) => one[column])}::text[]`;
  const numbers = (of: readonly number[]) => sql`${[...of]}::bigint[]`;
  const seqs = numbers(events.map(({ seq }) => seq));
  return sql`e.* FROM unnest(${texts("attempt")}, ${seqs}, ${texts("run")}, ${numbers(versions)}, ${texts("value")}) AS e`;
}

function conflict(namespace: string, { attempt, seq }: NewEvent): IdentikitError {
  return new IdentikitError(
    "EVENT_CONFLICT",
    `attempt ${namespace}/${attempt} has another event with the number ${seq}`,
    { remedy: "End the runner that is not the attempt's own, and start a new attempt." },
  );
}
