import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { readAccessState } from "../snapshot/read-snapshot.ts";
import { objectMissing } from "../store/object-fault.ts";
import { type Approval, decidedPhase, phaseOf } from "./approval-state.ts";
import { type GivePorts, giveGrants, grantsOfApproval } from "./give-grants.ts";
import { type Approver, decisionRefusal } from "./may-decide.ts";

/** What somebody decides. */
export interface ApprovalVerdict extends Approver {
  readonly namespace: string;
  readonly name: string;
  /** Of what they looked at: `spec.artifactDigest` of the approval. */
  readonly digest: string;
  readonly verdict: "approve" | "reject";
  readonly comment?: string | undefined;
  readonly via: "console" | "command" | "comment";
  /** The generation of what they looked at; any if left out. */
  readonly expectedGeneration?: number | undefined;
}

export interface DecidePorts extends GivePorts {
  readonly store: ResourceStore;
}

/**
 * Decides an approval in somebody's name, and writes down that they asked for it: also where they may not.
 * @returns the approval afterwards; it is Pending still where more people are needed
 * @throws {IdentikitError} `NOT_FOUND`, `POLICY_DENIED`, `APPROVAL_CLOSED`, `APPROVAL_DIFFERS`, `CONFLICT`
 */
export async function decideApproval(ports: DecidePorts, verdict: ApprovalVerdict): Promise<Approval> {
  const time = ports.now().toISOString();
  // What a grant would have to say is read before: a wrong answer gives nothing, and is seen when admission looks again.
  const asked = await ports.store.read((reader) => reader.get(agentApproval, verdict));
  const grants = asked
    ? await grantsOfApproval(
        ports,
        { get: (kind, key) => ports.store.read((reader) => reader.get(kind, key)) },
        asked,
      )
    : [];
  const done = await ports.store.write(async (writer) => {
    const approval = await writer.hold(agentApproval, verdict);
    if (!approval) throw objectMissing(agentApproval, verdict);
    const fault = await faultOf(writer, ports, verdict, approval);
    const decided = fault ? approval : await decide(writer, verdict, approval, time);
    if (decided.status.phase === "Approved" && !fault) await giveGrants(writer, grants);
    await record(writer, verdict, decided, time, fault);
    return { decided, fault };
  });
  if (done.fault) throw done.fault;
  return done.decided;
}

async function decide(
  writer: ResourceWriter,
  { by, verdict, comment, via }: ApprovalVerdict,
  approval: Approval,
  time: string,
): Promise<Approval> {
  const said = comment === undefined ? {} : { comment: comment.slice(0, 10_000) };
  const decisions = [...(approval.status.decisions ?? []), { by, verdict, ...said, via, time }];
  const status = { ...approval.status, phase: decidedPhase(approval.spec, decisions), decisions };
  const { resourceVersion } = approval.metadata;
  return await writer.setStatus(agentApproval, approval.metadata, status, { resourceVersion });
}

async function faultOf(
  writer: ResourceWriter,
  { organizations, now }: DecidePorts,
  verdict: ApprovalVerdict,
  approval: Approval,
): Promise<IdentikitError | undefined> {
  const { namespace, name } = approval.metadata;
  const { spec, status } = approval;
  const run = await writer.get(agentDispatchRun, { namespace, name: spec.run });
  if (!run) return closed(approval, `the run ${spec.run} is gone`);
  const stack = await writer.get(agentStack, { namespace, name: run.spec.agentStack });
  const access = await readAccessState(writer, organizations);
  // First whether they may: who may not is told nothing else of it.
  const refusal = decisionRefusal(verdict, verdict.verdict, { approval, run, stack, access });
  if (refusal !== undefined)
    return new IdentikitError(
      "POLICY_DENIED",
      `${verdict.by.name} may not ${verdict.verdict} ${name}: ${refusal}`,
      {
        remedy: "Let somebody else decide who may; identikit access review shows what somebody may do.",
      },
    );
  const { generation } = approval.metadata;
  if (verdict.expectedGeneration !== undefined && verdict.expectedGeneration !== generation)
    return new IdentikitError(
      "CONFLICT",
      `${name} is at generation ${generation}, not ${verdict.expectedGeneration}`,
      {
        remedy: "Look at it again: it has changed meanwhile.",
      },
    );
  if (phaseOf(approval) !== "Pending") return closed(approval, `it is ${phaseOf(approval)}`);
  if (spec.expires !== undefined && Date.parse(spec.expires) <= now().getTime())
    return closed(approval, `its time ended at ${spec.expires}`);
  const before = status.decisions?.some(({ by }) => by.name.toLowerCase() === verdict.by.name.toLowerCase());
  if (before && verdict.verdict === "approve")
    return closed(approval, `${verdict.by.name} has approved it already`);
  if (verdict.digest === spec.artifactDigest) return undefined;
  return new IdentikitError(
    "APPROVAL_DIFFERS",
    `${name} is about ${spec.artifactDigest}, not ${verdict.digest}`,
    {
      remedy: `Look at it again: identikit get agentapprovals ${name} -o yaml.`,
    },
  );
}

function closed({ metadata: { name } }: Approval, why: string): IdentikitError {
  return new IdentikitError("APPROVAL_CLOSED", `${name} cannot be decided any more: ${why}`, {
    remedy: `See what became of it: identikit get agentapprovals ${name} -o yaml.`,
  });
}

/** One record for each time that somebody asked. */
async function record(
  writer: ResourceWriter,
  { by, verdict, digest, comment, via }: ApprovalVerdict,
  { metadata: { namespace, name }, status }: Approval,
  time: string,
  fault: IdentikitError | undefined,
): Promise<void> {
  const spec: z.input<typeof agentAction.spec> = {
    target: { kind: agentApproval.kind, name },
    action: verdict,
    actor: by,
    arguments: { digest, ...(comment === undefined ? {} : { comment }) },
    via,
    time,
  };
  const declared = {
    kind: agentAction.kind,
    metadata: { namespace, name: `a-${randomUUID()}` },
    spec: agentAction.spec.parse(spec),
  };
  await writer.create(
    agentAction,
    declared,
    fault
      ? { phase: "Denied", code: fault.code, message: fault.message.slice(0, 4000) }
      : { phase: "Done", result: `the approval is ${status.phase}` },
  );
}
