import type { ConfigDatabase } from "../../config/database.ts";
import { asFault } from "../../fault/error.ts";
import { phaseOf } from "../approvals/approval-state.ts";
import { patchDigest } from "../run-bundle/tree-patch.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import { preparedWrite } from "../write-back/prepared-write.ts";
import type { CommitPort } from "../write-back/write-ports.ts";
import type { RunProof } from "./proof.ts";
import { sameDigest } from "./proof.ts";
import type { RunEvidence } from "./run-evidence.ts";

const committed = new Set(["branch", "pull_request"]);

/** Whether an approval came to a commit of the run's patch. */
export function cameToCommit(approval: RunEvidence["approvals"][number]): boolean {
  return (
    committed.has(approval.spec.action) &&
    approval.spec.write !== undefined &&
    phaseOf(approval) === "Applied"
  );
}

/**
 * What was pushed for a run, read back from the forge.
 * @param commits left out where no forge can be asked
 */
export async function commitProofs(
  { database, commits }: { readonly database: ConfigDatabase; readonly commits?: CommitPort | undefined },
  { run, approvals }: RunEvidence,
  signal: AbortSignal,
): Promise<readonly RunProof[]> {
  const proofs: RunProof[] = [];
  for (const approval of approvals) {
    const { write } = approval.spec;
    if (write === undefined || !cameToCommit(approval)) continue;
    const subject = `commit of ${approval.metadata.name}`;
    try {
      const content = await new BlobStore(database).get(run.metadata, write);
      const sent = preparedWrite.parse(JSON.parse(Buffer.from(content).toString("utf8")));
      if (sent.action !== "branch" && sent.action !== "pull_request") continue;
      if (!commits) {
        proofs.push({ subject, state: "unverified", detail: "no forge was asked; run it with --forge" });
        continue;
      }
      const { repository, branch, base } = sent;
      const tip = await commits.tip(repository, branch, signal);
      if (!tip) {
        const detail = `the branch ${branch} of ${repository} is not there any more`;
        proofs.push({ subject, state: "unverified", detail });
        continue;
      }
      const there = await commits.changesOf({ repository, commit: tip.commit, base }, signal);
      const found = sameDigest(subject, sent.patch, patchDigest(there));
      proofs.push({ ...found, detail: `${branch} at ${tip.commit}: ${found.detail}` });
    } catch (caught) {
      signal.throwIfAborted();
      const { code, message } = asFault(caught);
      proofs.push({ subject, state: "unverified", detail: `${code}: ${message}` });
    }
  }
  return proofs;
}
