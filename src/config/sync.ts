import { dirname } from "node:path";
import { documentFault } from "../document/document.ts";
import { certain } from "../fault/certain.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { suggestion } from "../fault/nearest.ts";
import type { TemplateForm } from "../template/contents/contents.ts";
import { comparePaths } from "../tree/path.ts";
import type { Scope } from "./agent-config.ts";
import { agentReference } from "./agent-reference.ts";
import {
  type BuiltinRow,
  bare,
  isRemoval,
  type Level,
  type LevelOptions,
  levelOf,
  rowsThatDiffer,
} from "./agent-rows.ts";
import { type AgentsEntry, type BuiltinFiles, type BuiltinPaths, readBuiltinFiles } from "./builtin-files.ts";
import { textAt } from "./cells.ts";
import type { ConfigDatabase } from "./database.ts";
import { changeOf, type RowChange } from "./row-change.ts";
import { RowChecker } from "./row-check.ts";
import { checkRowLimits, defaultRowLimits, type RowLimits } from "./row-limits.ts";
import { type ScopedTable, scopedTables, shapeOf, type TableShape } from "./schema/tables.ts";
import type { Cells, Session } from "./session.ts";
import { isWithheld, type Permissions, withheldFinding, withheldReference } from "./template-offers.ts";
import { readTemplateRows, type TemplateRows } from "./template-rows.ts";

export interface SyncOptions {
  readonly database: ConfigDatabase;
  readonly files: BuiltinPaths;
  /** Where fetched templates lie, one directory each; left out, builtin prompts and skills stay as they are. */
  readonly templatesDir?: string;
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
  /** By which rules a template is read; the present ones if left out. */
  readonly formOf?: (template: string) => TemplateForm;
  /** What of the templates may run commands or name secrets; nothing if left out. */
  readonly permit?: Permissions;
  /** Where the paths of `agents.json` start; its own directory if left out. */
  readonly root?: string;
  /** The template that serves a runtime, `undefined` for none; throws for a runtime that it does not know. */
  readonly templateOf: (runtime: string) => string | undefined;
  /** Throws for a name that is no template's; left out, every name is one. */
  readonly checkTemplate?: (name: string) => void;
  /** How large prompts and skills may be. Default {@link defaultRowLimits}. */
  readonly limits?: RowLimits;
}

/** A type whose template has something over a limit: its prompt and skills stay as they were. */
export interface FailedType {
  readonly type: string;
  readonly fault: IdentikitError;
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
  /** Types whose prompts and skills were not brought in line; all others were. */
  readonly failed: readonly FailedType[];
  /** What of the templates waits for permission, permissions that nothing uses, and agents without a prompt. */
  readonly findings: readonly Finding[];
}

/**
 * Brings the builtin scope, the agent types and the agents to what the repository's files say, in one transaction. No row of
 * another scope is touched. Running it again changes nothing.
 * @throws {IdentikitError} `SSOT_MISSING`, `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`, and the faults of reading
 * templates and of the database
 */
export async function syncBuiltin(options: SyncOptions): Promise<SyncResult> {
  const files = readBuiltinFiles(options.files);
  const { rows: wanted, findings, failed, keptBack } = wantedRows(files, options);
  const checker = new RowChecker();
  for (const [table, rows] of wanted) for (const row of rows.values()) checker.check(shapeOf(table), row);
  const keeps = keptRows(options, keptBack);
  return options.database.configure(options, async (session) => ({
    ...(await apply(session, files, wanted, keeps)),
    failed,
    findings: [...findings, ...(await withoutPrompt(session, files, options))],
  }));
}

/**
 * Without fetched templates, a server that came from one stays as it is; prompts and skills of a template with something over a
 * limit stay in any case.
 */
function keptRows(
  { templatesDir, permit = {} }: SyncOptions,
  keptBack: ReadonlySet<string>,
): (table: ScopedTable, row: Cells) => boolean {
  if (templatesDir !== undefined) return (table, row) => isLimited(table) && keptBack.has(textAt(row, 1));
  const servers = new Set(Object.values(permit).flatMap((each) => Object.keys(each.servers)));
  return (table, row) =>
    table === "mcp_server" && (isWithheld(textAt(row, 1)) || servers.has(textAt(row, 2)));
}

