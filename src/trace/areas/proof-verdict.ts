import type { RunProof } from "../../agents/proof/proof.ts";
import type { Verified } from "../graph/draft.ts";

/** What the proofs of a link come to: what differs counts first, then what nobody could look at. */
export function proofVerdict(proofs: readonly RunProof[]): Verified {
  const differs = proofs.find(({ state }) => state === "differs");
  const open = proofs.find(({ state }) => state === "unverified");
  const bad = differs ?? open;
  if (!bad) return { verdict: "holds", detail: `${proofs.length} of ${proofs.length} proofs hold` };
  return {
    verdict: differs ? "broken" : "unverified",
    code: differs ? "RUN_DIFFERS" : "RUN_UNPROVEN",
    detail: `${bad.subject}: ${bad.detail}`,
    remedy: "Run identikit runs verify on the run, which shows every proof.",
  };
}
