import type { Finding } from "../../fault/finding.ts";
import type { FindingCode } from "../../fault/finding-codes.ts";
import { FirstFindings } from "../../fault/first-findings.ts";
import type { AccessSession, NotedHead } from "../../secret/access-chain.ts";
import type { KeptLine } from "./chained-line.ts";
import type { ChainFaults } from "./record-chain.ts";

const investigate =
  "Somebody changed the log in the database: keep a copy, and compare it with an earlier backup or export.";

/** What a check of the access log found, in words. */
export class LogFindings extends FirstFindings implements ChainFaults<AccessSession> {
  constructor() {
    super((left) => broken("ACCESS_LOG_CHANGED", "log", null, `${left} more findings`));
  }

  lineChanged(line: KeptLine): void {
    this.add(
      broken("ACCESS_LOG_CHANGED", place(line), "the hash of its content", `row ${line.id} has another`),
    );
  }

  lineUnlinked(line: KeptLine): void {
    this.add(
      broken(
        "ACCESS_LOG_CHANGED",
        place(line),
        "the hash of the line before",
        `row ${line.id} follows another`,
      ),
    );
  }

  lineMoved(line: KeptLine): void {
    this.add(broken("ACCESS_LOG_CHANGED", place(line), "a row after its predecessor", `row ${line.id}`));
  }

  /** @param to left out where nothing is left of the session */
  linesMissing(session: string, from: number, to: number | undefined): void {
    const which = to === undefined ? "all lines" : from >= to ? `line ${to}` : `lines ${from} to ${to}`;
    this.add(broken("ACCESS_LOG_MISSING", `session ${session}`, which, "gone"));
  }

  recordChanged({ number, session }: AccessSession): void {
    this.add(
      broken(
        "ACCESS_LOG_CHANGED",
        `session ${session}`,
        "the hash of its record",
        `record ${number} has another`,
      ),
    );
  }

  recordUnlinked({ number, session }: AccessSession): void {
    this.add(
      broken(
        "ACCESS_LOG_CHANGED",
        `session ${session}`,
        "the hash of the record before",
        `record ${number} follows another`,
      ),
    );
  }

  recordsMissing(from: number, to: number): void {
    const which = from >= to ? `session ${to}` : `sessions ${from} to ${to}`;
    this.add(broken("ACCESS_LOG_MISSING", "sessions", which, "gone"));
  }

  recordGone(number: number, count: number): void {
    const actual = count < number ? `the log ends with session ${count}` : "another session has that number";
    this.add(broken("ACCESS_LOG_MISSING", "sessions", `session ${number} of the expected heads`, actual));
  }

  cut({ session, seq }: { readonly session: string; readonly seq: number }, when: string): void {
    this.add(
      broken(
        "ACCESS_LOG_MISSING",
        `session ${session}`,
        `line ${seq}, which was there ${when}`,
        "gone, or another",
      ),
    );
  }

  orphans(session: string, lines: number): void {
    this.add(
      broken(
        "ACCESS_LOG_MISSING",
        `session ${session}`,
        "the record of the session",
        `${lines} lines without it`,
      ),
    );
  }

  keyChanged({ session, keyId }: NotedHead, actual: string): void {
    this.add(
      broken(
        "ACCESS_LOG_CHANGED",
        `session ${session}`,
        `key ${keyId}`,
        actual === "" ? "no key" : `key ${actual}`,
      ),
    );
  }

  unchainedChanged(expected: number, actual: number): void {
    const path = "lines from before the chains";
    this.add(
      broken(
        "ACCESS_LOG_CHANGED",
        path,
        `${expected} lines as the first session found them`,
        `${actual} lines, or others`,
      ),
    );
  }

  keyMissing(keyId: string, sessions: number, { session: first }: AccessSession): void {
    const path = sessions === 1 ? `session ${first}` : `${sessions} sessions, from ${first}`;
    this.add(
      keyId === ""
        ? unverified(
            "ACCESS_LOG_UNKEYED",
            path,
            "written by a job without a key: whoever writes to the database could have written it",
            "Give jobs that read secrets the keyring (IDENTIKIT_SECRET_KEYS).",
          )
        : unverified(
            "ACCESS_LOG_KEY_MISSING",
            path,
            `written under key ${keyId}, which is not here`,
            "Add that key to IDENTIKIT_SECRET_KEYS, after the first.",
          ),
    );
  }

  beforeChains(lines: number): void {
    const [path, expected] = ["lines from before the chains", "a chain"];
    const actual = `${lines} without; they are as the first session found them`;
    const remedy = "Nothing to do: whether they were changed before that, nobody can tell.";
    this.add({ code: "ACCESS_LOG_UNCHAINED", severity: "warning", path, expected, actual, remedy });
  }

  neverChained(lines: number): void {
    this.add(
      unverified(
        "ACCESS_LOG_UNCHAINED",
        "log",
        `${lines} lines, and no session that vouches for them`,
        "The first session does, at the next render that reads a secret. If there were sessions before: restore a backup beside it, and compare.",
      ),
    );
  }

  unchainedLater(lines: number): void {
    this.add(
      unverified(
        "ACCESS_LOG_UNCHAINED",
        "log",
        `${lines} lines without a chain since the first session began`,
        "A program of an older release writes such lines: upgrade it. Otherwise somebody wrote them by hand.",
      ),
    );
  }
}

function place({ session, seq }: KeptLine): string {
  return `session ${session} line ${seq}`;
}

function broken(code: FindingCode, path: string, expected: string | null, actual: string): Finding {
  return { code, severity: "error", path, expected, actual, remedy: investigate };
}

function unverified(code: FindingCode, path: string, actual: string, remedy: string): Finding {
  return { code, severity: "unverified", path, expected: "a chain that can be checked", actual, remedy };
}
