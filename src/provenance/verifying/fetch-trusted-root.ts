import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrustedRoot } from "@sigstore/protobuf-specs";
import { DEFAULT_MIRROR_URL, getTrustedRoot } from "@sigstore/tuf";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";

/** How long one file of the repository may take. Milliseconds. */
const fileMs = 10_000;

/** A TUF repository that has the authorities of a Sigstore deployment. */
export interface TrustRepository {
  readonly url: string;
  /** The file with the `root.json` that is believed at first: it says who may sign the rest. */
  readonly root: string;
}

/**
 * The authorities of a Sigstore deployment, from its TUF repository. Nothing of it is kept: each run begins at the root that it was
 * given, so that no file of this machine can change who is believed.
 * @param repository that of Sigstore's public deployment if left out, whose root is built in
 * @throws {IdentikitError} `TRUSTED_ROOT_UNREACHABLE`, also for a repository that is expired or signed by others; `CANCELLED`
 */
export async function fetchTrustedRoot(
  repository: TrustRepository | undefined,
  signal: AbortSignal,
): Promise<TrustedRoot> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-tuf-"));
  const url = repository?.url.replace(/\/$/, "") ?? DEFAULT_MIRROR_URL;
  const named = repository ? { mirrorURL: url, rootPath: repository.root } : {};
  try {
    const limits = { timeout: fileMs, retry: { retries: 1, minTimeout: 200 } };
    const fetched = getTrustedRoot({ ...named, ...limits, cachePath: directory });
    return await Promise.race([fetched, stopped(signal)]);
  } catch (cause) {
    signal.throwIfAborted();
    throw new IdentikitError(
      "TRUSTED_ROOT_UNREACHABLE",
      `the authorities of signatures could not be fetched from ${url}: ${reasonOf(cause)}`,
      {
        remedy:
          "Run again when the server answers, or name a file: --trusted-root, as `cosign trusted-root create` writes it.",
        cause,
      },
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Ends a wait: the package does not take a signal. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
}

/** The innermost reason: what the package says first is that it failed. */
function reasonOf(cause: unknown): string {
  let at = cause;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return messageOf(at);
}
