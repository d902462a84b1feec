import { IdentikitError } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/** Runtimes that have no template: for them there is nothing to deliver, and that is no error. */
export const templatelessRuntimes: readonly string[] = ["external", "kimi", "kimi-cli", "mock"];

/** Which template an agent's identity comes from. */
export type TemplateChoice =
  | { readonly kind: "template"; readonly entry: ManifestEntry }
  | { readonly kind: "none"; readonly runtime: string };

/**
 * The template of a workspace. A template that was named beats the runtime's; a runtime is served by the entry
 * whose `runtime` key, or else whose name, it is, with and without the suffix `-default`.
 * @throws {IdentikitError} `TEMPLATE_UNKNOWN` where there is none, or where two entries serve the runtime
 */
export function chooseTemplate(
  manifest: Manifest,
  wanted: { readonly template?: string; readonly runtime: string },
): TemplateChoice {
  if (wanted.template !== undefined)
    return { kind: "template", entry: templateNamed(manifest, wanted.template) };
  const { runtime } = wanted;
  if (templatelessRuntimes.includes(runtime)) return { kind: "none", runtime };
  const serving = manifest.workspaceTemplates.filter((entry) => served(entry) === withoutSuffix(runtime));
  const [entry, other] = serving;
  if (!entry)
    throw unknown(
      manifest,
      `no template serves the runtime`,
      runtime,
      manifest.workspaceTemplates.map(served),
    );
  if (other) throw ambiguous(manifest, runtime, serving);
  return { kind: "template", entry };
}

/**
 * The workspace template of that name.
 * @throws {IdentikitError} `TEMPLATE_UNKNOWN` with the nearest name
 */
export function templateNamed(manifest: Manifest, name: string): ManifestEntry {
  const entry = manifest.workspaceTemplates.find((candidate) => candidate.name === name);
  if (entry) return entry;
  throw unknown(
    manifest,
    "no workspace template is named",
    name,
    manifest.workspaceTemplates.map((each) => each.name),
  );
}

function served(entry: ManifestEntry): string {
  return withoutSuffix(entry.runtime ?? entry.name);
}

function withoutSuffix(name: string): string {
  return name.replace(/-default$/, "");
}

function unknown(manifest: Manifest, problem: string, word: string, known: string[]): IdentikitError {
  const meant = suggestion(word, known);
  return new IdentikitError(
    "TEMPLATE_UNKNOWN",
    `${manifest.file}: ${problem} ${JSON.stringify(word)}${meant}`,
    {
      remedy: known.length > 0 ? `There are: ${known.join(", ")}.` : "Add an entry to workspace_templates.",
      location: { file: manifest.file },
    },
  );
}

function ambiguous(manifest: Manifest, runtime: string, serving: readonly ManifestEntry[]): IdentikitError {
  const names = serving.map((entry) => JSON.stringify(entry.name)).join(" and ");
  const line = serving[1]?.line;
  return new IdentikitError(
    "TEMPLATE_UNKNOWN",
    `${manifest.file}: the runtime ${JSON.stringify(runtime)} is served by ${names}`,
    {
      remedy: "Name the template itself, or leave the runtime to one of them.",
      location: { file: manifest.file, ...(line === undefined ? {} : { line }) },
    },
  );
}
