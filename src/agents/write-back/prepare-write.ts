import type { AskedRequest } from "../outbox/asked-request.ts";
import { outgoingText, outgoingTitle } from "./outgoing-text.ts";
import { prepareReview } from "./prepare-review.ts";
import { type Asked, ofItself, type PreparedRequest, type WriteRequest } from "./prepared-request.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { WriteScene } from "./write-scene.ts";
import { agentBranch, intoBranch, numbered, writeRefused } from "./write-targets.ts";

/** Statuses of agents are below this: none of them can stand in for a check that is required. */
const statusFolder = "agent/";

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

function prepareLabel({ number, add = [], remove = [] }: Asked<"label">, scene: WriteScene) {
  const target = numbered(number, scene);
  if ("code" in target) return target;
  const labels = {
    add: [...new Set(add)],
    remove: [...new Set(remove)].filter((label) => !add.includes(label)),
  };
  const named = [...labels.add, ...labels.remove];
  if (named.length === 0) return writeRefused("WRITE_BACK_NOTHING", "it names no label");
  const unseen = named.find((label) => outgoingTitle(label) !== label || label.includes(","));
  if (unseen !== undefined)
    return writeRefused(
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
  if (head === undefined) return writeRefused("WRITE_BACK_TARGET", "the run is about no commit");
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
    return writeRefused("WRITE_BACK_NOTHING", "the attempt changed no file");
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
  if (head === undefined) return writeRefused("WRITE_BACK_TARGET", `the branch ${into} is not there`);
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
  if (workflowRun === undefined) return writeRefused("WRITE_BACK_TARGET", "the run is about no CI run");
  const mayOthers = policy.find(({ action }) => action === "rerun")?.otherTargets === true;
  if (workflowRun !== own && !mayOthers)
    return writeRefused(
      "WRITE_BACK_TARGET",
      `the run is not about the CI run ${JSON.stringify(workflowRun)}`,
    );
  const job = request.job ?? (workflowRun === own ? spec.sourceRefs.job : undefined);
  const isNumber = /^[1-9][0-9]{0,18}$/;
  const attempt = heads.get(`run ${workflowRun}`);
  if (!isNumber.test(workflowRun) || attempt === undefined)
    return writeRefused("WRITE_BACK_TARGET", `the CI run ${JSON.stringify(workflowRun)} could not be found`);
  // A job is known by its name in some events, and only by its number to the forges.
  const named = job !== undefined && isNumber.test(job) ? { job } : {};
  if (request.job !== undefined && !("job" in named))
    return writeRefused(
      "WRITE_BACK_TARGET",
      `a job is named by its number, not ${JSON.stringify(request.job)}`,
    );
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
    return writeRefused("WRITE_BACK_TARGET", "the run was given no memory that it could propose changes of");
  const { proposal, repository, branch: into, problems } = memory;
  if (problems.length > 0)
    return writeRefused(
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
