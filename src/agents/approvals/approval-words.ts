import { objectName, sha256 } from "../kinds/fields.ts";

/** What a comment tells us to decide. */
export interface ApprovalWords {
  readonly verdict: "approve" | "reject";
  readonly name: string;
  readonly digest: string;
  readonly reason?: string;
}

const form = "/identikit approve NAME DIGEST [reason], or reject in its place";

/**
 * What a comment decides: it begins with `/identikit approve NAME DIGEST` or `/identikit reject NAME DIGEST`, and the rest of that line is the
 * reason. Anywhere else, such as in a quotation or in code, the words decide nothing. Other words after `/identikit` are for rules.
 * @returns nothing for another comment; the problem for one that begins so and cannot be read
 */
export function approvalWords(comment: string): ApprovalWords | { readonly problem: string } | undefined {
  const [line = ""] = comment.trimStart().split(/\r?\n/);
  if (!/^\/identikit\s+(approve|reject)(\s|$)/i.test(line)) return undefined;
  const [, command = "", name = "", digest = "", ...reason] = line.split(/\s+/).map(plain);
  const verdict = command.toLowerCase() === "approve" ? "approve" : "reject";
  if (!objectName.safeParse(name).success) return { problem: `it names no approval: write it as ${form}` };
  if (!sha256.safeParse(digest).success)
    return { problem: `it gives no digest as sha256:…: write it as ${form}` };
  const why = reason.join(" ").trim();
  return { verdict, name, digest, ...(why === "" ? {} : { reason: why.slice(0, 10_000) }) };
}

/** Names and digests are often pasted as code. */
function plain(word: string): string {
  return word.replace(/^`(.*)`$/, "$1");
}
