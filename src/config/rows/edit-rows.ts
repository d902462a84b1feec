import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { visible } from "../../fault/visible.ts";
import type { Cell, Cells, Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { isScopedTable, type ScopedTable, shapeOf } from "../schema/tables.ts";
import { changeOf, type RowChange } from "./row-change.ts";
import { RowChecker } from "./row-check.ts";
import { rowName } from "./row-name.ts";
import { type UnknownMarketplace, unknownMarketplaces } from "./unknown-marketplaces.ts";

/** A row of the scopes that operators write; the builtin scope is the repository's, and `config sync` writes it. */
export interface RowAddress {
  readonly table: ScopedTable | "agent_type_config";
  readonly scope: "global" | "type" | "instance";
  /** The type or the agent; empty for `global`. */
  readonly reference: string;
  readonly key: string;
}

/** What is written to a row: a value as one line of JSON, or that the entry of a wider scope is taken away. */
export type RowContent = { readonly kind: "value"; readonly json: string } | { readonly kind: "off" };

export interface EditOptions {
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
}

/** What a write came to. */
export interface RowEdit {
  /** Left out where the row already was like that. */
  readonly change?: RowChange;
  /** The agents that became due by it. */
  readonly agents: readonly string[];
}

/**
 * Writes one row, checked as any write is.
 * @throws {IdentikitError} `ROW_INVALID`, also where an agent would not know the marketplace of a plugin; `AGENT_UNKNOWN`,
 * `AGENT_TYPE_UNKNOWN`, `USAGE` for `agent_type_config`, whose rows have no
 * effect; the faults of the database
 */
export function setRow(
  database: ConfigDatabase,
  address: RowAddress,
  content: RowContent,
  options: EditOptions = {},
): Promise<RowEdit> {
  const { table } = address;
  if (!isScopedTable(table)) throw withoutEffect(table);
  const shape = shapeOf(table);
  const after = [
    ...keyOf(address),
    content.kind === "value",
    content.kind === "value" ? content.json : "null",
  ];
  new RowChecker().check(shape, after);
  return database.configure(options, async (session) => {
    await checkReference(session, address);
    const before = await findRow(session, address);
    if (before?.every((cell, index) => cell === after[index])) return { agents: [] };
    await refusingLostPlugins(session, address, () => session.bulk.put(shape, [after]));
    return { change: changeOf(shape, before, after), agents: await session.bulk.affected() };
  });
}

/**
 * Deletes one row.
 * @throws {IdentikitError} `ROW_UNKNOWN` where it is not there; `ROW_INVALID` where an agent would not know the marketplace of a
 * plugin any more; the faults of the database
 */
export function unsetRow(
  database: ConfigDatabase,
  address: RowAddress,
  options: EditOptions = {},
): Promise<RowEdit> {
  const shape = shapeOf(address.table);
  return database.configure(options, async (session) => {
    const before = await findRow(session, address);
    if (!before) throw await unknownRow(session, address);
    await refusingLostPlugins(session, address, () => session.bulk.remove(shape, [keyOf(address)]));
    return { change: changeOf(shape, before, undefined), agents: await session.bulk.affected() };
  });
}

/**
 * Makes a change, unless it leaves an agent with a plugin of a marketplace that the agent does not know. What was like that before is
 * not held against it.
 */
async function refusingLostPlugins(
  session: Session,
  address: RowAddress,
  change: () => Promise<void>,
): Promise<void> {
  const { table } = address;
  if (table !== "plugin_binding" && table !== "plugin_marketplace") return change();
  const idOf = ({ agent, plugin }: UnknownMarketplace) => `${agent} ${plugin.key}`;
  const before = new Set((await unknownMarketplaces(session)).map(idOf));
  await change();
  const lost = (await unknownMarketplaces(session)).find((each) => !before.has(idOf(each)));
  if (!lost) return;
  const { agent, plugin, marketplace, known } = lost;
  throw new IdentikitError(
    "ROW_INVALID",
    `${rowName(shapeOf(table), keyOf(address))}: the agent ${agent} would have the plugin ${plugin.key} and know no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`,
    {
      remedy:
        table === "plugin_binding"
          ? `Fix the name, or add the marketplace first: identikit config set plugin_marketplace ${marketplace} '{"source": …}'`
          : `Switch the plugin off first: identikit config set plugin_binding ${plugin.key} --off`,
    },
  );
}

function keyOf({ table, scope, reference, key }: RowAddress): Cells {
  return isScopedTable(table) ? [scope, reference, key] : [reference, key];
}

async function findRow({ query, sql }: Session, address: RowAddress): Promise<Cells | undefined> {
  const { name, key, columns } = shapeOf(address.table);
  const wanted = keyOf(address);
  const same = key.map((column, at) => sql`${sql.ref(column)} = ${wanted[at]}`);
  const { rows } = await sql<Record<string, Cell>>`
    SELECT ${sql.join(columns.map((column) => sql.ref(column)))} FROM ${sql.table(name)}
    WHERE ${sql.join(same, sql` AND `)}`.execute(query);
  const [row] = rows;
  return row && columns.map((column) => (column === "enabled" ? Boolean(row[column]) : (row[column] ?? "")));
}

/** @throws {IdentikitError} `AGENT_UNKNOWN`, `AGENT_TYPE_UNKNOWN` */
async function checkReference({ query }: Session, { scope, reference }: RowAddress): Promise<void> {
  if (scope === "global") return;
  const table = scope === "instance" ? "agent" : "agent_type";
  const names = (await query.selectFrom(table).select("name").execute()).map(({ name }) => name);
  if (names.includes(reference)) return;
  const what = scope === "instance" ? "agent" : "agent type";
  throw new IdentikitError(
    scope === "instance" ? "AGENT_UNKNOWN" : "AGENT_TYPE_UNKNOWN",
    `no ${what} is called ${visible(reference)}${suggestion(reference, names)}`,
    { remedy: "Add it to agents.json and run: identikit config sync" },
  );
}

async function unknownRow({ query, sql }: Session, address: RowAddress): Promise<IdentikitError> {
  const { table, key } = address;
  const { rows } = await sql<{ key: string }>`SELECT DISTINCT key FROM ${sql.table(table)}`.execute(query);
  const known = rows.map((row) => row.key);
  const near = known.includes(key) ? "" : suggestion(key, known);
  return new IdentikitError(
    "ROW_UNKNOWN",
    `there is no row ${rowName(shapeOf(table), keyOf(address))}${near}`,
    { remedy: `See which there are: identikit config list ${table}` },
  );
}

function withoutEffect(table: string): IdentikitError {
  return new IdentikitError("USAGE", `rows of ${table} have no effect, so none is written`, {
    remedy:
      "Set the model, a variable or a permission of a type as client_setting: identikit config set client_setting model '\"opus\"' --scope type --ref NAME",
  });
}
