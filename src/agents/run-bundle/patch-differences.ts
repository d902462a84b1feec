import { shortened } from "../../fault/visible.ts";
import { differingLines, firstLines } from "../../tree/text-difference.ts";
import type { TreePatch } from "./tree-patch.ts";

/** Of texts as they were before a run changed them, what is kept with its patch: bytes of one, and of all together. */
export const keptBefore = { file: 128 * 1024, all: 4 * 1024 * 1024 } as const;

/** One file of a patch, as a person reads it. */
export interface FileDifference {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  /** Lines of a unified diff without file names; none where `note` says why. */
  readonly lines: readonly string[];
  /** What the lines do not show, in a sentence. */
  readonly note?: string;
  /** The whole new text, where what it was before is not known. */
  readonly text?: string;
}

export interface ShownDifferences {
  readonly files: readonly FileDifference[];
  /** Files that are not among them. */
  readonly more: number;
}

export interface DifferenceOptions {
  /** Content by its digest, checked against it; nothing where it is not kept. */
  readonly read: (digest: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined;
  /** Places in the patch that look like credentials: with one, no text of it is shown. */
  readonly suspectedSecrets: number;
  /** Files, and lines of one, at most. */
  readonly most: { readonly files: number; readonly lines: number };
}

/** Bytes that are compared for one patch, and files that may take long. */
const budget = { bytes: 1024 * 1024, slow: 3 } as const;
const most = { edits: 1000, length: 2000 } as const;

type Change = TreePatch["changes"][number];

/** What a patch changes, line by line. It is worked out of the very content that is written back, whoever made the patch. */
export async function patchDifferences(
  { changes }: Pick<TreePatch, "changes">,
  options: DifferenceOptions,
): Promise<ShownDifferences> {
  const left = { ...budget };
  const files: FileDifference[] = [];
  for (const change of changes.slice(0, options.most.files))
    files.push({ path: change.path, change: wordOf(change), ...(await differenceOf(change, options, left)) });
  return { files, more: changes.length - files.length };
}

function wordOf({ before, after }: Change): FileDifference["change"] {
  if (!after) return "removed";
  return before ? "changed" : "added";
}

type Left = { -readonly [Name in keyof typeof budget]: number };

async function differenceOf(
  change: Change,
  options: DifferenceOptions,
  left: Left,
): Promise<Omit<FileDifference, "path" | "change">> {
  const { before, after } = change;
  const modes = before && after && before.mode !== after.mode;
  const note = modes ? { note: `Its mode was ${before.mode} and is ${after.mode}.` } : {};
  if (before?.digest === after?.digest) return { lines: [], note: "It was a link or a submodule.", ...note };
  const obstacle = obstacleOf(change, options, left);
  if (obstacle !== undefined) return { lines: [], note: obstacle };
  const [was, is] = [await textOf(options, before), await textOf(options, after)];
  if (was === "binary" || is === "binary") return { lines: [], note: `It is binary: ${sizesOf(change)}.` };
  if (is === undefined) return { lines: [], note: "Its content is not here." };
  if (was === undefined) {
    const text = after ? { text: is.text } : {};
    return { lines: [], note: "What it was before is not kept.", ...text };
  }
  const lines = firstLines(linesOf(was.text, is.text, left), options.most.lines);
  return { lines, ...(lines.length === 0 ? { note: "It is empty." } : {}), ...note };
}

/** Why a file is not compared, whatever is in it. */
function obstacleOf(change: Change, { suspectedSecrets }: DifferenceOptions, left: Left): string | undefined {
  if (suspectedSecrets > 0)
    return "Something in the patch looks like a credential, so no text of it is shown.";
  const bytes = [change.before?.bytes ?? 0, change.after?.bytes ?? 0];
  if (Math.max(...bytes) > keptBefore.file) return `It is too long to be compared here: ${sizesOf(change)}.`;
  left.bytes -= bytes.reduce((sum, each) => sum + each);
  return left.bytes < 0 ? "It is not compared here: the files before it are long enough." : undefined;
}

function sizesOf({ before, after }: Change): string {
  return `it had ${before?.bytes ?? 0} bytes and has ${after?.bytes ?? 0}`;
}

/** The lines that differ; where they are too many to be found, all of both. */
function linesOf(before: string, after: string, left: Left): readonly string[] {
  const found = left.slow > 0 ? differingLines(before, after, most) : undefined;
  if (found) return found;
  left.slow--;
  const [was, is] = [wholeLines(before), wholeLines(after)];
  return [
    `@@ -${was.length === 0 ? 0 : 1},${was.length} +${is.length === 0 ? 0 : 1},${is.length} @@`,
    ...was.map((line) => shortened(`-${line}`, most.length)),
    ...is.map((line) => shortened(`+${line}`, most.length)),
  ];
}

function wholeLines(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The text of a side; none where the file is not there, nothing where its content is not kept. */
async function textOf(
  { read }: DifferenceOptions,
  side: Change["after"],
): Promise<{ readonly text: string } | "binary" | undefined> {
  if (!side) return { text: "" };
  const bytes = await read(side.digest);
  if (!bytes) return undefined;
  if (bytes.includes(0)) return "binary";
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return "binary";
  }
}
