import { foldedName } from "../admission/folded-name.ts";
import type { WriteBackPolicy } from "../kinds/write-back.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import { matchesPathPattern } from "../triggers/glob.ts";
import { prepareWrite } from "./prepare-write.ts";
import type { PreparedRequest, WriteRequest } from "./prepared-request.ts";
import { steers } from "./steering-paths.ts";
import { isRefusal, type WriteRefusal } from "./write-back-codes.ts";
import type { WriteScene } from "./write-scene.ts";

/** A write that may be done, at once or when people have approved it. */
export interface PlannedWrite extends PreparedRequest {
  readonly kind: "Admitted" | "NeedsApproval";
  readonly asked: AskedRequest;
  /** Why a person is asked, or why none is. */
  readonly reasons: readonly string[];
  readonly risk: "low" | "medium" | "high";
  /** How many people have to approve. */
  readonly needed: number;
  /** Paths that say what agents or CI do: an escalation has to be approved as well. */
  readonly steering: readonly string[];
}

export type WritePlan =
  | PlannedWrite
  | ({ readonly kind: "Denied"; readonly asked: AskedRequest } & WriteRefusal);

/**
 * What becomes of the requests of an attempt, in their order: each is done as it is, waits for people, or is refused with the reason. What
 * people have to approve does not depend on what is in the way just now: conflicts and reviews hold up the write itself.
 */
export function planWriteBacks(requests: readonly AskedRequest[], scene: WriteScene): readonly WritePlan[] {
  const used = new Map(scene.used);
  return requests.flatMap((asked): readonly WritePlan[] => {
    const { request } = asked;
    if (request.type === "approval" || request.type === "runtime" || request.type === "file") return [];
    const plan = planOne(asked, request, scene, used.get(request.type) ?? 0);
    if (plan.kind !== "Denied") used.set(request.type, (used.get(request.type) ?? 0) + 1);
    return [plan];
  });
}

type Entry = WriteBackPolicy[number];

function planOne(asked: AskedRequest, request: WriteRequest, scene: WriteScene, used: number): WritePlan {
  const denied = (refusal: WriteRefusal) => ({ kind: "Denied" as const, asked, ...refusal });
  const entry = scene.policy.find(({ action }) => action === request.type);
  if (!entry)
    return denied({
      code: "WRITE_BACK_NOT_ALLOWED",
      reason: `the stack ${scene.run.spec.agentStack} and its rule do not both allow ${request.type}`,
    });
  if (used >= entry.limit)
    return denied({
      code: "WRITE_BACK_LIMIT",
      reason: `the run may ask for ${request.type} ${entry.limit} times, over all of its attempts`,
    });
  const isCommit = request.type === "branch" || request.type === "pull_request";
  if (isCommit && scene.isTampered)
    return denied({
      code: "WRITE_BACK_TAMPERED",
      reason: "the git store of its workspace was touched (STORE_TAMPERED)",
    });
  const secret = secretIn(asked, request, scene);
  if (secret !== undefined)
    return denied({ code: "WRITE_BACK_SECRET", reason: `what looks like a credential stands in ${secret}` });
  const prepared = prepareWrite(asked, request, scene);
  if (isRefusal(prepared)) return denied(prepared);
  const outside = outsideOf(entry, prepared, request);
  if (outside) return denied(outside);
  return { asked, ...prepared, ...approvalOf(entry, prepared, scene) };
}

/** A patch is part of what is sent for a branch and a pull request. */
function secretIn(asked: AskedRequest, { type }: WriteRequest, { secrets }: WriteScene): string | undefined {
  const hasPatch = type === "branch" || type === "pull_request";
  return secrets.get(asked.digest) ?? (hasPatch ? secrets.get("patch") : undefined);
}

/** What the policy's lists leave out. */
function outsideOf(
  { paths, labels }: Entry,
  prepared: PreparedRequest,
  request: WriteRequest,
): WriteRefusal | undefined {
  const path =
    paths && prepared.paths.find((one) => !paths.some((pattern) => matchesPathPattern(pattern, one)));
  if (path !== undefined)
    return {
      code: "WRITE_BACK_PATHS",
      reason: `it changes ${JSON.stringify(path)}, and may change ${paths?.join(", ")}`,
    };
  const named =
    request.type === "label"
      ? [...(request.add ?? []), ...(request.remove ?? [])]
      : request.type === "issue"
        ? (request.labels ?? [])
        : [];
  const allowed = labels?.map(foldedName);
  const label = allowed && named.find((one) => !allowed.includes(foldedName(one)));
  if (label === undefined) return undefined;
  return {
    code: "WRITE_BACK_LABELS",
    reason: `it names the label ${JSON.stringify(label)}, and may name ${labels?.join(", ")}`,
  };
}

function approvalOf(entry: Entry, { paths, write }: PreparedRequest, { tier, warnings, run }: WriteScene) {
  const steering = write.action === "memory_update" ? [] : paths.filter(steers);
  const isShared = paths.some((path) => entry.fourEyes?.some((pattern) => matchesPathPattern(pattern, path)));
  const needed = Math.max(entry.needed ?? 1, isShared ? 2 : 1);
  const why = [
    ...(tier === "trusted" ? [] : [`the work is ${tier}: a person approves every write-back`]),
    ...warnings,
    ...(steering.length > 0
      ? [`it changes what steers agents or CI: ${steering.slice(0, 20).join(", ")}`.slice(0, 1000)]
      : []),
    ...(isShared ? ["it changes paths of which the policy wants two people to approve a change"] : []),
    ...(needed > 1 && !isShared ? [`the policy wants ${needed} people to approve each ${entry.action}`] : []),
  ];
  const isFree = entry.approval === "never" && why.length === 0;
  const asks = `the stack ${run.spec.agentStack} or its rule wants a person to approve each ${entry.action}`;
  const free = `the stack ${run.spec.agentStack} and its rule allow ${entry.action} of trusted work without an approval`;
  return {
    kind: isFree ? ("Admitted" as const) : ("NeedsApproval" as const),
    reasons: isFree ? [free] : entry.approval === "never" ? why : [...why, asks],
    risk: riskOf(write.action, why.length > 0),
    needed,
    steering,
  };
}

const slight = new Set(["comment", "label", "status"]);

function riskOf(action: string, isUnusual: boolean): PlannedWrite["risk"] {
  if (isUnusual) return "high";
  return slight.has(action) ? "low" : "medium";
}
