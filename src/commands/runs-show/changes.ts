import { patchOf } from "../../agents/proof/content-proofs.ts";
import { type FileDifference, patchDifferences } from "../../agents/run-bundle/patch-differences.ts";
import type { BlobStore } from "../../agents/store/blobs/blob-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { count } from "../accounts/wording.ts";
import type { WholeRun } from "./read-run.ts";

/** What the newest patch of a run changes. */
export interface NewestChanges {
  /** The artifact. */
  readonly artifact: string;
  readonly digest: string;
  readonly files: readonly FileDifference[];
  /** Files that are not among them. */
  readonly more: number;
  /** Why it cannot be shown. */
  readonly problem?: string;
}

/** Files that are compared, and lines of one, at most. */
const most = { files: 50, lines: 200 } as const;
/** Lines of all files that a person is shown. */
const mostLines = 400;

/** Compares the files of a run's newest patch. Where its content is not here, that is said. */
export async function readNewestChanges(
  blobs: BlobStore,
  { run, attempts, artifacts }: Pick<WholeRun, "run" | "attempts" | "artifacts">,
): Promise<NewestChanges | undefined> {
  const patches = artifacts.filter(({ spec }) => spec.kind === "patch");
  const newest = attempts
    .flatMap(({ metadata }) => patches.find(({ spec }) => spec.attempt === metadata.name) ?? [])
    .at(-1);
  if (!newest) return undefined;
  const { digest, suspectedSecrets = 0, files = 0 } = newest.spec;
  const known = { artifact: newest.metadata.name, digest };
  try {
    const patch = await patchOf(blobs, run.metadata, digest);
    const read = (wanted: string) => kept(blobs.get(run.metadata, wanted));
    return { ...known, ...(await patchDifferences(patch, { read, suspectedSecrets, most })) };
  } catch (caught) {
    if (!isMissing(caught)) throw caught;
    return { ...known, files: [], more: files, problem: caught.message };
  }
}

/** The same as lines for a person. */
export function changeLines({ artifact, files, more, problem }: NewestChanges): string[] {
  if (problem !== undefined) return [`changes of ${artifact}: ${problem}`];
  const lines = files.flatMap((file) => [
    `${file.change} ${file.path}${file.note === undefined ? "" : `: ${file.note}`}`,
    ...file.lines.map((line) => `  ${line}`),
  ]);
  const left = lines.length - mostLines;
  return [
    ...lines.slice(0, mostLines),
    ...(left > 0 ? [`(and ${left} more lines)`] : []),
    ...(more > 0 ? [`(and ${count(more, "more file")})`] : []),
  ];
}

async function kept(content: Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await content;
  } catch (caught) {
    if (isMissing(caught)) return undefined;
    throw caught;
  }
}

function isMissing(caught: unknown): caught is IdentikitError {
  return caught instanceof IdentikitError && caught.code === "BLOB_MISSING";
}
