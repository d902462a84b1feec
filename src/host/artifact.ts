import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactClient } from "@actions/artifact";
import { IdentikitError } from "../fault/error.ts";
import { shortened, visible } from "../fault/visible.ts";
import { atExit } from "../runtime/at-exit.ts";
import { withProcessEnv } from "../runtime/process-env.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { hostOf, type JobEnv } from "./host.ts";

/** One file on its way between the jobs of a run. */
export interface ArtifactFile {
  /** A plain file name: letters, digits, dots, dashes, underscores. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ArtifactOptions {
  readonly env: JobEnv;
  /** The artifact's name, once in a run. */
  readonly artifact: string;
  readonly signal: AbortSignal;
}

/** Bytes of a file that is read back. */
const fileBytes = 512 * 1024 * 1024;

/** Beside the file, in the form of `sha256sum`: Gitea's and act's servers keep no digest of what they store. */
const sumsName = "SHA256SUMS";
const sumsLine = /^(?<hex>[0-9a-f]{64}) {2}(?<name>[\w-][\w.-]*)\n$/;

/**
 * Stores a file as an artifact of this run, with its checksum beside it.
 * @returns the artifact's id, and the file's own digest for whoever fetches it
 * @throws {IdentikitError} `ARTIFACT_FAILED`
 */
export async function uploadArtifact(
  file: ArtifactFile,
  options: ArtifactOptions & { readonly retentionDays?: number },
): Promise<{ readonly id: number; readonly digest: Digest }> {
  const digest = digestOf(file.bytes);
  const sums = Buffer.from(`${digest.slice("sha256:".length)}  ${file.name}\n`);
  if (!sumsLine.test(sums.toString()))
    throw failed(options.artifact, `"${visible(file.name)}" is no plain name`);
  const staging = new PrivateDirectory(options.env);
  const root = staging.directory.path;
  writeFileIn(staging.directory, file.name, file.bytes, { mode: 0o600, sync: false });
  writeFileIn(staging.directory, sumsName, sums, { mode: 0o600, sync: false });
  const { retentionDays } = options;
  const { id } = await withClient(options, (client) =>
    client.uploadArtifact(options.artifact, [join(root, file.name), join(root, sumsName)], root, {
      ...(retentionDays === undefined ? {} : { retentionDays }),
    }),
  ).catch((cause) => {
    // The client may still be reading: a file that vanishes under it is an exception that nobody can catch.
    atExit(() => staging[Symbol.dispose]());
    throw cause;
  });
  staging[Symbol.dispose]();
  if (id === undefined) throw failed(options.artifact, "the server gave it no id");
  return { id, digest };
}

/**
 * Fetches the file of an artifact that another job of this run stored with {@link uploadArtifact}, and checks it
 * against the checksum beside it.
 * @param expected the digest that the other job gave on, where it did
 * @throws {IdentikitError} `ARTIFACT_FAILED` where there is none, `DIGEST_MISMATCH` where it is not what was stored
 */
export async function downloadArtifact(
  options: ArtifactOptions & { readonly expected?: Digest },
): Promise<ArtifactFile & { readonly digest: Digest }> {
  using staging = new PrivateDirectory(options.env);
  await withClient(options, async (client) => {
    const { artifact } = await client.getArtifact(options.artifact);
    await client.downloadArtifact(artifact.id, { path: staging.directory.path });
  });
  const sums = readFileIn(staging.directory, sumsName, 1024)?.bytes.toString("utf8");
  const { name, hex } = sumsLine.exec(sums ?? "")?.groups ?? {};
  if (!name) throw failed(options.artifact, `it has no ${sumsName} with one file`);
  const bytes = readFileIn(staging.directory, name, fileBytes)?.bytes;
  if (!bytes) throw failed(options.artifact, `${name} is not in it`);
  const digest = digestOf(bytes);
  for (const wanted of [`sha256:${hex}`, ...(options.expected ? [options.expected] : [])]) {
    if (digest === wanted) continue;
    throw new IdentikitError(
      "DIGEST_MISMATCH",
      `artifact ${options.artifact}: ${name} is ${digest}, not ${wanted}`,
      {
        remedy: "Run the job that stores it again; nothing of it was used.",
      },
    );
  }
  return { name, bytes, digest };
}

/**
 * The toolkit's client reads its settings from the process and refuses every server but github.com, though Gitea,
 * Forgejo and act speak the same protocol: it is told that this is github.com, here and nowhere else.
 */
async function withClient<Result>(
  { env, artifact, signal }: ArtifactOptions,
  work: (client: ArtifactClient) => Promise<Result>,
): Promise<Result> {
  if (!env.ACTIONS_RUNTIME_TOKEN || !env.ACTIONS_RESULTS_URL) {
    throw failed(artifact, "the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
  }
  const settings = {
    GITHUB_SERVER_URL: "https://github.com",
    ACTIONS_RUNTIME_TOKEN: env.ACTIONS_RUNTIME_TOKEN,
    ACTIONS_RESULTS_URL: env.ACTIONS_RESULTS_URL,
    ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: String(hostOf(env).artifactConcurrency),
  };
  if (signal.aborted) {
    throw new IdentikitError("CANCELLED", `stopped before artifact ${visible(artifact)}`, {
      remedy: "Run again.",
    });
  }
  return withProcessEnv(settings, async () => {
    const { DefaultArtifactClient } = await import("@actions/artifact");
    try {
      return await work(new DefaultArtifactClient());
    } catch (cause) {
      const [reason = ""] = cause instanceof Error ? cause.message.split("\n") : ["no answer"];
      throw failed(artifact, shortened(visible(reason), 300), cause);
    }
  });
}

function failed(artifact: string, reason: string, cause?: unknown): IdentikitError {
  return new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${reason}`, {
    remedy:
      "Check that the job that stores it ran before, that its name is used once in a run, and that the host serves v4 artifacts.",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A directory for nobody else, gone when it is left: what passes through may hold a fleet's configuration. */
class PrivateDirectory implements Disposable {
  readonly directory: AnchoredDirectory;

  constructor(env: JobEnv) {
    const path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-artifact-"));
    this.directory = AnchoredDirectory.open(path);
  }

  [Symbol.dispose](): void {
    this.directory[Symbol.dispose]();
    rmSync(this.directory.path, { recursive: true, force: true });
  }
}
