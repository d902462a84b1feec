import { existsSync } from "node:fs";
import { z } from "zod";
import { checkDocument } from "../../document/check.ts";
import { type DocumentPath, documentFault, type SourceDocument } from "../../document/document.ts";
import { readJsonDocument } from "../../document/json.ts";
import { relativePath } from "../../document/relative-path.ts";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { marketplaceShape, pluginName, writtenServerShape } from "../rows/client-shapes.ts";
import { marketplaceNameProblem, serverNameProblem } from "../rows/reserved-names.ts";

/** Names of agents and types: ASCII, since an agent's name becomes a directory everywhere. */
const plainName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be letters, digits, dots, dashes and underscores");

const preamble = {
  $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
  version: z.literal(1).optional(),
  _comment: z.unknown().optional(),
};

const pluginEntry = z
  .string()
  .regex(
    /^!?[^@\s!][^@\s]*@[^@\s]+$/,
    "must be <plugin>@<marketplace>, or !<plugin>@<marketplace> to take one away",
  );

/** What a type and an agent may both say. */
const own = {
  template: z.string().min(1).optional().describe("A template of the manifest; the runtime's if left out."),
  prompt: z
    .union([relativePath, z.array(relativePath).min(1)])
    .optional()
    .describe("Files of this repository that are the prompt, in order, instead of the template's."),
  skills: z
    .array(z.string().min(1))
    .optional()
    .describe("Only these skills of the template; or, where all begin with `!`, all but these."),
  plugins: z
    .array(pluginEntry)
    .default([])
    .describe("Plugins: <plugin>@<marketplace>; with a `!` before it, one that it does not get."),
};

/** `agents.json`: which kinds of agents there are, and which agents. */
export const agentsSchema = z.strictObject({
  ...preamble,
  defaults: z
    .strictObject({ plugins: z.array(pluginName).default([]).describe("Plugins of every agent.") })
    .prefault({}),
  types: z.array(
    z.strictObject({
      name: plainName.describe("The type's name, which agents and config rows refer to."),
      runtime: z
        .string()
        .min(1)
        .describe("The program that runs agents of this type; it decides the template."),
      ...own,
    }),
  ),
  agents: z.array(
    z.strictObject({
      name: plainName.describe("The agent's name; its env directory is called so."),
      type: z.string().describe("One of `types`."),
      ...own,
    }),
  ),
});

/** A name of which `problemOf` finds nothing wrong. */
const nameWithout = (problemOf: (name: string) => string | undefined) =>
  z
    .string()
    .min(1)
    .superRefine((name, context) => {
      const problem = problemOf(name);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    });
const serverName = nameWithout(serverNameProblem);
const marketplaceName = nameWithout(marketplaceNameProblem);

/** `config/mcp-builtin.json`: servers of all agents, and of one type. */
export const mcpBuiltinSchema = z.strictObject({
  ...preamble,
  mcpServers: z.record(serverName, writtenServerShape).default({}),
  types: z.record(z.string(), z.record(serverName, writtenServerShape)).default({}),
});

/** `config/marketplaces-builtin.json`. */
export const marketplacesBuiltinSchema = z.strictObject({
  ...preamble,
  extraKnownMarketplaces: z.record(marketplaceName, marketplaceShape).default({}),
});

/** Where the files of the builtin scope are; a `name` is what messages call one. */
export interface BuiltinPaths {
  readonly agents: NamedFile;
  readonly mcpServers: NamedFile;
  readonly marketplaces: NamedFile;
}

export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

export type AgentsFile = z.output<typeof agentsSchema>;

/** A type or an agent of `agents.json`. */
export type AgentsEntry = AgentsFile["types"][number] | AgentsFile["agents"][number];

/** A line of a file. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** What the files of the builtin scope say. */
export interface BuiltinFiles {
  readonly agents: AgentsFile;
  /** Where a part of the defaults, or of a type's or an agent's entry stands. */
  readonly placeOf: (entry: AgentsEntry | AgentsFile["defaults"], path: DocumentPath) => FilePlace;
  readonly mcpServers: z.output<typeof mcpBuiltinSchema>;
  readonly marketplaces: z.output<typeof marketplacesBuiltinSchema>;
}

