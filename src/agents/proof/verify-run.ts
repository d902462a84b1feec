import type { Heads } from "../../config/access-log/heads.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import type { Keyring } from "../../secret/keyring.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { SqlStore } from "../store/sql-store.ts";
import type { CommitPort } from "../write-back/write-ports.ts";
import { chainProofs, recordProofs } from "./audit-proofs.ts";
import { commitProofs } from "./commit-proofs.ts";
import { contentProofs } from "./content-proofs.ts";
import { decisionProofs } from "./decision-proofs.ts";
import { launchProofs } from "./launch-proofs.ts";
import type { RunProof } from "./proof.ts";
import { runEvidence } from "./run-evidence.ts";

/** What a check of a run looks at. */
export interface ProofSources {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  /** The keys of the audit's lines. */
  readonly keyring: Keyring | undefined;
  /** The heads of the audit from an earlier check: they find an end that was cut off. */
  readonly expected?: Heads | undefined;
  /** The forge, for what was pushed; without it that is `unverified`. */
  readonly commits?: CommitPort | undefined;
}

/**
 * Works out every digest of a run again, and says of each whether it holds.
 * @throws {IdentikitError} `NOT_FOUND`, and what the database throws
 */
export async function verifyRun(
  sources: ProofSources,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<readonly RunProof[]> {
  const { database, keyring, expected } = sources;
  const evidence = await runEvidence(sources, key);
  return [
    ...launchProofs(evidence),
    ...(await contentProofs(database, evidence)),
    ...decisionProofs(evidence),
    ...(await commitProofs(sources, evidence, signal)),
    ...(await chainProofs(database, keyring, expected)),
    ...recordProofs(evidence),
  ];
}
