import { comparePaths } from "../../tree/path.ts";
import { textAt } from "../connection/cells.ts";
import type { Cells, Session } from "../connection/session.ts";
import { changeOf, type RowChange } from "../rows/row-change.ts";
import type { Scope } from "../schema/agent-config.ts";
import { type ScopedTable, scopedTables, shapeOf, type TableShape } from "../schema/tables.ts";
import type { BuiltinFiles } from "./builtin-files.ts";
import { type KeyedRows, keyedRows, readKeyedRows } from "./keyed-rows.ts";
import type { WantedRows } from "./wanted-rows.ts";

/** What bringing rows in line has changed. */
export interface AppliedRows {
  /** In byte order of table and key. Empty where everything was as the files say. */
  readonly changes: readonly RowChange[];
  /** The agents that became due by it. */
  readonly agents: readonly string[];
  /**
   * Agents and types that the files no longer have but rows of operators still name: switched off, with those rows kept
   * for their return.
   */
  readonly retired: readonly string[];
}

/**
 * Brings types, agents and builtin rows to what they should be.
 * @param keeps whether a row stays although it is not wanted
 * @throws {IdentikitError} the faults of the database
 */
export async function applyRows(
  session: Session,
  files: BuiltinFiles,
  wanted: WantedRows,
  keeps: (table: ScopedTable, row: Cells) => boolean,
): Promise<AppliedRows> {
  const changes: RowChange[] = [];
  const write = async (shape: TableShape, have: KeyedRows, want: KeyedRows) => {
    const puts = [...want].filter(([key, row]) => !sameRow(have.get(key), row));
    await session.bulk.put(
      shape,
      puts.map(([, row]) => row),
    );
    changes.push(...puts.map(([key, row]) => changeOf(shape, have.get(key), row)));
  };
  const drop = async (shape: TableShape, rows: readonly Cells[]) => {
    await session.bulk.remove(
      shape,
      rows.map((row) => row.slice(0, shape.key.length)),
    );
    changes.push(...rows.map((row) => changeOf(shape, row, undefined)));
  };

  // Types and agents first, since rows refer to them; then what is gone, in the other order.
  const [types, agents] = [shapeOf("agent_type"), shapeOf("agent")];
  const [haveTypes, haveAgents] = [await readKeyedRows(session, types), await readKeyedRows(session, agents)];
  const wantTypes = keyedRows(files.agents.types.map(({ name, runtime }) => [name, runtime, true]));
  const wantAgents = keyedRows(files.agents.agents.map(({ name, type }) => [name, type, true]));
  await write(types, haveTypes, wantTypes);
  await write(agents, haveAgents, wantAgents);
  for (const [table, want] of wanted) {
    const shape = shapeOf(table);
    const have = await readKeyedRows(session, shape, ["builtin"]);
    await write(shape, have, want);
    await drop(
      shape,
      [...have].filter(([key, row]) => !want.has(key) && !keeps(table, row)).map(([, row]) => row),
    );
  }
  const retired: string[] = [];
  for (const [shape, have, want] of [
    [agents, haveAgents, wantAgents],
    [types, haveTypes, wantTypes],
  ] as const) {
    for (const [key, row] of have) {
      if (want.has(key)) continue;
      const name = textAt(row, 0);
      if (!(await isReferred(session, shape, name))) await drop(shape, [row]);
      else {
        const off: Cells = [name, textAt(row, 1), false];
        await write(shape, have, new Map([[key, off]]));
        retired.push(`${shape.name} ${name}`);
      }
    }
  }
  changes.sort((a, b) => comparePaths(a.table, b.table) || comparePaths(a.key, b.key));
  return { changes, agents: await session.bulk.affected(), retired };
}

/** Whether rows that are not the files' to remove still name an agent or a type. */
async function isReferred({ query }: Session, shape: TableShape, name: string): Promise<boolean> {
  const there = (row: unknown) => row !== undefined;
  for (const table of scopedTables) {
    const scope: Scope[] = shape.name === "agent" ? ["instance"] : ["type", "builtin"];
    const row = await query
      .selectFrom(table)
      .select("key")
      .where("scope", "in", scope)
      .where("scope_ref", "=", name)
      .limit(1)
      .executeTakeFirst();
    if (there(row)) return true;
  }
  if (shape.name === "agent") return false;
  const agent = await query
    .selectFrom("agent")
    .select("name")
    .where("type", "=", name)
    .limit(1)
    .executeTakeFirst();
  const config = await query
    .selectFrom("agent_type_config")
    .select("key")
    .where("type", "=", name)
    .limit(1)
    .executeTakeFirst();
  return there(agent) || there(config);
}

function sameRow(a: Cells | undefined, b: Cells): boolean {
  return a?.every((cell, index) => cell === b[index]) ?? false;
}
