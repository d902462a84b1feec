import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SourceDocument } from "../document/document.ts";
import { asFault } from "../fault/error.ts";
import { type Manifest, type ManifestEntry, manifestSchema } from "../template/manifest.ts";
import { isCommitId, refCandidates } from "../template/ref-name.ts";
import { parseLocation } from "../template/source-location.ts";
import type { Findings } from "./findings.ts";
import { recordsIn, textIn } from "./loose.ts";
import { readDocument } from "./read-document.ts";

const sections = ["plugins", "workspace_templates", "org_templates"] as const;

/** What the manifest names, as far as it can be told. */
export interface CheckedManifest {
  /** With the entries that have a name and a repository. */
  readonly manifest: Manifest;
  readonly document: SourceDocument;
  /** Templates whose files lie on this machine: the name, and their absolute directory. */
  readonly local: readonly { readonly name: string; readonly directory: string }[];
}

/** Checks the manifest: its form, names that stand twice, repositories that are not there, refs that no repository can have. */
export function validateManifest(
  root: string,
  file: string,
  findings: Findings,
): CheckedManifest | undefined {
  if (!existsSync(join(root, file))) {
    const remedy = 'Write {"workspace_templates": []} to begin with, or name the file in identikit.yaml.';
    findings.at(file, {}, { code: "SSOT_MISSING", problem: "the manifest is missing", remedy });
    return undefined;
  }
  const document = readDocument({ root, file, schema: manifestSchema, code: "MANIFEST_INVALID" }, findings);
  if (!document) return undefined;
  const local: { name: string; directory: string }[] = [];
  const entries = (section: (typeof sections)[number]): ManifestEntry[] => {
    const first = new Map<string, number>();
    return recordsIn(document.value, section).flatMap(([index, raw]) => {
      const entry = entryOf(document, [section, index], raw);
      if (!entry) return [];
      refuseTwice(document, [section, index, "name"], entry.name, first, findings);
      const directory = checkRepository(document, [section, index, "repo"], entry.repo, root, findings);
      if (entry.ref !== undefined) checkRef(document, [section, index, "ref"], entry.ref, findings);
      if (directory !== undefined && section === "workspace_templates")
        local.push({ name: entry.name, directory });
      return [entry];
    });
  };
  const [plugins, workspaceTemplates, orgTemplates] = [
    entries("plugins"),
    entries("workspace_templates"),
    entries("org_templates"),
  ];
  return { manifest: { file, plugins, workspaceTemplates, orgTemplates }, document, local };
}

/** An entry with what of it is text; `undefined` where name or repository is missing, which its form tells. */
function entryOf(
  document: SourceDocument,
  path: readonly [section: string, index: number],
  raw: Readonly<Record<string, unknown>>,
): ManifestEntry | undefined {
  const [name, repo, ref, runtime] = (["name", "repo", "ref", "runtime"] as const).map((key) =>
    textIn(raw, key),
  );
  if (name === undefined || repo === undefined) return undefined;
  const line = document.lineOf(path);
  return {
    name,
    repo,
    line,
    ...(ref === undefined ? {} : { ref }),
    ...(runtime === undefined ? {} : { runtime }),
  };
}

type NamePath = readonly [section: string, index: number, key: string];

function refuseTwice(
  document: SourceDocument,
  path: NamePath,
  name: string,
  first: Map<string, number>,
  findings: Findings,
): void {
  const before = first.get(name);
  first.set(name, before ?? path[1]);
  if (before === undefined) return;
  const line = document.lineOf([path[0], before, "name"]);
  const problem = `${JSON.stringify(name)} stands on line ${line} already`;
  const remedy = "Give one of the two entries another name.";
  findings.in(document, path, { code: "MANIFEST_INVALID", problem, remedy });
}

/** @returns the directory of a repository that is a path, where it is there */
function checkRepository(
  document: SourceDocument,
  path: NamePath,
  repo: string,
  root: string,
  findings: Findings,
): string | undefined {
  try {
    const location = parseLocation(repo, root);
    if (location.kind !== "path") return undefined;
    if (existsSync(location.path)) return location.path;
    const remedy = "Fix the path; it starts at the manifest's directory.";
    findings.in(document, path, { code: "SOURCE_NOT_FOUND", problem: `${repo} is not there`, remedy });
  } catch (caught) {
    const { code, message, remedy } = asFault(caught);
    findings.in(document, path, { code, problem: message, remedy });
  }
  return undefined;
}

function checkRef(document: SourceDocument, path: NamePath, ref: string, findings: Findings): void {
  try {
    if (!isCommitId(ref)) refCandidates(ref, "the repository");
  } catch (caught) {
    const { code, message, remedy } = asFault(caught);
    findings.in(document, path, { code, problem: message, remedy });
  }
}
