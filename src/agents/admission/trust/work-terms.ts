import type { TrustTier } from "./trust-tier.ts";

/** What holds for work of a tier, whatever stack, tool profile and policies say. */
export interface WorkTerms {
  /** The weakest isolation that will do, where the tier asks for one of its own. */
  readonly isolation?: "container";
  /** How secrets may reach the agent. */
  readonly secretMounts: readonly ("env" | "file" | "proxy")[];
  /** Whether its workspace is used for nothing else: no reuse, no caches, a clone of its own. */
  readonly ownWorkspace: boolean;
  /** Whether policies may allow write-backs without a person's approval. */
  readonly unapprovedWriteBack: boolean;
  /** Whether who started the run may be let to approve it. */
  readonly selfApproval: boolean;
}

const everyMount = ["env", "file", "proxy"] as const;
const terms: Readonly<Record<TrustTier, WorkTerms>> = {
  trusted: { secretMounts: everyMount, ownWorkspace: false, unapprovedWriteBack: true, selfApproval: true },
  restricted: {
    secretMounts: everyMount,
    ownWorkspace: false,
    unapprovedWriteBack: false,
    selfApproval: false,
  },
  untrusted: {
    isolation: "container",
    secretMounts: ["proxy"],
    ownWorkspace: true,
    unapprovedWriteBack: false,
    selfApproval: false,
  },
};

export function workTerms(tier: TrustTier): WorkTerms {
  return terms[tier];
}
