import { existsSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../document/text.ts";
import { asFault } from "../fault/error.ts";
import type { AcceptedSecrets } from "../template/accepted-secrets.ts";
import { readContents, type TemplateContents } from "../template/contents/contents.ts";
import { promptText } from "../template/contents/prompt.ts";
import { configFile, declaredPaths, declaredPrompts } from "../template/contents/prompt-files.ts";
import type { Policy } from "../template/policy.ts";
import { findSecrets } from "../template/secret-scan.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { Findings } from "./findings.ts";
import type { Limits } from "./limits.ts";
import { noteForm } from "./read-document.ts";
import { checkSkills } from "./skills.ts";
import { type TemplateLocation, templateFiles } from "./template-files.ts";

/** What a template is held to. */
export interface TemplateRules {
  readonly policy: Policy;
  readonly limits: Limits;
  /** Values that were looked at and are no credentials, and the template's name in the manifest. */
  readonly accepted?: { readonly list: AcceptedSecrets; readonly template: string };
}

/**
 * Checks everything that a template's directory holds, as a fetch, a bake and a render read it.
 * @returns the names of its skills
 */
export async function checkTemplate(
  place: TemplateLocation,
  { policy, limits, accepted }: TemplateRules,
  findings: Findings,
): Promise<readonly string[]> {
  const files = templateFiles(place, settledPolicy(place, policy, findings), limits, findings);
  const tree = treeOf(files.assets);
  for (const file of [configFile, "mcp_servers.yaml", "settings.json"])
    noteForm(place.root, place.prefix + file, findings);
  const contents = readContents(tree, place.prefix);
  noteProblems(place, contents, files.paths, findings);
  notePrompts(place, contents, findings);
  noteLongPrompt(place, contents, limits, findings);
  checkSkills(place, files, limits, findings);
  const template = accepted?.template;
  for (const { path, line, kind, fingerprint } of await findSecrets(tree, template)) {
    if (accepted?.list.accepts({ template, path, rule: kind, fingerprint })) continue;
    const problem = `this looks like a credential (${kind})`;
    const remedy =
      "Revoke it, take it out of the template's history, and name a secret of the config database instead.";
    findings.at(place.prefix + path, { line }, { code: "SECRET_IN_ASSET", problem, remedy });
  }
  return [...contents.skills.keys()];
}

/** The policy with the files that `config.yaml` names, where it lets it name any. */
function settledPolicy({ root, prefix }: TemplateLocation, policy: Policy, findings: Findings): Policy {
  const file = prefix + configFile;
  if (!policy.promptFiles || !existsSync(join(root, file))) return policy;
  try {
    const declared = declaredPrompts(readText(join(root, file), file));
    return policy.including(declaredPaths(declared, prefix).filter((path) => !policy.admits(path)));
  } catch (caught) {
    const fault = asFault(caught);
    // What is wrong with the form of the file is told with the rest of it.
    if (fault.code === "AGENT_OWNED" || fault.code === "PATH_UNSAFE")
      findings.fault(fault, file, fault.location ?? {});
    return policy;
  }
}

/** Two paths that are one on some file system were noted when the files were gone through. */
function treeOf(assets: ReadonlyMap<string, Buffer>): FileTree {
  return FileTree.of(
    [...assets].map(([path, bytes]) => ({ path, bytes })),
    "the template",
  );
}

function noteProblems(
  { prefix }: TemplateLocation,
  { problems }: TemplateContents,
  paths: readonly string[],
  findings: Findings,
): void {
  for (const { code, severity, file, line, column, key, problem, allowed, nearest, remedy } of problems) {
    // Told by the form of the file, all of it and with columns.
    if (code === "TEMPLATE_FILE_INVALID" && /\.(?:yaml|json)$/.test(file)) continue;
    // One that is there and was refused is told for that.
    if (code === "PROMPT_FILE_MISSING" && paths.some((path) => problem.startsWith(`"${path}"`))) continue;
    const subject = key === "" ? "" : `${key}: `;
    const meant = nearest === null ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
    const expected = allowed.length === 0 ? null : allowed.join(", ");
    const place = { line, ...(column === undefined ? {} : { column }) };
    findings.at(prefix + file, place, {
      code,
      severity,
      problem: subject + problem + meant,
      remedy,
      expected,
    });
  }
}

function noteLongPrompt(
  { prefix }: TemplateLocation,
  { prompt }: TemplateContents,
  { maxPromptLength }: Limits,
  findings: Findings,
): void {
  const length = promptText(prompt)?.length ?? 0;
  if (length <= maxPromptLength) return;
  const longest = prompt.parts.reduce((most, part) => (part.text.length > most.text.length ? part : most));
  const problem = `the prompt has ${length} characters, over the limit of ${maxPromptLength}`;
  const remedy = "Make it shorter, or raise limits.promptKiB in identikit.yaml.";
  findings.at(prefix + longest.path, {}, { code: "PROMPT_TOO_LONG", problem, remedy });
}

/** A template without a prompt is no error, and its author wants to know of it. */
function notePrompts(
  { prefix }: TemplateLocation,
  { prompt, problems }: TemplateContents,
  findings: Findings,
): void {
  if (prompt.parts.length > 0 || problems.some(({ code }) => code.startsWith("PROMPT_"))) return;
  const problem = "the template has no prompt: no prompt_files, no system-prompt.md, no text below prompts/";
  const remedy = "Write the prompt into prompts/NAME.md.";
  findings.at(prefix + configFile, {}, { code: "PROMPT_MISSING", severity: "warning", problem, remedy });
}
