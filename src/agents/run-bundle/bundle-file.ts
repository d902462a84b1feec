import { IdentikitError } from "../../fault/error.ts";
import type { RunBundle } from "./run-bundle.ts";

/** Bounds of a run bundle, in bytes. */
export const bundleBounds = {
  /** `run.json`, which names up to 110,000 parts. */
  run: 48 * 1024 * 1024,
  blob: 64 * 1024 * 1024,
  all: 1024 * 1024 * 1024,
} as const;

/** The names of its members; what comes after the first two are blobs. */
export const bundleMembers = { run: "run.json", proof: "proof" } as const;

/** A part's content, as a member. */
export interface BundleBlob {
  readonly digest: string;
  readonly bytes: number;
}

export function blobMember({ digest }: Pick<BundleBlob, "digest">): string {
  return `blobs/sha256/${digest.slice("sha256:".length)}`;
}

/**
 * The blobs of a bundle, each once, in the order in which its parts name them: the order of its members.
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID` for parts that contradict each other, or are over a bound
 */
export function bundleBlobs({ parts, patch }: RunBundle): readonly BundleBlob[] {
  const blobs = new Map<string, BundleBlob>();
  const names = new Set<string>();
  let all = 0;
  for (const { kind, name, digest, bytes } of parts) {
    const label = `${kind} ${JSON.stringify(name)}`;
    if (names.has(label)) throw bundleInvalid(`run.json names the part ${label} twice`);
    names.add(label);
    const known = blobs.get(digest);
    if (known && known.bytes !== bytes)
      throw bundleInvalid(`run.json gives ${digest} two lengths, ${known.bytes} and ${bytes}`);
    if (known) continue;
    if (bytes > bundleBounds.blob)
      throw bundleInvalid(`the part ${label} has ${bytes} bytes; ${bundleBounds.blob} are the most`);
    all += bytes;
    blobs.set(digest, { digest, bytes });
  }
  if (all > bundleBounds.all)
    throw bundleInvalid(`its parts have ${all} bytes in all; ${bundleBounds.all} are the most`);
  const patches = parts.filter(({ kind }) => kind === "patch").map(({ digest }) => digest);
  if (patches.length > 1 || patches[0] !== patch)
    throw bundleInvalid("its patch is not the one part of that kind");
  return [...blobs.values()];
}

/** @param problem what is wrong, and where, without a full stop */
export function bundleInvalid(problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("RUN_BUNDLE_INVALID", `the run bundle does not count: ${problem}`, {
    remedy: "Take the file that run-agent wrote for this attempt, unchanged.",
    cause,
  });
}
