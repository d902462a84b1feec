import { cameToCommit, commitProofs } from "../../agents/proof/commit-proofs.ts";
import { contentProofs } from "../../agents/proof/content-proofs.ts";
import type { RunEvidence } from "../../agents/proof/run-evidence.ts";
import type { Draft } from "../graph/draft.ts";
import { proofVerdict } from "./proof-verdict.ts";
import type { RunArea } from "./run-area.ts";

/** What a run made, and the commits that came of it. */
export function addMade(
  draft: Draft,
  area: Pick<RunArea, "database" | "commits" | "signal">,
  evidence: RunEvidence,
  run: string,
): void {
  for (const artifact of evidence.artifacts) {
    const { kind, digest } = artifact.spec;
    const to = draft.node("artifact", artifact.metadata.name, { kind, digest }, [digest]);
    draft.claim({
      from: run,
      to,
      says: "made",
      restsOn: "the record of the artifact",
      verifiedBy: "the content was read, and its digest worked out again",
      verify: async () =>
        proofVerdict(await contentProofs(area.database, { ...evidence, artifacts: [artifact] })),
    });
  }
  for (const approval of evidence.approvals) {
    if (!cameToCommit(approval)) continue;
    const { artifact, action, targetHead } = approval.spec;
    const to = draft.node("written", approval.metadata.name, { action, "target head": targetHead });
    draft.claim({
      from: artifact === undefined ? run : draft.node("artifact", artifact),
      to,
      says: "written back as",
      restsOn: "the approval and what was sent",
      verifiedBy: area.commits
        ? "the branch was read from the forge, and its patch compared"
        : "the forge was not asked",
      verify: async () => {
        const proofs = await commitProofs(area, { ...evidence, approvals: [approval] }, area.signal);
        return proofVerdict(proofs);
      },
    });
  }
}
