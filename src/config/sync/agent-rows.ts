import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { documentFault } from "../../document/document.ts";
import { decodeText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { isPermitted, type Offer, offersOf, type Permissions } from "../rows/template-offers.ts";
import type { TemplateRows } from "../rows/template-rows.ts";
import { type ScopedTable, systemPromptKey } from "../schema/tables.ts";
import type { AgentsEntry, BuiltinFiles, FilePlace } from "./builtin-files.ts";

/** What there is for a type or an agent, by table and key. */
export interface Level {
  readonly template: string | undefined;
  /** The texts that its prompt is made of, in order. */
  readonly prompt: readonly string[];
  /** Rows with an effect. */
  readonly rows: ReadonlyMap<string, Offer>;
  /** Rows of the template that wait for permission. */
  readonly withheld: readonly Offer[];
  /** The prompt that its entry names is over the limit, so that it has no row here. */
  readonly fault?: IdentikitError;
}

export interface LevelOptions {
  readonly permit: Permissions;
  /** Reads a template that was fetched; `undefined` where none was. */
  readonly read: (template: string) => TemplateRows | undefined;
  /** Characters that a prompt may have. */
  readonly maxPromptLength: number;
  /** Where paths in `agents.json` start. */
  readonly root: string;
  readonly placeOf: BuiltinFiles["placeOf"];
  /** Names of servers that the repository's own files give: they win over a template's. */
  readonly ownServers: ReadonlySet<string>;
}

const idOf = ({ table, key }: Pick<Offer, "table" | "key">) => `${table} ${key}`;

/**
 * What a type, or an agent of it, gets from its template and from its entry in `agents.json`.
 * @param above the type's level, for an agent of it
 * @throws {IdentikitError} `DOCUMENT_INVALID` for a skill that the template does not have, `FILE_UNREADABLE` for a prompt
 */
export function levelOf(
  entry: AgentsEntry,
  template: string | undefined,
  options: LevelOptions,
  above?: Level,
): Level {
  const isOwnTemplate = above === undefined || template !== above.template;
  const read = isOwnTemplate && template !== undefined ? options.read(template) : undefined;
  const offers = read ? offersOf(read.contents, read.systemPrompt) : [];
  const usable = offers.filter(({ table, key }) => table !== "mcp_server" || !options.ownServers.has(key));
  const permission = template === undefined ? undefined : options.permit[template];
  const rows = new Map(isOwnTemplate ? [] : above.rows);
  for (const offer of usable) if (isPermitted(offer, permission)) rows.set(idOf(offer), offer);
  const own = entry.prompt === undefined ? undefined : promptOf(entry, entry.prompt, options);
  const prompt = own && joined(own);
  const fault = prompt === undefined ? undefined : tooLong(prompt, entry, options);
  if (prompt !== undefined && !fault) {
    const value = JSON.stringify(prompt);
    rows.set(`system_prompt ${systemPromptKey}`, { table: "system_prompt", key: systemPromptKey, value });
  }
  if (entry.skills) choose(rows, entry, options, read !== undefined || !isOwnTemplate);
  const withheld = usable.filter((offer) => !isPermitted(offer, permission));
  const given = isOwnTemplate ? (read?.contents.prompt.parts.map(({ text }) => text) ?? []) : above.prompt;
  return { template, prompt: own ?? given, rows, withheld, ...(fault ? { fault } : {}) };
}

function tooLong(
  prompt: string,
  entry: AgentsEntry,
  { maxPromptLength, placeOf }: LevelOptions,
): IdentikitError | undefined {
  if (prompt.length <= maxPromptLength) return undefined;
  const problem = `the prompt of ${entry.name} has ${prompt.length} characters, over the limit of ${maxPromptLength}`;
  const remedy = "Make it smaller, or raise limits.promptKiB in identikit.yaml.";
  return documentFault("ROW_INVALID", placeOf(entry, ["prompt"]), problem, remedy);
}

/** The texts of the files of the repository that an entry names as its prompt, in order. */
function promptOf(
  entry: AgentsEntry,
  prompt: string | readonly string[],
  { root, placeOf }: LevelOptions,
): string[] {
  return (typeof prompt === "string" ? [prompt] : prompt).map((path, index) => {
    const at = placeOf(entry, typeof prompt === "string" ? ["prompt"] : ["prompt", index]);
    const text = readPromptFile(resolve(root, path), path, at);
    if (text.trim() === "")
      throw documentFault(
        "DOCUMENT_INVALID",
        at,
        `the prompt ${path} is empty`,
        "Write it, or remove the entry.",
      );
    return text;
  });
}

function joined(texts: readonly string[]): string {
  return `${texts.map((text) => text.trimEnd()).join("\n\n")}\n`;
}

function readPromptFile(file: string, shown: string, at: FilePlace): string {
  try {
    return decodeText(readFileSync(file), shown);
  } catch (cause) {
    if (cause instanceof IdentikitError) throw cause;
    const remedy = "Fix the path, which starts at the repository's root, or write the file.";
    throw documentFault("FILE_UNREADABLE", at, `the prompt ${shown} cannot be read`, remedy, cause);
  }
}

/** Keeps the skills that are named, or all but those that are named with `!`. */
function choose(
  rows: Map<string, Offer>,
  entry: AgentsEntry,
  { placeOf }: LevelOptions,
  isRead: boolean,
): void {
  if (!isRead) return;
  const skills = [...rows.values()].filter(({ table }) => table === "skill").map(({ key }) => key);
  const given = entry.skills ?? [];
  const [taken, named] = [given.filter(isRemoval).map(bare), given.filter((name) => !isRemoval(name))];
  for (const name of [...taken, ...named])
    if (!skills.includes(name))
      throw documentFault(
        "DOCUMENT_INVALID",
        placeOf(entry, ["skills", given.findIndex((each) => bare(each) === name)]),
        `${entry.name}: its template has no skill ${JSON.stringify(name)}${suggestion(name, skills)}`,
        skills.length > 0 ? `There are: ${skills.join(", ")}.` : "Remove the entry.",
      );
  for (const key of skills) {
    const kept = named.length > 0 ? named.includes(key) : true;
    if (!kept || taken.includes(key)) rows.delete(idOf({ table: "skill", key }));
  }
}

/** True for `!name`, which takes something away. */
export function isRemoval(name: string): boolean {
  return name.startsWith("!");
}

/** The name without the sign that takes it away. */
export function bare(name: string): string {
  return name.replace(/^!/, "");
}

/** A row of the builtin scope: enabled with a value, or one that takes a wider entry away. */
export interface BuiltinRow {
  readonly table: ScopedTable;
  readonly key: string;
  readonly value: string | null;
}

/** The rows by which an agent differs from its type. */
export function rowsThatDiffer(agent: Level, type: Level): BuiltinRow[] {
  const changed = [...agent.rows].filter(([id, { value }]) => type.rows.get(id)?.value !== value);
  const gone = [...type.rows].filter(([id]) => !agent.rows.has(id));
  return [
    ...changed.map(([, offer]) => offer),
    ...gone.map(([, { table, key }]) => ({ table, key, value: null })),
  ];
}
