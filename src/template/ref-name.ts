import { IdentikitError } from "../fault/error.ts";
import { type CommitId, commitPattern, type Revision } from "./source.ts";

/**
 * The full names that a ref may stand for, in the order of gitrevisions(7): a name that starts with `refs/` is
 * itself, another is a tag or a branch.
 * @throws {IdentikitError} `REF_UNKNOWN` for what git-check-ref-format(1) refuses
 */
export function refCandidates(ref: string, owner: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as git-check-ref-format(1) has it
  const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^[-/.]|\/\.|\.$|\.lock(\/|$)|^@$/u;
  if (forbidden.test(ref)) throw unknownRef(ref, owner, "is not the name of a ref");
  return ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
}

/** True for a full commit id, which needs no asking. */
export function isCommitId(ref: string): ref is CommitId {
  return commitPattern.test(ref);
}

/**
 * What a ref stands for, given what the full names stand for.
 * @throws {IdentikitError} `REF_UNKNOWN` where no name is there, or where a tag and a branch of that name differ
 */
export function pickRevision(ref: string, owner: string, found: ReadonlyMap<string, CommitId>): Revision {
  const [first, second] = [...found];
  if (!first) throw unknownRef(ref, owner, "is no branch or tag of it");
  if (second && second[1] !== first[1]) throw unknownRef(ref, owner, `is both ${first[0]} and ${second[0]}`);
  return { ref: first[0], commit: first[1] };
}

export function unknownRef(ref: string, owner: string, problem: string): IdentikitError {
  return new IdentikitError("REF_UNKNOWN", `${owner}: ${JSON.stringify(ref)} ${problem}`, {
    remedy: "Name a branch, a tag, a full ref such as refs/heads/main, or a full commit id.",
  });
}
