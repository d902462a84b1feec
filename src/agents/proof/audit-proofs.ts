import type { Heads } from "../../config/access-log/heads.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { Keyring } from "../../secret/keyring.ts";
import { digestOf } from "../../tree/digest.ts";
import type { AuditLine } from "../audit/audit-line.ts";
import { auditedKinds } from "../audit/audited-kinds.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import type { RunProof } from "./proof.ts";
import type { RunEvidence, StoredRecord } from "./run-evidence.ts";

/** The chain of the audit, which is that of all runs. @param expected the heads of an earlier check */
export async function chainProofs(
  database: ConfigDatabase,
  keyring: Keyring | undefined,
  expected: Heads | undefined,
): Promise<readonly RunProof[]> {
  const { findings, lines: count } = await verifyAudit(database, keyring, expected);
  const chain = findings.map(({ code, severity, path, actual }): RunProof => {
    const state = severity === "error" ? "differs" : "unverified";
    return { subject: "audit", state, detail: `${code}, ${path}: ${actual ?? ""}` };
  });
  const whole: RunProof = { subject: "audit", state: "holds", detail: `a chain of ${count} lines` };
  return chain.length === 0 ? [whole] : chain;
}

/** Each record of a run against the last that the audit says of it. */
export function recordProofs({ stored, lines }: RunEvidence): readonly RunProof[] {
  const newest = new Map(lines.map((line) => [line.record, line]));
  const there = stored.filter(({ kind }) => auditedKinds.has(kind));
  const names = new Set(there.map(({ kind, name }) => `${kind}/${name}`));
  return [
    ...there.map((record) => recordProof(record, newest.get(`${record.kind}/${record.name}`))),
    ...[...newest.values()].filter(({ record }) => !names.has(record)).flatMap(goneProof),
  ];
}

function recordProof({ kind, name, value, status }: StoredRecord, line: AuditLine | undefined): RunProof {
  const subject = `record ${kind}/${name}`;
  if (!line) return { subject, state: "differs", detail: "the audit knows nothing of it" };
  const said = fieldsOf(JSON.parse(line.entry));
  const isStatusSaid = auditedKinds.get(kind)?.changes === "all";
  const differs = [
    ...(said.valueDigest === digestOf(value) ? [] : ["what is declared of it"]),
    ...(isStatusSaid && said.statusDigest !== digestOf(status) ? ["its status"] : []),
    ...(said.phase === fieldsOf(JSON.parse(status)).phase ? [] : ["its phase"]),
  ];
  if (differs.length === 0) return { subject, state: "holds", detail: `as in line ${line.number}` };
  return {
    subject,
    state: "differs",
    detail: `${differs.join(" and ")} is not what line ${line.number} says`,
  };
}

function goneProof({ record, entry, number }: AuditLine): RunProof[] {
  const { change } = fieldsOf(JSON.parse(entry));
  if (change === "deleted" || change === "expired") return [];
  return [{ subject: `record ${record}`, state: "differs", detail: `it is gone; line ${number} has it` }];
}
