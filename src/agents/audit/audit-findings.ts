import type { ChainFaults } from "../../config/access-log/record-chain.ts";
import type { Finding } from "../../fault/finding.ts";
import { FirstFindings } from "../../fault/first-findings.ts";
import type { AuditLine } from "./audit-line.ts";

const investigate =
  "Somebody changed the audit in the database: keep a copy, and compare it with an earlier backup or export.";

/** What a check of the audit found, in words. */
export class AuditFindings extends FirstFindings implements ChainFaults<AuditLine> {
  constructor() {
    super((left) => broken("AUDIT_CHANGED", "audit", null, `${left} more findings`));
  }

  recordsMissing(from: number, to: number): void {
    const which = from >= to ? `line ${to}` : `lines ${from} to ${to}`;
    this.add(broken("AUDIT_MISSING", "audit", which, "gone"));
  }

  recordUnlinked(line: AuditLine): void {
    this.add(broken("AUDIT_CHANGED", place(line), "the hash of the line before", "it follows another"));
  }

  recordChanged(line: AuditLine): void {
    this.add(broken("AUDIT_CHANGED", place(line), "the hash of its content", "it has another"));
  }

  headGone(number: number, lines: number): void {
    const actual = lines < number ? `the audit ends with line ${lines}` : "another line has that number";
    this.add(broken("AUDIT_MISSING", "audit", `line ${number} of the expected heads`, actual));
  }

  keyMissing(keyId: string, lines: number, { number }: AuditLine): void {
    const path = lines === 1 ? `line ${number}` : `${lines} lines, from line ${number}`;
    const isUnkeyed = keyId === "";
    this.add({
      code: isUnkeyed ? "AUDIT_UNKEYED" : "AUDIT_KEY_MISSING",
      severity: "unverified",
      path,
      expected: "a chain that can be checked",
      actual: isUnkeyed
        ? "written by a program without a key: whoever writes to the database could have written it"
        : `written under key ${keyId}, which is not here`,
      remedy: isUnkeyed
        ? "Give programs that start, decide or write back runs the keyring (IDENTIKIT_SECRET_KEYS)."
        : "Add that key to IDENTIKIT_SECRET_KEYS, after the first.",
    });
  }
}

function place({ number, record }: AuditLine): string {
  return `line ${number}, ${record}`;
}

function broken(
  code: "AUDIT_CHANGED" | "AUDIT_MISSING",
  path: string,
  expected: string | null,
  actual: string,
): Finding {
  return { code, severity: "error", path, expected, actual, remedy: investigate };
}
