import type { SourceDocument } from "../../document/document.ts";
import { parseJson } from "../../document/json.ts";
import { parseYaml } from "../../document/yaml.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { checkConfig, type TemplateConfig } from "./config-file.ts";
import { ProblemList, type TemplateProblem } from "./problem.ts";
import { readFirstPrompt, readPrompt, type TemplatePrompt } from "./prompt.ts";
import { configFile } from "./prompt-files.ts";
import { type ClientServer, checkServers } from "./servers-file.ts";
import { checkSettings } from "./settings-file.ts";
import { plainTextOf, whyNoPrompt } from "./text-file.ts";

/**
 * Which rules a template is read by: those of the first policies (`assets/v1`, `identity/v1`), which know prompts below `prompts/` and
 * skills, or the present ones.
 */
export type TemplateForm = "first" | "present";

/** Everything that a template gives the agents that are made from it, and everything that is wrong with it. */
export interface TemplateContents {
  readonly config: TemplateConfig;
  readonly prompt: TemplatePrompt;
  /** Files by skill, relative to the skill's own directory. */
  readonly skills: ReadonlyMap<string, FileTree>;
  /** MCP servers as the agent client takes them, by name. */
  readonly servers: ReadonlyMap<string, ClientServer>;
  /** Settings of the agent client by their paths, such as `permissions.allow`. */
  readonly settings: ReadonlyMap<string, unknown>;
  /** Markdown files that the agent client reads, by path: `agents/NAME.md`, `commands/NAME.md`, `output-styles/NAME.md`. */
  readonly files: ReadonlyMap<string, string>;
  /** Of all files, in the order of the files above. */
  readonly problems: readonly TemplateProblem[];
}

/** Directories of a template whose Markdown files the agent client reads. */
export const clientFolders = ["agents/", "commands/", "output-styles/"] as const;

const skillDirectory = "agent-skills/";
const [serversFile, settingsFile] = ["mcp_servers.yaml", "settings.json"];

/**
 * Reads a template: the one place that knows what its files mean. Fetch, bake, gate, sync and validation all see the same
 * prompt, skills, servers and problems. Pure over the tree; nothing is thrown for what a template's author wrote, except by
 * the first form.
 * @param owner the template's directory or source, for messages
 * @throws {IdentikitError} in the first form, `DOCUMENT_INVALID` for a prompt that is not UTF-8
 */
export function readContents(
  tree: FileTree,
  owner: string,
  form: TemplateForm = "present",
): TemplateContents {
  const skills = skillsOf(tree);
  if (form === "first") return { ...nothing, prompt: readFirstPrompt(tree, owner), skills };
  const config = documentOf(tree, configFile, parseYaml);
  const checked = config.document ? checkConfig(config.document) : { config: {}, problems: [] };
  const { prompt, problems } = readPrompt(tree, config.document);
  const servers = documentOf(tree, serversFile, parseYaml);
  const read = servers.document ? checkServers(servers.document) : { servers: new Map(), problems: [] };
  const settings = documentOf(tree, settingsFile, parseJson);
  const set = settings.document ? checkSettings(settings.document) : { settings: new Map(), problems: [] };
  const files = clientFilesOf(tree);
  return {
    config: checked.config,
    prompt,
    skills,
    servers: read.servers,
    settings: set.settings,
    files: files.files,
    problems: [
      ...[config, checked, { problems }, servers, read, settings, set, files].flatMap(
        (each) => each.problems,
      ),
    ],
  };
}

const nothing = {
  config: {},
  servers: new Map(),
  settings: new Map(),
  files: new Map(),
  problems: [],
} as const;

/** Files below `prompts/` that are no part of a prompt, in byte order: they are neither delivered nor baked. */
export function strayPrompts(tree: FileTree, declared: ReadonlySet<string>): string[] {
  return [...tree]
    .filter(
      (file) =>
        file.path.startsWith("prompts/") && !declared.has(file.path) && whyNoPrompt(file) !== undefined,
    )
    .map(({ path }) => path);
}

function documentOf(
  tree: FileTree,
  file: string,
  parse: (text: string, name: string) => SourceDocument,
): { readonly document?: SourceDocument } & Pick<ProblemList, "problems"> {
  const found = tree.get(file);
  if (!found) return { problems: [] };
  const list = new ProblemList();
  const text = plainTextOf(found.bytes);
  const invalid = (problem: string, line?: number) => {
    list.of(
      file,
      { code: "TEMPLATE_FILE_INVALID", severity: "error", problem, remedy: "Fix the file in the template." },
      line,
    );
    return { problems: list.problems };
  };
  if (text === undefined) return invalid("is not UTF-8 text");
  try {
    return { document: parse(text, file), problems: [] };
  } catch (caught) {
    if (!(caught instanceof IdentikitError)) throw caught;
    const tab = text.split("\n").findIndex((line) => /^ *\t/.test(line));
    const said = caught.message.replace(/^[^:]+:\d+: /, "");
    const why = file.endsWith(".yaml") && tab !== -1 ? "a tab indents a line; YAML takes spaces only" : said;
    return invalid(why, why === said ? caught.location?.line : tab + 1);
  }
}

function skillsOf(tree: FileTree): Map<string, FileTree> {
  const all = tree.subtree(skillDirectory.slice(0, -1));
  const names = new Set(
    [...all].filter(({ path }) => path.includes("/")).map(({ path }) => certain(path.split("/")[0])),
  );
  return new Map([...names].map((name) => [name, all.subtree(name)]));
}

function clientFilesOf(
  tree: FileTree,
): { readonly files: ReadonlyMap<string, string> } & Pick<ProblemList, "problems"> {
  const list = new ProblemList();
  const files = new Map<string, string>();
  for (const { path, bytes } of tree) {
    if (!clientFolders.some((folder) => path.startsWith(folder)) || !path.endsWith(".md")) continue;
    const text = plainTextOf(bytes);
    if (text !== undefined) files.set(path, text);
    else
      list.of(path, {
        code: "TEMPLATE_FILE_INVALID",
        severity: "error",
        problem: "is not UTF-8 text",
        remedy: "Save the file as UTF-8 text.",
      });
  }
  return { files, problems: list.problems };
}
