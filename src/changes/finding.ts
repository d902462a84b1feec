import type { Finding, Severity } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import type { ChangedFile } from "./diff.ts";

/** What a rule finds in a file of the change. */
export interface FileFinding {
  readonly code: FindingCode;
  readonly severity?: Severity;
  readonly line?: number;
  readonly problem: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly remedy: string;
}

/** A finding at a file of the change, and at a line of it where one is to blame. */
export function atFile(file: Pick<ChangedFile, "path">, found: FileFinding): Finding {
  const { code, severity = "error", line, problem, expected = null, actual = null, remedy } = found;
  const location = { file: file.path, ...(line === undefined ? {} : { line }) };
  return { code, severity, path: file.path, expected, actual, remedy, problem, location };
}

/** A finding about the pull request as a whole, or about something beside its files. */
export function about(path: string, found: Omit<FileFinding, "line">): Finding {
  const { code, severity = "error", problem, expected = null, actual = null, remedy } = found;
  return { code, severity, path, expected, actual, remedy, problem };
}

/** The finding for a file whose content is not in the diff: nobody can say what it brings. */
export function unread(file: ChangedFile, why: string): Finding {
  return atFile(file, {
    code: "CHANGE_UNREAD",
    severity: "unverified",
    problem: why,
    remedy:
      "Look at it by hand and leave the path out of the rule in identikit.yaml, or check out with fetch-depth: 0 so that git gives its lines.",
  });
}
