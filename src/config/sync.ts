import { comparePaths } from "../tree/path.ts";
import type { Scope } from "./agent-config.ts";
import { type BuiltinFiles, type BuiltinPaths, readBuiltinFiles } from "./builtin-files.ts";
import { textAt } from "./cells.ts";
import type { ConfigDatabase } from "./database.ts";
import { changeOf, type RowChange } from "./row-change.ts";
import { RowChecker } from "./row-check.ts";
import {
  type ScopedTable,
  scopedTables,
  shapeOf,
  systemPromptKey,
  type TableShape,
} from "./schema/tables.ts";
import type { Cells, Session } from "./session.ts";
import { skillValue } from "./skill-value.ts";
import { readTemplateRows } from "./template-rows.ts";

export interface SyncOptions {
  readonly database: ConfigDatabase;
  readonly files: BuiltinPaths;
  /** Where fetched templates lie, one directory each; left out, builtin prompts and skills stay as they are. */
  readonly templatesDir?: string;
  /** The template that serves a runtime, `undefined` for none; throws for a runtime that it does not know. */
  readonly templateOf: (runtime: string) => string | undefined;
}

export interface SyncResult {
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
 * Brings the builtin scope, the agent types and the agents to what the repository's files say, in one transaction. No row of
 * another scope is touched. Running it again changes nothing.
 * @throws {IdentikitError} `SSOT_MISSING`, `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`, and the faults of reading
 * templates and of the database
 */
export async function syncBuiltin(options: SyncOptions): Promise<SyncResult> {
  const files = readBuiltinFiles(options.files);
  const wanted = wantedRows(files, options);
  const checker = new RowChecker();
  for (const [table, rows] of wanted) for (const row of rows.values()) checker.check(shapeOf(table), row);
  return options.database.transaction("configure", (session) => apply(session, files, wanted));
}

type Wanted = ReadonlyMap<ScopedTable, ReadonlyMap<string, Cells>>;

/** The builtin rows that there should be, for each table that is to be brought in line. */
function wantedRows(files: BuiltinFiles, options: SyncOptions): Wanted {
  const rows = new Map<ScopedTable, Map<string, Cells>>();
  for (const table of scopedTables) if (isGiven(table, options)) rows.set(table, new Map());
  const add: Add = (table, type, key, value) =>
    rows.get(table)?.set(keyOf([type, key]), ["builtin", type, key, true, value]);
  addFromFiles(files, add);
  // Asked for every type, fetched or not: a runtime that nothing serves is a mistake in either case.
  const templates = files.agents.types.map(
    ({ name, runtime }) => [name, options.templateOf(runtime)] as const,
  );
  if (options.templatesDir !== undefined) addFromTemplates(templates, options.templatesDir, add);
  return rows;
}

/** Whether the repository's files say which builtin rows a table has; rows of other tables stay as they are. */
function isGiven(table: ScopedTable, { templatesDir }: SyncOptions): boolean {
  if (table === "client_setting" || table === "client_file") return false;
  return templatesDir !== undefined || (table !== "skill" && table !== "system_prompt");
}

type Add = (table: ScopedTable, type: string, key: string, value: string) => void;

function addFromFiles({ agents, mcpServers, marketplaces }: BuiltinFiles, add: Add): void {
  for (const { name, plugins } of agents.types)
    for (const plugin of plugins) add("plugin_binding", name, plugin, "true");
  const addServers = (type: string, servers: Readonly<Record<string, unknown>>) => {
    for (const [name, server] of Object.entries(servers))
      add("mcp_server", type, name, JSON.stringify(server));
  };
  addServers("", mcpServers.mcpServers);
  for (const [type, servers] of Object.entries(mcpServers.types)) addServers(type, servers);
  for (const [name, marketplace] of Object.entries(marketplaces.extraKnownMarketplaces))
    add("plugin_marketplace", "", name, JSON.stringify(marketplace));
}

function addFromTemplates(
  templates: readonly (readonly [type: string, template: string | undefined])[],
  templatesDir: string,
  add: Add,
): void {
  for (const [name, template] of templates) {
    if (template === undefined) continue;
    const { systemPrompt, skills } = readTemplateRows(templatesDir, template);
    if (systemPrompt !== undefined) add("system_prompt", name, systemPromptKey, JSON.stringify(systemPrompt));
    for (const [skill, tree] of skills) add("skill", name, skill, skillValue(tree));
  }
}

async function apply(session: Session, files: BuiltinFiles, wanted: Wanted): Promise<SyncResult> {
  const changes: RowChange[] = [];
  const write = async (
    shape: TableShape,
    have: ReadonlyMap<string, Cells>,
    want: ReadonlyMap<string, Cells>,
  ) => {
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
  const [haveTypes, haveAgents] = [await readAll(session, types), await readAll(session, agents)];
  const wantTypes = mapOf(files.agents.types.map(({ name, runtime }) => [name, runtime, true]));
  const wantAgents = mapOf(files.agents.agents.map(({ name, type }) => [name, type, true]));
  await write(types, haveTypes, wantTypes);
  await write(agents, haveAgents, wantAgents);
  for (const [table, want] of wanted) {
    const shape = shapeOf(table);
    const have = await readAll(session, shape, ["builtin"]);
    await write(shape, have, want);
    await drop(
      shape,
      [...have].filter(([key]) => !want.has(key)).map(([, row]) => row),
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

async function readAll(
  { bulk }: Session,
  shape: TableShape,
  scopes?: readonly string[],
): Promise<Map<string, Cells>> {
  const rows = new Map<string, Cells>();
  const keyed = (row: Cells) => keyOf(shape.key.length === 3 ? row.slice(1, 3) : row.slice(0, 1));
  for await (const page of bulk.pages(shape, scopes)) for (const row of page) rows.set(keyed(row), row);
  return rows;
}

function mapOf(rows: readonly Cells[]): Map<string, Cells> {
  return new Map(rows.map((row) => [keyOf(row.slice(0, 1)), row]));
}

function keyOf(key: Cells): string {
  return JSON.stringify(key);
}

function sameRow(a: Cells | undefined, b: Cells): boolean {
  return a?.every((cell, index) => cell === b[index]) ?? false;
}
