import { IdentikitError } from "../fault/error.ts";
import type { AddedLine } from "./diff.ts";

/** What a patch says of one file. */
export interface PatchSection {
  /** The header lines, from `diff --git` on. */
  readonly header: readonly string[];
  readonly added: readonly AddedLine[];
  /** Git showed no lines: the content is binary to it. */
  readonly binary: boolean;
}

const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const headers =
  /^(?:old mode|new mode|new file mode|deleted file mode|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|index|---|\+\+\+) /;

/**
 * The sections of a patch as git writes it. Lines of content are counted by the hunks' own numbers, so that no content can pass
 * for a header.
 * @param patch the patch's bytes as Latin-1; a text is given as UTF-8 again
 * @throws {IdentikitError} `CHANGE_UNKNOWN` for anything that is not of that form
 */
export function parsePatch(patch: string): PatchSection[] {
  const lines = patch.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const sections: PatchSection[] = [];
  for (let at = 0; at < lines.length; ) {
    if (!lines[at]?.startsWith("diff --git ")) throw malformed(at);
    const header = [lines[at++] ?? ""];
    while (headers.test(lines[at] ?? "")) header.push(lines[at++] ?? "");
    const isBinary = /^(?:Binary files |GIT binary patch)/.test(lines[at] ?? "");
    if (isBinary) {
      while (at < lines.length && !lines[at]?.startsWith("diff --git ")) at++;
      sections.push({ header, added: [], binary: true });
      continue;
    }
    const { added, next } = parseHunks(lines, at);
    sections.push({ header, added, binary: false });
    at = next;
  }
  return sections;
}

/**
 * The added lines of a part of a patch that holds hunks alone, as GitHub gives them of one file.
 * @throws {IdentikitError} `CHANGE_UNKNOWN`
 */
export function parseFilePatch(patch: string): readonly AddedLine[] {
  const lines = Buffer.from(patch, "utf8").toString("latin1").replace(/\n$/, "").split("\n");
  const { added, next } = parseHunks(lines, 0);
  if (next < lines.length) throw malformed(next);
  return added;
}

function parseHunks(
  lines: readonly string[],
  start: number,
): { readonly added: AddedLine[]; readonly next: number } {
  const added: AddedLine[] = [];
  let at = start;
  for (let match = hunk.exec(lines[at] ?? ""); match; match = hunk.exec(lines[at] ?? ""))
    at = parseHunk(lines, at, match, added);
  return { added, next: at };
}

/** Takes the lines that the hunk counts, and the remarks behind them; gives where the next thing starts. */
function parseHunk(
  lines: readonly string[],
  start: number,
  [, oldCount = "1", newStart, newCount = "1"]: RegExpExecArray,
  added: AddedLine[],
): number {
  let [before, line, after] = [Number(oldCount), Number(newStart), Number(newCount)];
  let at = start + 1;
  for (; before > 0 || after > 0; at++) {
    const text = lines[at];
    if (text === undefined || !/^(?:[ +\\-]|$)/.test(text)) throw malformed(at);
    // "\ No newline at end of file" is a remark.
    if (text.startsWith("\\")) continue;
    if (!text.startsWith("+")) before--;
    if (text.startsWith("-")) continue;
    after--;
    if (text.startsWith("+")) added.push({ line, text: utf8(text.slice(1)) });
    line++;
  }
  if (before < 0 || after < 0) throw malformed(at);
  while (lines[at]?.startsWith("\\")) at++;
  return at;
}

/** Bytes that were read as Latin-1, as the UTF-8 that they are. */
export function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

/**
 * The paths of a section: before and after, `undefined` for none.
 * @throws {IdentikitError} `CHANGE_UNKNOWN` where the header can be read in two ways
 */
export function pathsOf({ header }: PatchSection): { readonly before?: string; readonly after?: string } {
  const value = (name: string) => header.find((line) => line.startsWith(name))?.slice(name.length);
  const named = (name: string, side: string) => {
    const text = value(name);
    if (text === undefined) return undefined;
    const path = unquoted(text.replace(/\t$/, ""));
    return path.startsWith(side) ? path.slice(side.length) : path;
  };
  const [old, now] = [named("--- ", "a/"), named("+++ ", "b/")];
  const [from, to] = [
    named("rename from ", "") ?? named("copy from ", ""),
    named("rename to ", "") ?? named("copy to ", ""),
  ];
  const both = from === undefined && old === undefined ? symmetric(header[0] ?? "") : undefined;
  const isNew = value("new file mode ") !== undefined;
  const isGone = value("deleted file mode ") !== undefined;
  const before = isNew ? undefined : (from ?? old ?? both);
  const after = isGone ? undefined : (to ?? now ?? both);
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** `diff --git a/x b/x`, where both are one: only then the line has one reading. */
function symmetric(line: string): string {
  const names = line.slice("diff --git ".length);
  const quoted = /^("a\/(?:[^"\\]|\\.)*") ("b\/(?:[^"\\]|\\.)*")$/.exec(names);
  const [a, b] = quoted
    ? [unquoted(quoted[1] ?? ""), unquoted(quoted[2] ?? "")]
    : [names.slice(0, (names.length - 1) / 2), names.slice((names.length + 1) / 2)];
  if (a.startsWith("a/") && b.startsWith("b/") && a.slice(2) === b.slice(2))
    return quoted ? a.slice(2) : utf8(a.slice(2));
  throw new IdentikitError("CHANGE_UNKNOWN", "a path in the diff can be read in two ways", {
    remedy: "Check out the repository with fetch-depth: 0, so that the diff is read from git.",
  });
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};

/** A path as git quotes it (git-config(1), core.quotePath), from Latin-1 to UTF-8. */
function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return utf8(text);
  const bytes = text
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/g, (_, octal?: string, letter = "") =>
      octal === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
    );
  return utf8(bytes);
}

function malformed(at: number): IdentikitError {
  return new IdentikitError("CHANGE_UNKNOWN", `line ${at + 1} of the diff is not of the form of a patch`, {
    remedy: "Check out the repository with fetch-depth: 0, so that the diff is read from git.",
  });
}