/** A warning for each agent that no scope gives a prompt, unless its runtime has no template. */
async function withoutPrompt(
  { query }: Session,
  { agents: { types, agents } }: BuiltinFiles,
  { templatesDir, templateOf, files }: SyncOptions,
): Promise<Finding[]> {
  if (templatesDir === undefined) return [];
  const rows = await query.selectFrom("system_prompt").select(["scope", "scope_ref", "enabled"]).execute();
  const places = new Map(
    rows.map(({ scope, scope_ref, enabled }) => [`${scope} ${scope_ref}`, Boolean(enabled)]),
  );
  return agents.flatMap(({ name, type, template }) => {
    const entry = types.find((each) => each.name === type);
    const isServed =
      template !== undefined ||
      entry?.template !== undefined ||
      templateOf(entry?.runtime ?? "") !== undefined;
    const order = [
      `instance ${name}`,
      `type ${type}`,
      "global ",
      `builtin ${agentReference(name)}`,
      `builtin ${type}`,
      "builtin ",
    ];
    const given = order.map((place) => places.get(place)).find((enabled) => enabled !== undefined);
    if (!isServed || given) return [];
    return {
      code: "PROMPT_NONE",
      severity: "warning",
      path: name,
      expected: "a prompt",
      actual: `the agent ${name} has no prompt`,
      remedy: "Write one in its template, or name a file as its `prompt` in agents.json.",
      subject: `agent ${name}`,
      location: { file: files.agents.name },
    } satisfies Finding;
  });
}

type Wanted = ReadonlyMap<ScopedTable, ReadonlyMap<string, Cells>>;

/** The builtin rows that there should be, for each table that is to be brought in line. */
function wantedRows(
  files: BuiltinFiles,
  options: SyncOptions,
): {
  readonly rows: Wanted;
  readonly findings: readonly Finding[];
  readonly failed: readonly FailedType[];
  /** Types and agents, by reference, whose prompts and skills stay as they were. */
  readonly keptBack: ReadonlySet<string>;
} {
  const rows = new Map<ScopedTable, Map<string, Cells>>();
  for (const table of scopedTables) if (isGiven(table, options)) rows.set(table, new Map());
  const put: Put = (reference, { table, key, value }) =>
    rows
      .get(table)
      ?.set(keyOf([reference, key]), ["builtin", reference, key, value !== null, value ?? "null"]);
  addFromFiles(files, put);
  const findings: Finding[] = [];
  const failed: FailedType[] = [];
  const keptBack = new Set<string>();
  const readings = new Map<string, TemplateRows>();
  const faultOf = limitFaults(readings, options.limits ?? defaultRowLimits);
  const add: AddLevel = (reference, level, own, isInherited) => {
    const fault = level.fault ?? faultOf(level.template);
    if (fault) keptBack.add(reference);
    if (fault && (level.fault || !isInherited)) failed.push({ type: reference, fault });
    for (const row of own) if (!fault || !isLimited(row.table)) put(reference, row);
    for (const offer of level.template === undefined ? [] : level.withheld) {
      const waiting = withheldReference(level.template ?? "", reference);
      put(waiting, offer);
      findings.push(withheldFinding(waiting, offer));
    }
  };
  const common = {
    permit: options.permit ?? {},
    read: readerOf(options, readings),
    root: options.root ?? dirname(options.files.agents.path),
    maxPromptLength: (options.limits ?? defaultRowLimits).maxPromptLength,
    placeOf: files.placeOf,
  };
  addLevels(files, { common, templateOf: (type) => templateOf(type, files, options), add });
  return {
    rows,
    findings: [...findings, ...unusedPermissions(common.permit, readings)],
    failed,
    keptBack,
  };
}

/** One skill that is too large keeps back the types and agents of its own template, and nobody else's. */
function limitFaults(
  readings: ReadonlyMap<string, TemplateRows>,
  limits: RowLimits,
): (template: string | undefined) => IdentikitError | undefined {
  const faults = new Map<string, IdentikitError | undefined>();
  return (template) => {
    if (template === undefined) return undefined;
    const rows = readings.get(template);
    if (rows && !faults.has(template)) faults.set(template, limitFault(template, rows, limits));
    return faults.get(template);
  };
}

