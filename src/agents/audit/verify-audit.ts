import { type GuardedLog, guardFindings } from "../../config/access-log/guard-findings.ts";
import type { Heads } from "../../config/access-log/heads.ts";
import { RecordChain } from "../../config/access-log/record-chain.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import type { Finding } from "../../fault/finding.ts";
import { ChainHasher } from "../../secret/chain-hasher.ts";
import type { Keyring } from "../../secret/keyring.ts";
import { AuditFindings } from "./audit-findings.ts";
import { type AuditLine, auditPages, auditPurpose, lineHash } from "./audit-line.ts";

/** What a check of the whole audit came to. */
export interface AuditVerification {
  readonly lines: number;
  readonly findings: readonly Finding[];
  /** The newest line, which vouches for all before it: to be kept elsewhere. */
  readonly heads: Heads;
}

const guarded: GuardedLog = {
  code: "AUDIT_UNGUARDED",
  tables: ["agent_audit"],
  functions: "agent_audit_",
};

/**
 * Checks the chain of the audit, as it is at one moment, in memory that does not grow with it. A line that was changed, moved, put in
 * or taken out of the middle is found by itself; an end that was cut off, by heads of an earlier check that were kept elsewhere.
 * @param keyring the keys that lines were written under; those of another key, and of none, are `unverified`
 */
export function verifyAudit(
  database: ConfigDatabase,
  keyring: Keyring | undefined,
  expected?: Heads,
): Promise<AuditVerification> {
  return database.transaction("read", async (session) => {
    const findings = new AuditFindings();
    const hashes = ChainHasher.all(auditPurpose, keyring).map(
      (hasher) => [hasher.keyId, (line: AuditLine) => lineHash(hasher, line)] as const,
    );
    const chain = new RecordChain(new Map(hashes), findings);
    const head = expected?.record;
    let isHeadThere = head === undefined;
    for await (const page of auditPages(session.query)) {
      database.signal?.throwIfAborted();
      for (const line of page) {
        chain.verify(line);
        if (line.number === head?.number && line.hash === head.hash) isHeadThere = true;
      }
    }
    chain.end();
    if (head && !isHeadThere) findings.headGone(head.number, chain.count);
    for (const finding of await guardFindings(session, database.kind, guarded)) findings.add(finding);
    const heads = { ...(chain.last ? { record: chain.last } : {}), lines: [] };
    return { lines: chain.count, findings: findings.all(), heads };
  });
}
