import { comparePaths } from "../../tree/path.ts";
import type { Cells, Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { changeOf, type RowChange } from "../rows/row-change.ts";
import { type ConfigTable, shapeOf } from "../schema/tables.ts";
import {
  identityOfCells,
  keyColumns,
  type RecordedChange,
  recordedRow,
  rowIdentity,
} from "./recorded-row.ts";

/** Which part of the history is asked for; what is left out narrows nothing. */
export interface HistoryFilter {
  readonly entry?: number | undefined;
  readonly table?: ConfigTable | undefined;
  /** Part of the row's key: a name, a scope, a type, an agent. */
  readonly key?: string | undefined;
  /** Entries that are read, the newest first. */
  readonly limit: number;
  /** Changes of one entry that are read; the others are counted. */
  readonly changes: number;
}

/** One write of configuration. */
export interface HistoryEntry {
  readonly entry: number;
  readonly time: string;
  /** Who ran the command; empty for what was written by hand. */
  readonly who: string;
  /** The role in PostgreSQL. */
  readonly role: string;
  readonly command: string;
  /** Such as a bundle's digest. */
  readonly origin: string;
  /** How many changes it has; of the filter, where there is one. */
  readonly total: number;
  /** Nothing secret is in them. */
  readonly changes: readonly RowChange[];
}

/** The history, newest entry first, as it is at one moment. */
export function readHistory(
  database: ConfigDatabase,
  filter: HistoryFilter,
): Promise<readonly HistoryEntry[]> {
  return database.transaction("read", async (session) => {
    const entries = await findEntries(session, filter);
    const found = [];
    for (const { id, ...entry } of entries)
      found.push({ entry: id, ...entry, ...(await changesOf(session, id, filter)) });
    const after = await rowsAfter(
      session,
      found.flatMap(({ recorded }) => recorded),
    );
    return found.map(({ recorded, first: _, ...entry }) => ({
      ...entry,
      changes: recorded.flatMap((change) => {
        const shape = shapeOf(change.config_table);
        const [was, is] = [recordedRow(shape, change), after.get(change.id)];
        return was || is ? [changeOf(shape, was, is)] : [];
      }),
    }));
  });
}

async function findEntries({ query }: Session, filter: HistoryFilter) {
  let entries = query
    .selectFrom("config_entry")
    .select(["id", "first", "time", "role", "who", "command", "origin"])
    .orderBy("id", "desc")
    .limit(filter.limit);
  if (filter.entry !== undefined) entries = entries.where("id", "=", filter.entry);
  if (filter.table !== undefined || filter.key !== undefined)
    entries = entries.where("id", "in", matching(query, filter).select("entry"));
  return await entries.execute();
}

function matching(query: Session["query"], { table, key }: HistoryFilter) {
  let changes = query.selectFrom("config_change");
  if (table !== undefined) changes = changes.where("config_table", "=", table);
  if (key !== undefined)
    changes = changes.where((is) =>
      is.or([is("key1", "=", key), is("key2", "=", key), is("key3", "=", key)]),
    );
  return changes;
}

/** Its changes, and how many there are. Their numbers say where they stand: no index over the entries is needed. */
async function changesOf({ query }: Session, entry: number, filter: HistoryFilter) {
  const bounds = await query
    .selectFrom("config_entry")
    .select(["id", "first"])
    .where("id", ">=", entry)
    .orderBy("id")
    .limit(2)
    .execute();
  const [own, next] = bounds;
  let changes = matching(query, filter).where("id", ">=", own?.first ?? 0);
  if (next) changes = changes.where("id", "<", next.first);
  const { total } = await changes
    .select((count) => count.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const recorded = await changes.selectAll().orderBy("id").limit(filter.changes).execute();
  return { total: Number(total), recorded };
}

const pageChanges = 5000;

/** What each changed row became: what the next change of it says that it was, or the row as it is. */
async function rowsAfter(
  session: Session,
  changes: readonly RecordedChange[],
): Promise<ReadonlyMap<number, Cells | undefined>> {
  const after = new Map<number, Cells | undefined>();
  /** The changes of each row whose outcome is still looked for, the oldest first. */
  const open = new Map<string, RecordedChange[]>();
  const sorted = changes.toSorted((a, b) => a.id - b.id);
  const wanted = new Set(sorted.map(rowIdentity));
  const next = new Map<number, number>();
  const byId = new Map(sorted.map((change) => [change.id, change]));
  for (let from = sorted[0]?.id; from !== undefined; ) {
    const page = await session.query
      .selectFrom("config_change")
      .select(["id", ...keyColumns])
      .where("id", ">=", from)
      .orderBy("id")
      .limit(pageChanges)
      .execute();
    for (const row of page) {
      const identity = rowIdentity(row);
      if (!wanted.has(identity)) continue;
      for (const before of open.get(identity) ?? []) next.set(before.id, row.id);
      const own = byId.get(row.id);
      open.set(identity, own ? [own] : []);
    }
    const last = page.at(-1);
    from = last && page.length === pageChanges ? last.id + 1 : undefined;
  }
  await fillFromChanges(session, byId, next, after);
  await fillFromRows(session, [...open.values()].flat(), after);
  return after;
}

async function fillFromChanges(
  { query }: Session,
  changes: ReadonlyMap<number, RecordedChange>,
  next: ReadonlyMap<number, number>,
  after: Map<number, Cells | undefined>,
): Promise<void> {
  const pairs = [...next];
  for (let at = 0; at < pairs.length; at += 500) {
    const some = pairs.slice(at, at + 500);
    const ids = some.map(([, id]) => id);
    const rows: readonly RecordedChange[] = await query
      .selectFrom("config_change")
      .selectAll()
      .where("id", "in", ids)
      .execute();
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const [of, by] of some) {
      const [change, row] = [changes.get(of), found.get(by)];
      if (change && row) after.set(of, recordedRow(shapeOf(change.config_table), row));
    }
  }
}

async function fillFromRows(
  session: Session,
  changes: readonly RecordedChange[],
  after: Map<number, Cells | undefined>,
): Promise<void> {
  const tables = [...new Set(changes.map((change) => change.config_table))].sort(comparePaths);
  for (const table of tables) {
    const shape = shapeOf(table);
    const byRow = new Map(
      changes
        .filter((change) => change.config_table === table)
        .map((change) => [rowIdentity(change), change]),
    );
    for await (const page of session.bulk.pages(shape))
      for (const cells of page) {
        const change = byRow.get(identityOfCells(shape, cells));
        if (change) after.set(change.id, cells);
      }
  }
}
