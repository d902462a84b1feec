import { fieldsOf } from "../../fault/thrown.ts";
import { phaseOf } from "../approvals/approval-state.ts";
import { proven, type RunProof } from "./proof.ts";
import type { RunEvidence } from "./run-evidence.ts";

/** What was done with an approval was decided by as many as it takes, about just that artifact. */
export function decisionProofs({ approvals, artifacts, lines }: RunEvidence): readonly RunProof[] {
  return approvals.flatMap((approval) => {
    const { metadata, spec, status } = approval;
    const phase = phaseOf(approval);
    const subject = `approval ${metadata.name}`;
    const artifact = artifacts.find((one) => one.metadata.name === spec.artifact);
    const proofs: RunProof[] = [];
    if (spec.artifact !== undefined)
      proofs.push(
        proven(
          `${subject}: artifact`,
          artifact?.spec.digest === spec.artifactDigest,
          spec.artifactDigest,
          `it is about ${spec.artifactDigest}, and ${spec.artifact} is ${artifact?.spec.digest ?? "not there"}`,
        ),
      );
    if (!["Approved", "Applied", "ApplyFailed"].includes(phase)) return proofs;
    const by = new Set(
      (status.decisions ?? []).filter(({ verdict }) => verdict === "approve").map((one) => one.by.name),
    );
    const isRejected = (status.decisions ?? []).some(({ verdict }) => verdict === "reject");
    const first = lines.find(({ record }) => record === `${approval.kind}/${metadata.name}`);
    const isByPolicy = first !== undefined && fieldsOf(JSON.parse(first.entry)).phase === "Approved";
    return [
      ...proofs,
      proven(
        subject,
        isByPolicy || (!isRejected && by.size >= spec.needed),
        isByPolicy ? `${phase}, by the policy of its stack and rule` : `${phase}, by ${[...by].join(", ")}`,
        `${phase} with ${by.size} of ${spec.needed} decisions${isRejected ? ", and a rejection" : ""}`,
      ),
    ];
  });
}
