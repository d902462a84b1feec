import { IdentikitError } from "../../fault/error.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { AskedRequest } from "../results/read-outbox.ts";
import type { ForgeTarget } from "../triggers/event-facts.ts";
import { safeRefName } from "../triggers/ref-names.ts";
import { outgoingText, outgoingTitle } from "./outgoing-text.ts";
import { type PreparedWrite, writeDigest } from "./prepared-write.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { WriteScene } from "./write-scene.ts";

/** A write, and what an approval of it says of it. */
export interface PreparedRequest {
  readonly write: PreparedWrite;
  readonly target: ForgeTarget;
  readonly targetHead?: string;
  readonly artifact?: string;
  /** Of the artifact that is written, else of the write itself. */
  readonly artifactDigest: string;
  readonly title: string;
  /** The paths that change. */
  readonly paths: readonly string[];
}

/** A request that something can be written back for. */
export type WriteRequest = Exclude<OutboxRequest, { readonly type: "approval" | "runtime" | "file" }>;
type Asked<Type extends WriteRequest["type"]> = Extract<WriteRequest, { readonly type: Type }>;

/** Branches of agents are below this: nobody's rules for other branches are met by them by chance. */
const branchFolder = "identikit/";
/** Statuses of agents are below this: none of them can stand in for a check that is required. */
const statusFolder = "agent/";

const refused = (code: WriteRefusal["code"], reason: string): WriteRefusal => ({ code, reason });

/**
 * What would be sent for a request, in its last form, or why nothing can be. Without a number it is about the issue or pull request that
 * the run is about. An agent's approval of a pull request is a comment: only people approve.
 */
export function prepareWrite(
  asked: AskedRequest,
  request: WriteRequest,
  scene: WriteScene,
): PreparedRequest | WriteRefusal {
  switch (request.type) {
    case "comment":
      return prepareComment(request, scene);
    case "review":
      return prepareReview(request, scene);
    case "label":
      return prepareLabel(request, scene);
    case "status":
      return prepareStatus(request, scene);
    case "issue":
      return prepareIssue(request, scene);
    case "branch":
    case "pull_request":
      return prepareCommit(request, scene);
    case "rerun":
      return prepareRerun(request, scene);
    case "memory_update":
      return prepareMemory(asked, request, scene);
  }
}

function prepareComment({ number, body }: Asked<"comment">, scene: WriteScene) {
  const target = numbered(number, scene);
  if ("code" in target) return target;
  const { repository } = scene.run.spec;
  const write = {
    action: "comment" as const,
    repository,
    number: Number(target.id),
    body: outgoingText(body),
  };
  return ofItself(write, target, `Comment on #${target.id}`);
}

function prepareReview(request: Asked<"review">, scene: WriteScene) {
  const target = numbered(request.number, scene);
  if ("code" in target) return target;
  const head = scene.heads.get(`pull_request ${target.id}`);
  if (head === undefined)
    return refused("WRITE_BACK_TARGET", `#${target.id} is no pull request that could be read`);
  const findings = (request.findings ?? []).map(
    ({ path, line, endLine, side, severity, message, suggestion }) => ({
      path,
      ...(line === undefined ? {} : { line }),
      ...(endLine === undefined ? {} : { endLine }),
      side,
      body: outgoingText(
        `**${severity}**: ${message}${suggestion === undefined ? "" : `\n\n${quotedSuggestion(suggestion)}`}`,
      ),
    }),
  );
  const verdict =
    request.decision === "request_changes" ? ("request_changes" as const) : ("comment" as const);
  const opinion = request.decision === "approve" ? "The agent has no objections.\n\n" : "";
  const body = outgoingText(`${opinion}${request.summary ?? ""}`.trim() || `${findings.length} findings.`);
  const { repository } = scene.run.spec;
  const number = Number(target.id);
  const write = { action: "review" as const, repository, number, head, verdict, body, findings };
  const pull = { ...target, kind: "pull_request" as const };
  return {
    ...ofItself(write, pull, `Review of #${target.id}: ${findings.length} findings`),
    targetHead: head,
  };
}

