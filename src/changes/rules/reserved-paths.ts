import type { Finding } from "../../fault/finding.ts";
import type { ChangesSettings } from "../../project/changes-schema.ts";
import { remarksText, withApprovals } from "../approvals.ts";
import type { ChangedFile } from "../diff.ts";
import type { Facts } from "../facts.ts";
import { about, atFile } from "../finding.ts";
import { withFact } from "../known.ts";
import { isExcepted, touches } from "../path-pattern.ts";
import type { Rule } from "../rule.ts";

/** What runs the gates: every workflow, since any may set a status in a gate's name, and every action of the repository. */
export const gatePaths: readonly string[] = [
  ".github/workflows/**",
  ".gitea/workflows/**",
  ".forgejo/workflows/**",
  ".github/actions/**",
  ".gitea/actions/**",
  ".forgejo/actions/**",
  "**/action.yml",
  "**/action.yaml",
  ".gitmodules",
];

interface Reserved {
  readonly paths: readonly string[];
  readonly except: readonly string[];
  readonly group: string | undefined;
  readonly approvals: number;
  readonly reason: string;
}

/** A group approved the head commit where a reserved path changes; that of the gates themselves is always reserved. */
export const reservedPaths: Rule = {
  name: "reserved-paths",
  needs: ["diff", "reviews"],
  inForce: () => true,
  judge: (facts, settings) =>
    withFact(facts.diff, ({ files }) =>
      reservedBy(facts, settings).flatMap((reserved) => {
        const hit = files.filter((file) => isReserved(reserved, file));
        return hit.length === 0 ? [] : unapproved(facts, reserved, hit);
      }),
    ),
};

function reservedBy({ ownFiles }: Facts, settings: ChangesSettings): readonly Reserved[] {
  const builtIn = {
    paths: [...gatePaths, ...ownFiles],
    except: [],
    group: settings.keepers,
    approvals: 1,
    reason: "it decides what the gates do",
  };
  return [builtIn, ...settings.reservedPaths];
}

function isReserved({ paths, except }: Reserved, file: ChangedFile): boolean {
  const left = [file.path, ...(file.from === undefined ? [] : [file.from])];
  if (left.every((path) => isExcepted(except, path))) return false;
  return paths.some((pattern) => touches(pattern, file));
}

function unapproved(facts: Facts, reserved: Reserved, files: readonly ChangedFile[]): readonly Finding[] {
  const { group, approvals: wanted, reason } = reserved;
  if (group === undefined) return files.map((file) => nobody(file, reason));
  return withApprovals(facts, group, (approvals) => {
    if (approvals.by.length >= wanted) return [];
    const problem = `the path is reserved (${reason}), and ${missing(wanted, approvals.by.length)} of ${group} is missing: ${remarksText(approvals)}`;
    const remedy = `Ask a member of ${group} who did not write the change to approve its latest commit.`;
    return files.map((file) => atFile(file, { code: "CHANGE_RESERVED_PATH", problem, remedy }));
  });
}

function missing(wanted: number, given: number): string {
  return wanted === 1 ? "an approval" : `${wanted - given} of ${wanted} approvals`;
}

function nobody(file: ChangedFile, reason: string): Finding {
  return atFile(file, {
    code: "CHANGE_RESERVED_PATH",
    problem: `the path is reserved (${reason}), and changes.keepers names no group that could approve it`,
    remedy:
      "Name a group in changes.keepers of identikit.yaml on the base branch, with an administrator's merge.",
  });
}

/** A finding for a rule that a whole pull request misses. */
export function missingApproval(
  { group, wanted, given, why }: { group: string; wanted: number; given: number; why: string },
  remarks: string,
): Finding {
  return about("the pull request", {
    code: "CHANGE_REVIEW_MISSING",
    problem: `${missing(wanted, given)} of ${group} is missing (${why}): ${remarks}`,
    expected: `${wanted} by ${group} on the head commit`,
    actual: `${given}`,
    remedy: `Ask a member of ${group} who did not write the change to approve its latest commit.`,
  });
}
