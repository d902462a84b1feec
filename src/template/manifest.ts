import { z } from "zod";
import { checkDocument } from "../document/check.ts";
import { type DocumentPath, documentFault, type SourceDocument, showPath } from "../document/document.ts";
import { readJsonDocument } from "../document/json.ts";
import { unsafeReason } from "../tree/path.ts";

/** What a template's, plugin's or organisation's name looks like; it becomes a directory's name. */
export const namePattern: RegExp = /^[a-z0-9][a-z0-9._-]*$/;

const entrySchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(namePattern, "must be lower-case letters, digits, dots, dashes, underscores"),
  repo: z.string().min(1).max(2000).describe("`owner/repo`, a URL, or a path relative to the manifest."),
  ref: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe("A branch, tag or commit; left out, the default branch."),
  path: z
    .string()
    .min(1)
    .refine((path) => unsafeReason(path) === undefined, "must be a directory's path inside the repository")
    .optional()
    .describe("The directory in the repository where the template is; left out, its root."),
  runtime: z.string().regex(namePattern, "must be a runtime's name").optional(),
  private: z.boolean().optional(),
  provider: z
    .enum(["gitea", "github"])
    .optional()
    .describe("Which host an `owner/repo` is on, where several are configured."),
});

/** The form of `manifest.json`. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
  version: z.literal(1).optional(),
  _comment: z.union([z.string(), z.array(z.string())]).optional(),
  plugins: z.array(entrySchema).default([]),
  workspace_templates: z.array(entrySchema).default([]),
  org_templates: z.array(entrySchema).default([]),
});

/** One repository that the manifest names, with the line on which it stands. */
export type ManifestEntry = z.output<typeof entrySchema> & { readonly line: number };

/** `manifest.json` as a value. */
export interface Manifest {
  /** The file's name for messages. */
  readonly file: string;
  readonly plugins: readonly ManifestEntry[];
  readonly workspaceTemplates: readonly ManifestEntry[];
  readonly orgTemplates: readonly ManifestEntry[];
}

const sections = ["plugins", "workspace_templates", "org_templates"] as const;

/**
 * Reads the manifest each time; nothing is kept between calls.
 * @param name what messages call the file
 * @throws {IdentikitError} `MANIFEST_INVALID` naming key and line, also for two entries of one name in a section;
 * `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export function readManifest(file: string, name = "manifest.json"): Manifest {
  return parseManifest(readJsonDocument(file, { comments: "whole-line", name }));
}

/** {@link readManifest} of a document that was read already. */
export function parseManifest(document: SourceDocument): Manifest {
  const value = checkDocument(document, manifestSchema, "MANIFEST_INVALID");
  for (const section of sections) refuseDuplicates(document, section, value[section]);
  const entries = (section: (typeof sections)[number]): ManifestEntry[] =>
    value[section].map((entry, index) => ({ ...entry, line: document.lineOf([section, index]) }));
  return {
    file: document.file,
    plugins: entries("plugins"),
    workspaceTemplates: entries("workspace_templates"),
    orgTemplates: entries("org_templates"),
  };
}

function refuseDuplicates(
  document: SourceDocument,
  section: string,
  entries: readonly { readonly name: string }[],
): void {
  const first = new Map<string, number>();
  for (const [index, { name }] of entries.entries()) {
    const before = first.get(name);
    first.set(name, before ?? index);
    if (before === undefined) continue;
    const path: DocumentPath = [section, index, "name"];
    const at = { file: document.file, line: document.lineOf(path) };
    const other = document.lineOf([section, before, "name"]);
    const problem = `${showPath(path)}: ${JSON.stringify(name)} stands on line ${other} already`;
    throw documentFault("MANIFEST_INVALID", at, problem, "Give one of the two entries another name.");
  }
}
