import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Cells, Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { changeOf, type RowChange } from "../rows/row-change.ts";
import { RowChecker } from "../rows/row-check.ts";
import { putRows, removeRows } from "../rows/write-rows.ts";
import { shapeOf, type TableShape, tableShapes } from "../schema/tables.ts";
import {
  identityOfCells,
  type RecordedChange,
  recordedKey,
  recordedRow,
  rowIdentity,
} from "./recorded-row.ts";

/** A state of the configuration: after an entry of the history (0: before the first), or at a time. */
export type HistoryPoint =
  | { readonly kind: "entry"; readonly entry: number }
  | { readonly kind: "time"; readonly time: Date };

export interface RollBackOptions {
  readonly dryRun?: boolean;
  /** Given each change as it is made; it is kept only if the rollback returns. */
  readonly onChange?: (change: RowChange) => void;
}

export interface RolledBack {
  /** The entry whose state the configuration has again. */
  readonly entry: number;
  readonly changes: number;
  /** The agents that became due by it. */
  readonly agents: readonly string[];
  /** Secrets that were set or removed since: their earlier values are not recorded, so they stay as they are. */
  readonly secrets: readonly string[];
}

/** Rows that are written at a time. */
const pageRows = 500;

/**
 * Gives every row that was changed since then the content that it had, in one transaction, with the checks and the queueing of any
 * write. It is an entry of the history itself, so that it can be taken back.
 * @throws {IdentikitError} `HISTORY_UNKNOWN` where the history does not reach back to it; `ROW_INVALID` for a row that a rule of today refuses;
 * the faults of the database
 */
export async function rollBack(
  database: ConfigDatabase,
  point: HistoryPoint,
  { dryRun = false, onChange = () => {} }: RollBackOptions = {},
): Promise<RolledBack> {
  const origin = point.kind === "entry" ? `entry ${point.entry}` : point.time.toISOString();
  return await database.configure({ dryRun, origin }, async (session) => {
    const { entry, first } = await findPoint(session, point);
    const targets = await targetsSince(session, first, database.signal);
    const checker = new RowChecker();
    let changes = 0;
    const removals: { readonly shape: TableShape; readonly keys: Cells[] }[] = [];
    for (const shape of tableShapes) {
      const wanted = targets.get(shape.name);
      if (!wanted || shape.name === "secret") continue;
      const { puts, keys, changed } = await compareTable(session, shape, wanted);
      for (const cells of puts) checker.check(shape, cells);
      for (let at = 0; at < puts.length; at += pageRows) {
        const some = puts.slice(at, at + pageRows);
        await putRows(session, shape, some);
      }
      removals.push({ shape, keys });
      changes += changed.length;
      for (const change of changed) onChange(change);
    }
    // Rows before the agents and types that they refer to.
    for (const { shape, keys } of removals.toReversed()) await removeRows(session, shape, keys);
    const secrets = await changedSecrets(session, targets.get("secret"));
    return { entry, changes, agents: await session.bulk.affected(), secrets };
  });
}

/** The entry that the state is after, and the first change that came later. */
async function findPoint(
  { query }: Session,
  point: HistoryPoint,
): Promise<{ readonly entry: number; readonly first: number }> {
  const all = query.selectFrom("config_entry");
  const oldest = await all.select(["id", "time"]).orderBy("id").limit(1).executeTakeFirst();
  const at =
    point.kind === "entry"
      ? point.entry
      : (
          await all
            .select("id")
            .where("time", "<=", point.time.toISOString())
            .orderBy("id", "desc")
            .limit(1)
            .executeTakeFirst()
        )?.id;
  const newest = await all.select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
  if (!oldest || !newest || at === undefined || at < oldest.id - 1 || at > newest.id)
    throw unknownPoint(point, oldest);
  const later = await all.select("first").where("id", ">", at).orderBy("id").limit(1).executeTakeFirst();
  return { entry: at, first: later?.first ?? Number.MAX_SAFE_INTEGER };
}

function unknownPoint(
  point: HistoryPoint,
  oldest: { readonly id: number; readonly time: string } | undefined,
): IdentikitError {
  const named = point.kind === "entry" ? `entry ${point.entry}` : point.time.toISOString();
  const from = oldest ? `it begins at ${oldest.time} with entry ${oldest.id}` : "it is empty";
  return new IdentikitError("HISTORY_UNKNOWN", `the history has no ${named}: ${from}`, {
    remedy: oldest
      ? `See identikit config history; entry ${oldest.id - 1} is the state before all of it. What is older is in backups.`
      : "There is nothing to take back.",
  });
}

/** For each row that changed, what it was before the first change: by table, and by the row's identity. */
async function targetsSince(
  { query }: Session,
  first: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ReadonlyMap<string, RecordedChange>>> {
  const targets = new Map<string, Map<string, RecordedChange>>();
  for (let from = first; ; ) {
    signal?.throwIfAborted();
    const page: readonly RecordedChange[] = await query
      .selectFrom("config_change")
      .selectAll()
      .where("id", ">=", from)
      .orderBy("id")
      .limit(1000)
      .execute();
    for (const change of page) {
      const ofTable = targets.get(change.config_table) ?? new Map<string, RecordedChange>();
      targets.set(change.config_table, ofTable);
      const identity = rowIdentity(change);
      if (!ofTable.has(identity)) ofTable.set(identity, change);
    }
    const last = page.at(-1);
    if (!last) return targets;
    from = last.id + 1;
  }
}

async function compareTable(
  { bulk }: Session,
  shape: TableShape,
  wanted: ReadonlyMap<string, RecordedChange>,
): Promise<{ readonly puts: Cells[]; readonly keys: Cells[]; readonly changed: RowChange[] }> {
  const now = new Map<string, Cells>();
  for await (const page of bulk.pages(shape))
    for (const cells of page) {
      const identity = identityOfCells(shape, cells);
      if (wanted.has(identity)) now.set(identity, cells);
    }
  const result: { puts: Cells[]; keys: Cells[]; changed: RowChange[] } = { puts: [], keys: [], changed: [] };
  for (const [identity, change] of wanted) {
    const [is, was] = [now.get(identity), recordedRow(shape, change)];
    if (is && was ? is.every((cell, at) => cell === was[at]) : !is && !was) continue;
    if (was) result.puts.push(was);
    else result.keys.push(recordedKey(shape, change));
    result.changed.push(changeOf(shape, is, was));
  }
  return result;
}

async function changedSecrets(
  { bulk }: Session,
  wanted: ReadonlyMap<string, RecordedChange> = new Map(),
): Promise<string[]> {
  const shape = shapeOf("secret");
  const version = shape.columns.indexOf("version");
  const now = new Map<string, Cells>();
  if (wanted.size > 0)
    for await (const page of bulk.pages(shape))
      for (const cells of page) now.set(identityOfCells(shape, cells), cells);
  return [...wanted].flatMap(([identity, change]) => {
    const [is, was] = [now.get(identity)?.[version], recordedRow(shape, change)?.[version]];
    return is === was ? [] : [String(certain(recordedKey(shape, change)[0]))];
  });
}
