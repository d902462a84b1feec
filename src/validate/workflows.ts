import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentPath, Place, SourceDocument } from "../document/document.ts";
import { readText } from "../document/text.ts";
import { aliasProblem, examineYaml } from "../document/yaml.ts";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import { isRecord } from "../fault/thrown.ts";
import { actionUse, isSameName, type KnownAction } from "./action-uses.ts";
import type { Findings, Said } from "./findings.ts";
import { type StepReference, stepReferences } from "./step-references.ts";

/** Where the hosts look for workflows. */
const directories = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"];

/** More than any repository has; what is beyond is not read. */
const mostWorkflows = 500;

/**
 * Checks the workflows of a checkout as far as they use Identikit: actions that it does not have, inputs that an action does not take,
 * inputs that it needs, and outputs that a step does not give. A workflow without our actions is not looked at.
 * @param root absolute
 */
export function checkWorkflows(root: string, findings: Findings): void {
  for (const directory of directories)
    for (const name of workflowsIn(join(root, directory))) {
      const file = `${directory}/${name}`;
      try {
        checkWorkflow(readText(join(root, file), file), file, findings);
      } catch (caught) {
        findings.fault(asFault(caught), file);
      }
    }
}

/** Names of the workflow files of a directory, in byte order. */
function workflowsIn(directory: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
  return files
    .map(({ name }) => name)
    .sort()
    .slice(0, mostWorkflows);
}

function checkWorkflow(text: string, file: string, findings: Findings): void {
  if (!text.includes("identikit/actions/")) return;
  const { document, problems } = examineYaml(text, file);
  for (const { problem, remedy, ...place } of problems) {
    // Hosts follow them, so the workflow is right as it stands.
    if (problem === aliasProblem) findings.at(file, place, notFollowed);
    else findings.at(file, place, { code: "DOCUMENT_INVALID", problem, remedy });
  }
  if (!document || !isRecord(document.value) || !isRecord(document.value.jobs)) return;
  for (const [name, job] of Object.entries(document.value.jobs))
    if (isRecord(job)) checkJob({ document, text, job, path: ["jobs", name] }, findings);
}

const notFollowed: Said = {
  code: "WORKFLOW_INVALID",
  severity: "warning",
  problem: "the workflow has aliases, which are not followed: its use of Identikit is not checked",
  remedy: "Write the value out if you want it to be checked.",
};

interface Job {
  readonly document: SourceDocument;
  readonly text: string;
  readonly job: Readonly<Record<string, unknown>>;
  readonly path: DocumentPath;
}

function checkJob({ document, text, job, path }: Job, findings: Findings): void {
  const steps = Array.isArray(job.steps) ? job.steps : [];
  const byId = new Map<string, KnownAction | "other">();
  let isOurs = false;
  for (const [at, step] of steps.entries()) {
    if (!isRecord(step)) continue;
    const place = [...path, "steps", at];
    const use = actionUse(step.uses);
    isOurs ||= use !== undefined;
    if (use?.kind === "unknown") {
      const remedy = "Fix the action's name, or run validate of the version that has it.";
      const at = document.placeOf([...place, "uses"], "value");
      findings.at(document.file, at, { code: "WORKFLOW_INVALID", problem: use.problem, remedy });
    }
    if (use?.kind === "known") checkInputs(document, place, step.with, use.action, findings);
    if (typeof step.id === "string")
      byId.set(step.id.toLowerCase(), use?.kind === "known" ? use.action : "other");
  }
  if (!isOurs) return;
  let last: { readonly path: DocumentPath; readonly end: number } | undefined;
  for (const reference of stepReferences(job, path)) {
    const place = placeIn(text, document, reference, reference.path === last?.path ? last.end : 0);
    last = { path: reference.path, end: place.end };
    const said = mistakeOf(reference, byId);
    if (said) findings.at(document.file, place, said);
  }
}

function checkInputs(
  document: SourceDocument,
  step: DocumentPath,
  given: unknown,
  action: KnownAction,
  findings: Findings,
): void {
  const inputs = isRecord(given) ? given : {};
  const allowed = action.inputs.join(", ");
  for (const name of Object.keys(inputs)) {
    if (action.inputs.some((input) => isSameName(input, name))) continue;
    const said = {
      code: "WORKFLOW_INVALID",
      problem: `the action ${action.name} has no input ${JSON.stringify(name)}${suggestion(name, action.inputs)}`,
      remedy: "Rename or remove it: a runner passes over an input that an action does not have.",
      expected: allowed,
    } as const;
    findings.at(document.file, document.placeOf([...step, "with", name], "key"), said);
  }
  const isGiven = (input: string) =>
    Object.entries(inputs).some(([name, value]) => isSameName(name, input) && value !== "" && value !== null);
  for (const input of action.required.filter((one) => !isGiven(one))) {
    const problem = `the action ${action.name} needs the input ${JSON.stringify(input)}`;
    const remedy = `Add \`${input}\` to \`with\` of this step.`;
    findings.at(document.file, document.placeOf([...step, "uses"], "key"), {
      code: "WORKFLOW_INVALID",
      problem,
      remedy,
      expected: input,
    });
  }
}

function mistakeOf(
  { step, output }: StepReference,
  byId: ReadonlyMap<string, KnownAction | "other">,
): Said | undefined {
  const action = byId.get(step.toLowerCase());
  if (action === undefined) {
    const problem = `no step of this job has the id ${JSON.stringify(step)}${suggestion(step, byId.keys())}`;
    const remedy = "Fix the id here, or give it to the step that is meant: what no step gives is empty.";
    return { code: "WORKFLOW_INVALID", problem, remedy, expected: [...byId.keys()].join(", ") || null };
  }
  if (action === "other" || action.isOpen) return undefined;
  if (action.outputs.some((name) => isSameName(name, output))) return undefined;
  const said = suggestion(output, action.outputs);
  return {
    code: "WORKFLOW_INVALID",
    problem: `the action ${action.name} has no output ${JSON.stringify(output)}${said}`,
    remedy: "Fix the name: an output that an action does not give is empty.",
    expected: action.outputs.join(", "),
  };
}

/** Where a reference stands: the text below its key is searched for it, from where the last one stood. */
function placeIn(
  text: string,
  document: SourceDocument,
  { path, written }: StepReference,
  from: number,
): Place & { readonly end: number } {
  const start = document.placeOf(path, "value");
  const lines = text.split("\n");
  const offset = lines.slice(0, start.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const at = text.indexOf(written, Math.max(from, offset + start.column - 1));
  if (at === -1) return { ...start, end: from };
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return { line, column: at - before.lastIndexOf("\n"), end: at + written.length };
}