function limitFault(template: string, rows: TemplateRows, limits: RowLimits): IdentikitError | undefined {
  try {
    checkRowLimits(template, rows, limits);
    return undefined;
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}

/** Tables whose rows of a template have limits of their own. */
function isLimited(table: ScopedTable): boolean {
  return table === "skill" || table === "system_prompt";
}

type AddLevel = (
  reference: string,
  level: Level,
  own: readonly BuiltinRow[],
  /** True for an agent whose template is its type's. */
  isInherited: boolean,
) => void;

type Put = (reference: string, row: BuiltinRow) => void;

/** Reads each template once. */
function readerOf({ templatesDir, formOf }: SyncOptions, readings: Map<string, TemplateRows>) {
  return (template: string): TemplateRows | undefined => {
    if (templatesDir === undefined) return undefined;
    const form = formOf?.(template) ?? "present";
    const rows = readings.get(template) ?? readTemplateRows(templatesDir, template, form);
    readings.set(template, rows);
    return rows;
  };
}

/** The template of a type, or the own one of an agent; what is wrong with it is told at the line that names it. */
function templateOf(entry: AgentsEntry, { placeOf }: BuiltinFiles, options: SyncOptions): string | undefined {
  const { template } = entry;
  try {
    if (template !== undefined) options.checkTemplate?.(template);
    return template ?? ("runtime" in entry ? options.templateOf(entry.runtime) : undefined);
  } catch (caught) {
    const { code, message, remedy } = asFault(caught);
    throw documentFault(
      code,
      placeOf(entry, [template === undefined ? "runtime" : "template"]),
      message,
      remedy,
      caught,
    );
  }
}

/** What types and agents get from their templates and their entries; of an agent, what differs from its type. */
function addLevels(
  { agents, mcpServers }: BuiltinFiles,
  to: {
    readonly common: Omit<LevelOptions, "ownServers">;
    readonly templateOf: (entry: AgentsEntry) => string | undefined;
    readonly add: AddLevel;
  },
): void {
  const levels = new Map<string, { readonly level: Level; readonly options: LevelOptions }>();
  for (const type of agents.types) {
    const own = [mcpServers.mcpServers, mcpServers.types[type.name] ?? {}].flatMap(Object.keys);
    const options = { ...to.common, ownServers: new Set(own) };
    // Asked for every type, fetched or not: a runtime that nothing serves is a mistake in either case.
    const level = levelOf(type, to.templateOf(type), options);
    levels.set(type.name, { level, options });
    to.add(type.name, level, [...level.rows.values()], false);
  }
  for (const agent of agents.agents) {
    const above = certain(levels.get(agent.type));
    const level = levelOf(agent, to.templateOf(agent) ?? above.level.template, above.options, above.level);
    const own = [...rowsThatDiffer(level, above.level), ...agent.plugins.map(pluginRow)];
    to.add(agentReference(agent.name), level, own, level.template === above.level.template);
  }
}

/** Whether the repository's files say which builtin rows a table has; rows of other tables stay as they are. */
function isGiven(table: ScopedTable, { templatesDir }: SyncOptions): boolean {
  return (
    templatesDir !== undefined ||
    table === "plugin_binding" ||
    table === "plugin_marketplace" ||
    table === "mcp_server"
  );
}

function pluginRow(plugin: string): BuiltinRow {
  return { table: "plugin_binding", key: bare(plugin), value: isRemoval(plugin) ? null : "true" };
}

function addFromFiles({ agents, mcpServers, marketplaces }: BuiltinFiles, put: Put): void {
  for (const plugin of agents.defaults.plugins) put("", pluginRow(plugin));
  for (const { name, plugins } of agents.types) for (const plugin of plugins) put(name, pluginRow(plugin));
  const addServers = (type: string, servers: Readonly<Record<string, unknown>>) => {
    for (const [key, server] of Object.entries(servers))
      put(type, { table: "mcp_server", key, value: JSON.stringify(server) });
  };
  addServers("", mcpServers.mcpServers);
  for (const [type, servers] of Object.entries(mcpServers.types)) addServers(type, servers);
  for (const [key, marketplace] of Object.entries(marketplaces.extraKnownMarketplaces))
    put("", { table: "plugin_marketplace", key, value: JSON.stringify(marketplace) });
}

/** A permission that names what its template does not bring is a mistake or a leftover. */
function unusedPermissions(permit: Permissions, readings: ReadonlyMap<string, TemplateRows>): Finding[] {
  return Object.entries(permit).flatMap(([template, { servers, settings, files }]) => {
    const contents = readings.get(template)?.contents;
    if (!contents) return readings.size === 0 ? [] : [unusedTemplate(template, [...readings.keys()])];
    const kinds = [
      { kind: "servers", names: servers, there: contents.servers },
      { kind: "settings", names: settings, there: contents.settings },
      { kind: "files", names: files, there: contents.files },
    ];
    return kinds.flatMap(({ kind, names, there }) =>
      Object.keys(names).flatMap((name): Finding[] => {
        if (there.has(name)) return [];
        return [
          {
            code: "PERMIT_UNUSED",
            severity: "warning",
            path: `permit.${template}.${kind}.${name}`,
            expected: [...there.keys()].join(", ") || null,
            actual: `the template ${template} brings no ${name}${suggestion(name, there.keys())}`,
            remedy: "Fix the name in identikit.yaml, or remove the line.",
            location: { file: "identikit.yaml" },
          },
        ];
      }),
    );
  });
}

function unusedTemplate(template: string, known: readonly string[]): Finding {
  return {
    code: "PERMIT_UNUSED",
    severity: "warning",
    path: `permit.${template}`,
    expected: known.join(", "),
    actual: `no agent has the template ${template}${suggestion(template, known)}`,
    remedy: "Fix the name in identikit.yaml, or remove the lines.",
    location: { file: "identikit.yaml" },
  };
}

async function apply(
  session: Session,
  files: BuiltinFiles,
  wanted: Wanted,
  keeps: (table: ScopedTable, row: Cells) => boolean,
): Promise<Omit<SyncResult, "findings" | "failed">> {
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
