import { cameToCommit, commitProofs, contentProofs } from "./agents-with-config.js";
import { proofVerdict } from "./trace.js";
// src/trace/areas/run-results.ts
function addMade(draft, area, evidence, run) {
	for (const artifact of evidence.artifacts) {
		const { kind, digest } = artifact.spec;
		const to = draft.node("artifact", artifact.metadata.name, {
			kind,
			digest
		}, [digest]);
		draft.claim({
			from: run,
			to,
			says: "made",
			restsOn: "the record of the artifact",
			verifiedBy: "the content was read, and its digest worked out again",
			verify: async () => proofVerdict(await contentProofs(area.database, {
				...evidence,
				artifacts: [artifact]
			}))
		});
	}
	for (const approval of evidence.approvals) {
		if (!cameToCommit(approval)) continue;
		const { artifact, action, targetHead } = approval.spec;
		const to = draft.node("written", approval.metadata.name, {
			action,
			"target head": targetHead
		});
		draft.claim({
			from: artifact === void 0 ? run : draft.node("artifact", artifact),
			to,
			says: "written back as",
			restsOn: "the approval and what was sent",
			verifiedBy: area.commits ? "the branch was read from the forge, and its patch compared" : "the forge was not asked",
			verify: async () => {
				const proofs = await commitProofs(area, {
					...evidence,
					approvals: [approval]
				}, area.signal);
				return proofVerdict(proofs);
			}
		});
	}
}
export { addMade };