/**
 * Reads the files of the builtin scope; the two under `config/` may be missing.
 * @throws {IdentikitError} `SSOT_MISSING` without `agents.json`; `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`
 * with file and line
 */
export function readBuiltinFiles(paths: BuiltinPaths): BuiltinFiles {
  const document = read(paths.agents);
  if (!document) {
    throw new IdentikitError("SSOT_MISSING", `${paths.agents.name} is missing: no agent types and agents`, {
      remedy: 'Write {"types": [], "agents": []} to begin with.',
      location: { file: paths.agents.name },
    });
  }
  const agents = checkDocument(document, agentsSchema, "DOCUMENT_INVALID");
  checkAgents(agents, document);
  const servers = read(paths.mcpServers);
  const mcpServers = servers
    ? checkDocument(servers, mcpBuiltinSchema, "ROW_INVALID")
    : mcpBuiltinSchema.parse({});
  for (const type of Object.keys(mcpServers.types))
    if (servers && !agents.types.some(({ name }) => name === type))
      throw unknownType(type, agents, { file: servers.file, line: servers.lineOf(["types", type]) });
  const known = read(paths.marketplaces);
  const marketplaces = known
    ? checkDocument(known, marketplacesBuiltinSchema, "ROW_INVALID")
    : marketplacesBuiltinSchema.parse({});
  return { agents, placeOf: placesIn(agents, document), mcpServers, marketplaces };
}

function placesIn(
  { defaults, types, agents }: AgentsFile,
  document: SourceDocument,
): BuiltinFiles["placeOf"] {
  const paths = new Map<AgentsEntry | AgentsFile["defaults"], DocumentPath>([
    [defaults, ["defaults"]],
    ...types.map((type, index) => [type, ["types", index]] as const),
    ...agents.map((agent, index) => [agent, ["agents", index]] as const),
  ]);
  return (entry, path) => ({
    file: document.file,
    line: document.lineOf([...(paths.get(entry) ?? []), ...path]),
  });
}

function read({ path, name }: NamedFile): SourceDocument | undefined {
  return existsSync(path) ? readJsonDocument(path, { name, comments: "whole-line" }) : undefined;
}

function checkAgents(agents: AgentsFile, document: SourceDocument): void {
  const types = new Set<string>();
  refuseTwice(agents.defaults.plugins, ["defaults"], document);
  for (const [index, { name, plugins }] of agents.types.entries()) {
    const line = document.lineOf(["types", index, "name"]);
    if (types.has(name)) throw twice(`the agent type ${name}`, { file: document.file, line });
    types.add(name);
    refuseTwice(plugins, ["types", index], document);
  }
  // On some file systems the env directories of "Scout" and "scout" are one.
  const names = new Set<string>();
  for (const [index, { name, type, plugins }] of agents.agents.entries()) {
    const at = (key: string) => ({ file: document.file, line: document.lineOf(["agents", index, key]) });
    if (names.has(name.toLowerCase())) throw twice(`the agent ${name}`, at("name"));
    names.add(name.toLowerCase());
    if (!types.has(type)) throw unknownType(type, agents, at("type"));
    refuseTwice(plugins, ["agents", index], document);
  }
}

/** A plugin that a list names twice, or gives and takes away. */
function refuseTwice(plugins: readonly string[], path: DocumentPath, document: SourceDocument): void {
  const names = plugins.map((plugin) => plugin.replace(/^!/, ""));
  const again = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (again === -1) return;
  const at = { file: document.file, line: document.lineOf([...path, "plugins", again]) };
  throw documentFault("DOCUMENT_INVALID", at, `the plugin ${names[again]} stands twice`, "Remove one.");
}

function twice(what: string, at: { file: string; line: number }): IdentikitError {
  return documentFault(
    "DOCUMENT_INVALID",
    at,
    `${what} stands twice (letter case does not count)`,
    "Remove one.",
  );
}

function unknownType(
  type: string,
  { types }: AgentsFile,
  at: { file: string; line: number },
): IdentikitError {
  const names = types.map(({ name }) => name);
  const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, names)}`;
  return documentFault(
    "AGENT_TYPE_UNKNOWN",
    at,
    problem,
    "Add it to `types` in agents.json, or fix the name.",
  );
}
