import type { z } from "zod";
import type { GivenApproval, RunRequest } from "../admission/decision/admission-request.ts";
import type { HostFacts } from "../kinds/actor.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { startApprovalsOf } from "./run-approvals.ts";
import type { DispatchRun } from "./run-status.ts";

type RunSpec = z.input<typeof agentDispatchRun.spec>;

/** The question to admission about a run. */
export function runRequest(
  organization: string,
  name: string,
  spec: RunSpec,
  purpose: RunRequest["purpose"],
): RunRequest {
  const { requestedBy, host, repository, sourceRefs, source, agentStack, taskKind, triggerRule, chainDepth } =
    spec;
  return {
    purpose,
    organization,
    actor: requestedBy ?? { kind: "System", name: "unknown" },
    host,
    repository,
    ref: sourceRefs.ref,
    source: source ?? "manual",
    stack: agentStack,
    taskKind,
    rule: triggerRule,
    run: name,
    chainDepth,
  };
}

/**
 * The question about a stored run, with what the host says now of who asked for it and of who approved it.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function currentRequest(
  services: Pick<DispatchServices, "host" | "repositories" | "store">,
  run: DispatchRun,
  purpose: "dispatch" | "launch",
  signal: AbortSignal,
): Promise<RunRequest> {
  const { namespace, name } = run.metadata;
  return {
    ...runRequest(namespace, name, run.spec, purpose),
    host: await currentFacts(services, run.spec, signal),
    approvals: await givenApprovals(services, run, signal),
    dispatched: run.status.admission,
  };
}

/** What the host says now of a run and of who asked for it. */
export async function currentFacts(
  { host, repositories }: Pick<DispatchServices, "host" | "repositories">,
  {
    requestedBy,
    repository,
    sourceRefs,
    host: before,
  }: Pick<RunSpec, "requestedBy" | "repository" | "sourceRefs" | "host">,
  signal: AbortSignal,
): Promise<HostFacts> {
  const { ref, pullRequest, head, base } = sourceRefs;
  if (requestedBy?.kind === "User") {
    const actor = requestedBy.name;
    const facts = await host.factsOf({ repository, actor, ref, pullRequest, head, base }, signal);
    // What once counted as a fork's or a bot's stays that, also where only the event said so.
    const isBot = facts.isBot === true || before?.isBot === true;
    return { ...facts, isFork: facts.isFork || before?.isFork === true, ...(isBot ? { isBot } : {}) };
  }
  const place = await repositories.placeOf({ repository, ref }, signal);
  return {
    host: place.host,
    serverUrl: place.serverUrl,
    // Nobody on the forge: what the repository declares asks for it.
    actor: requestedBy?.name ?? "unknown",
    permission: "none",
    isFork: false,
    isProtectedRef: place.isProtected,
  };
}

async function givenApprovals(
  { store, host }: Pick<DispatchServices, "host" | "store">,
  run: DispatchRun,
  signal: AbortSignal,
): Promise<GivenApproval[]> {
  const approvals = await store.read((reader) => startApprovalsOf(reader, run));
  const given: GivenApproval[] = [];
  for (const { spec, status } of approvals) {
    if (spec.action !== "dispatch" || (status.phase !== "Approved" && status.phase !== "Applied")) continue;
    for (const { by, verdict } of status.decisions ?? []) {
      if (verdict !== "approve") continue;
      const facts = await host.factsOf({ repository: run.spec.repository, actor: by.name }, signal);
      given.push({ by, host: facts, digest: spec.artifactDigest });
    }
  }
  return given;
}
