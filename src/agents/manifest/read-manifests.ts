import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { SourceDocument, SyntaxProblem } from "../../document/document.ts";
import { examineJson } from "../../document/json.ts";
import { readText } from "../../document/text.ts";
import { examineYamlStream } from "../../document/yaml.ts";
import { asFault, IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import { configKinds } from "../kinds/all-kinds.ts";
import { type Checked, type CheckOptions, examineResource } from "../resource/check-resource.ts";
import type { Declared } from "../resource/resource.ts";
import { checkReferences, checkTwice } from "./check-references.ts";
import { checkRights } from "./check-rights.ts";
import { checkRules } from "./check-rules.ts";
import { type AgentManifest, type ManifestProblem, type ManifestSet, problemAt } from "./manifest-set.ts";

/** Files of manifests below one folder, and objects in all of them; more is a mistake, not a configuration. */
const maxFiles = 10_000;
const maxObjects = 50_000;
/** Characters of one file of manifests. */
const maxCharacters = 4 * 1024 * 1024;

/** A file of manifests by its text. */
export interface ManifestText {
  /** What messages call it. */
  readonly file: string;
  readonly text: string;
}

export interface ManifestOptions extends CheckOptions {
  /** The organisation of objects that name none. */
  readonly namespace: string;
  /** Objects that are there without a manifest, and may be named. */
  readonly known?: readonly Pick<Declared, "kind" | "metadata">[];
  /** Roles and bindings may give rights beyond the organisation. Default false: whoever writes manifests of one organisation declares its rights, and no others. */
  readonly allOrganizations?: boolean;
}

/**
 * Reads what a repository declares in `agents/**`, or another folder of it: every `.yaml`, `.yml` and `.json` file below it. Links
 * are not followed.
 * @param root the repository's root, to which the names of files are relative
 * @returns nothing where there is no such folder
 */
export function readManifests(root: string, folder: string, options: ManifestOptions): ManifestSet {
  const { texts, problems } = manifestTexts(root, folder);
  const read = readManifestTexts(texts, options);
  return { manifests: read.manifests, problems: [...problems, ...read.problems] };
}

/** The texts of the files that {@link readManifests} reads, and what kept some of them from being read. */
export function manifestTexts(
  root: string,
  folder: string,
): { readonly texts: readonly ManifestText[]; readonly problems: readonly ManifestProblem[] } {
  const texts: ManifestText[] = [];
  const problems: ManifestProblem[] = [];
  for (const file of manifestFiles(root, folder)) {
    try {
      texts.push({ file, text: readText(join(root, file), file) });
    } catch (caught) {
      const { message, remedy } = asFault(caught);
      const problem = message.replace(`${file}: `, "");
      problems.push({ code: "FILE_UNREADABLE", file, line: 1, column: 1, problem, remedy });
    }
  }
  return { texts, problems };
}

/** Reads manifests from texts, checks each, and what they say of each other. */
export function readManifestTexts(texts: readonly ManifestText[], options: ManifestOptions): ManifestSet {
  const manifests: AgentManifest[] = [];
  const problems: ManifestProblem[] = [];
  for (const text of texts) {
    const read = readManifestText(text, options);
    manifests.push(...read.manifests);
    problems.push(...read.problems);
    if (manifests.length > maxObjects) throw tooMany(`more than ${maxObjects} objects`);
  }
  // What cannot be read may be what others name.
  const references =
    problems.length === 0 ? checkReferences(manifests, options.known) : checkTwice(manifests);
  const rights = options.allOrganizations ? [] : checkRights(manifests, options.namespace);
  return { manifests, problems: [...problems, ...references, ...checkRules(manifests), ...rights] };
}

function readManifestText({ file, text }: ManifestText, options: CheckOptions): ManifestSet {
  if (text.length > maxCharacters) throw tooMany(`${file} has more than ${maxCharacters} characters`);
  const readings = file.endsWith(".json") ? [examineJson(text, file)] : examineYamlStream(text, file);
  const problems: ManifestProblem[] = [];
  const manifests: AgentManifest[] = [];
  for (const reading of readings) {
    for (const problem of reading.problems) problems.push(syntaxProblem(file, problem));
    if (!reading.document || reading.problems.length > 0) continue;
    for (const document of itemsOf(reading.document)) {
      const examined = examineItem(document, options);
      if (Array.isArray(examined)) problems.push(...examined);
      else manifests.push({ ...examined, document });
    }
  }
  return { manifests, problems };
}

function examineItem(document: SourceDocument, options: CheckOptions): Checked | ManifestProblem[] {
  const result = examineResource(document.value, options);
  if ("mistakes" in result)
    return result.mistakes.map(({ path, part, problem, remedy, expected }) =>
      problemAt(document, path, { code: "RESOURCE_INVALID", problem, remedy, expected }, part),
    );
  const { kind } = result.checked;
  return kind.storage === "record" ? [recordProblem(document, kind.kind)] : result.checked;
}

function recordProblem(document: SourceDocument, kind: string): ManifestProblem {
  const problem = `${kind} is written by programs while agents work, and not declared`;
  return problemAt(document, ["kind"], {
    code: "RESOURCE_INVALID",
    problem,
    remedy: `Take it out. Kinds that are declared: ${configKinds.map((one) => one.kind).join(", ")}.`,
  });
}

function syntaxProblem(file: string, problem: SyntaxProblem): ManifestProblem {
  return { code: "DOCUMENT_INVALID", file, ...problem };
}

/** The objects of a `List`, as `kubectl get -o yaml` prints several; any other document is one object. */
function itemsOf(document: SourceDocument): readonly SourceDocument[] {
  const { value } = document;
  if (!isRecord(value) || value.kind !== "List" || !Array.isArray(value.items)) return [document];
  return value.items.map((item: unknown, index) => ({
    file: document.file,
    value: item,
    placeOf: (path, part) => document.placeOf(["items", index, ...path], part),
    lineOf: (path) => document.lineOf(["items", index, ...path]),
  }));
}

/** Names relative to the root, in the order of their bytes. */
function manifestFiles(root: string, folder: string): string[] {
  const files: string[] = [];
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of entriesOf(join(root, at))) {
      const name = `${at}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith(".")) open.push(name);
      else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) files.push(name);
    }
    if (files.length > maxFiles) throw tooMany(`more than ${maxFiles} files below ${folder}`);
  }
  return files.sort();
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    if (isRecord(cause) && (cause.code === "ENOENT" || cause.code === "ENOTDIR")) return [];
    throw new IdentikitError("FILE_UNREADABLE", `${directory} cannot be listed`, {
      remedy: "Make it readable.",
      cause,
    });
  }
}

function tooMany(what: string): IdentikitError {
  return new IdentikitError("RESOURCE_INVALID", `the manifests are too large: ${what}`, {
    remedy: "Split them, or remove what is not needed.",
  });
}