/** As text: a suggestion that a click would commit is for people to write. */
function quotedSuggestion(suggestion: string): string {
  const longest = Math.max(2, ...[...suggestion.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `Suggested:\n\n${fence}\n${suggestion}\n${fence}`;
}

function prepareLabel({ number, add = [], remove = [] }: Asked<"label">, scene: WriteScene) {
  const target = numbered(number, scene);
  if ("code" in target) return target;
  const labels = {
    add: [...new Set(add)],
    remove: [...new Set(remove)].filter((label) => !add.includes(label)),
  };
  const named = [...labels.add, ...labels.remove];
  if (named.length === 0) return refused("WRITE_BACK_NOTHING", "it names no label");
  const unseen = named.find((label) => outgoingTitle(label) !== label || label.includes(","));
  if (unseen !== undefined)
    return refused(
      "WRITE_BACK_LABELS",
      `the label ${JSON.stringify(unseen)} has characters that labels should not have`,
    );
  const write = {
    action: "label" as const,
    repository: scene.run.spec.repository,
    number: Number(target.id),
    ...labels,
  };
  const said = [...labels.add.map((label) => `+${label}`), ...labels.remove.map((label) => `-${label}`)];
  return ofItself(write, target, `Labels of #${target.id}: ${said.join(", ")}`);
}

function prepareStatus({ context, state, description = "" }: Asked<"status">, { run: { spec } }: WriteScene) {
  const { head } = spec.sourceRefs;
  if (head === undefined) return refused("WRITE_BACK_TARGET", "the run is about no commit");
  const name = outgoingTitle(context.startsWith(statusFolder) ? context : `${statusFolder}${context}`);
  const write = {
    ...{ action: "status" as const, repository: spec.repository, commit: head, context: name, state },
    description: description === "" ? "" : outgoingTitle(description).slice(0, 140),
  };
  return ofItself(write, { kind: "commit" as const, id: head }, `Status ${name}: ${state}`);
}

function prepareIssue({ title, body, labels = [] }: Asked<"issue">, { run: { spec } }: WriteScene) {
  const { repository } = spec;
  const shown = outgoingTitle(title);
  const write = { action: "issue" as const, repository, title: shown, body: outgoingText(body), labels };
  return ofItself(write, { kind: "repository" as const, id: repository }, `Issue: ${shown}`);
}

function prepareCommit(request: Asked<"branch"> | Asked<"pull_request">, scene: WriteScene) {
  const { run, patch, heads } = scene;
  if (!patch || patch.patch.changes.length === 0)
    return refused("WRITE_BACK_NOTHING", "the attempt changed no file");
  const named = request.type === "branch" ? request.name : request.branch;
  const branch = agentBranch(named, scene);
  if (typeof branch !== "string") return branch;
  const { repository } = run.spec;
  const common = { repository, branch, base: patch.patch.base, patch: patch.digest };
  const about = {
    ...{ artifact: patch.artifact, artifactDigest: patch.digest },
    paths: patch.patch.changes.map(({ path }) => path),
  };
  if (request.type === "branch") {
    const message = outgoingText(request.message ?? run.spec.title ?? `Changes of ${run.metadata.name}`);
    const write = { action: "branch" as const, ...common, message };
    return { ...about, write, target: { kind: "branch" as const, id: branch }, title: `Branch ${branch}` };
  }
  const into = intoBranch(request.base, scene);
  if (typeof into !== "string") return into;
  const head = heads.get(`branch ${into}`);
  if (head === undefined) return refused("WRITE_BACK_TARGET", `the branch ${into} is not there`);
  const title = outgoingTitle(request.title);
  const body = outgoingText(request.body);
  const texts = {
    title,
    body,
    message: outgoingText(`${title}\n\n${request.body}`.trim()),
    draft: request.draft ?? false,
  };
  const write = { action: "pull_request" as const, ...common, into, ...texts };
  const target = { kind: "branch" as const, id: into };
  return {
    ...about,
    write,
    target,
    targetHead: head,
    title: `Pull request into ${into}: ${title}`.slice(0, 300),
  };
}

function prepareRerun(request: Asked<"rerun">, { run: { spec }, policy, heads }: WriteScene) {
  const own = spec.sourceRefs.workflowRun;
  const workflowRun = request.workflowRun ?? own;
  if (workflowRun === undefined) return refused("WRITE_BACK_TARGET", "the run is about no CI run");
  const mayOthers = policy.find(({ action }) => action === "rerun")?.otherTargets === true;
  if (workflowRun !== own && !mayOthers)
    return refused("WRITE_BACK_TARGET", `the run is not about the CI run ${JSON.stringify(workflowRun)}`);
  const job = request.job ?? (workflowRun === own ? spec.sourceRefs.job : undefined);
  const isNumber = /^[1-9][0-9]{0,18}$/;
  const attempt = heads.get(`run ${workflowRun}`);
  if (!isNumber.test(workflowRun) || attempt === undefined)
    return refused("WRITE_BACK_TARGET", `the CI run ${JSON.stringify(workflowRun)} could not be found`);
  // A job is known by its name in some events, and only by its number to the forges.
  const named = job !== undefined && isNumber.test(job) ? { job } : {};
  if (request.job !== undefined && !("job" in named))
    return refused("WRITE_BACK_TARGET", `a job is named by its number, not ${JSON.stringify(request.job)}`);
  const write = {
    action: "rerun" as const,
    repository: spec.repository,
    workflowRun,
    ...named,
    attempt: Number(attempt),
  };
  return ofItself(write, { kind: "job" as const, id: workflowRun }, `Run CI ${workflowRun} again`);
}

function prepareMemory({ digest }: AskedRequest, request: Asked<"memory_update">, scene: WriteScene) {
  const memory = scene.memory.get(digest);
  if (!memory)
    return refused("WRITE_BACK_TARGET", "the run was given no memory that it could propose changes of");
  const { proposal, repository, branch: into, problems } = memory;
  if (problems.length > 0)
    return refused(
      "WRITE_BACK_INVALID",
      `the proposal is not well formed: ${problems.slice(0, 5).join("; ")}`,
    );
  const branch = agentBranch(`memory-${memory.digest.slice(7, 19)}`, scene);
  if (typeof branch !== "string") return branch;
  const title = outgoingTitle(request.title);
  const body = outgoingText(request.body ?? `Proposed by the run ${scene.run.metadata.name}.`);
  const write = {
    ...{ action: "memory_update" as const, repository, memory: proposal.repository, update: memory.artifact },
    ...{ branch, base: proposal.base, patch: memory.digest, message: outgoingText(title), into, title, body },
  };
  return {
    ...{ write, target: { kind: "repository" as const, id: repository }, artifact: memory.artifact },
    ...{
      artifactDigest: memory.digest,
      title: `Memory: ${title}`,
      paths: proposal.files.map(({ path }) => path),
    },
  };
}

/** What stands by itself is approved as what is sent. */
function ofItself(write: PreparedWrite, target: ForgeTarget, title: string): PreparedRequest {
  return { write, target, artifactDigest: writeDigest(write), title: title.slice(0, 300), paths: [] };
}

/** The issue or pull request of the run, or another one where the policy allows that. */
function numbered(
  number: number | undefined,
  { run: { spec }, policy }: WriteScene,
): ForgeTarget | WriteRefusal {
  const { pullRequest, issue } = spec.sourceRefs;
  const own = number ?? pullRequest ?? issue;
  if (own === undefined) return refused("WRITE_BACK_TARGET", "the run is about no issue and no pull request");
  const isOwn = own === pullRequest || own === issue;
  const mayOthers = policy.some(({ otherTargets }) => otherTargets === true);
  if (!isOwn && !mayOthers)
    return refused(
      "WRITE_BACK_TARGET",
      `the run is not about #${own}, and its policy allows no other target`,
    );
  return { kind: own === pullRequest ? "pull_request" : "issue", id: String(own) };
}

function agentBranch(named: string | undefined, { run, attempt }: WriteScene): string | WriteRefusal {
  const { number } = attempt.spec;
  const plain = named?.startsWith(branchFolder) ? named.slice(branchFolder.length) : named;
  const name = `${branchFolder}${plain ?? run.metadata.name}${number > 1 ? `-${number}` : ""}`;
  return safeBranch(name);
}

function intoBranch(named: string | undefined, { run: { spec }, policy }: WriteScene): string | WriteRefusal {
  const { ref, defaultBranch } = spec.sourceRefs;
  const own = /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] ?? defaultBranch;
  const into = named ?? own;
  if (into === undefined)
    return refused("WRITE_BACK_TARGET", "it names no branch to be merged into, and the run is about none");
  const mayOthers = policy.find(({ action }) => action === "pull_request")?.otherTargets === true;
  if (into !== own && !mayOthers)
    return refused(
      "WRITE_BACK_TARGET",
      `the run is about ${own ?? "no branch"}, and its policy allows no other target than that`,
    );
  return safeBranch(into);
}

function safeBranch(name: string): string | WriteRefusal {
  try {
    return safeRefName(name);
  } catch (caught) {
    if (caught instanceof IdentikitError) return refused("WRITE_BACK_REF", caught.message);
    throw caught;
  }
}
