import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { option, text } from "../../commands/options/option.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Context } from "../../runtime/context.ts";
import { isDigest } from "../../tree/digest.ts";
import { type Around, defineAround } from "../frame/action.ts";

/** A bundle of a large fleet is some megabytes; more than this is no bundle. */
const fileBytes = 256 * 1024 * 1024;

const stored = z.object({
  artifact: text(
    "NAME",
    "Store the file as an artifact of this name for later jobs of the run; not stored if left out.",
  ),
  retentionDays: option(z.coerce.number().int().min(1).max(90).optional(), {
    kind: "text",
    value: "DAYS",
    description: "How long the artifact is kept; what the host keeps artifacts for if left out.",
  }),
});

/**
 * Stores a file that the command wrote as an artifact, and gives its id and the file's digest as `artifactId` and `artifactDigest`.
 * @param output the command's output that holds the file's path
 */
export function storing(output: string): Around {
  return defineAround({
    inputs: stored,
    after: async (context, { artifact, retentionDays }, outcome) => {
      const path = outcome.kind === "result" ? outcome.result.outputs[output] : undefined;
      if (artifact === undefined || typeof path !== "string") return {};
      const { uploadArtifact } = await import("../../host/artifact.ts");
      const file = { name: basename(path), bytes: await read(resolve(context.cwd, path)) };
      const expires = retentionDays === undefined ? {} : { expires: daysFrom(context, retentionDays) };
      const { id, digest } = await uploadArtifact(file, { ...of(context, artifact), ...expires });
      return { artifactId: id, artifactDigest: digest };
    },
  }) as Around;
}

const fetched = z.object({
  artifact: text(
    "NAME",
    "Take the file from an artifact that an earlier job of this run stored, in place of a path.",
  ),
  artifactDigest: option(z.string().refine(isDigest, "must be sha256: and 64 hex digits").optional(), {
    kind: "text",
    value: "DIGEST",
    description:
      "What the file in the artifact must be; the `artifact-digest` output of the step that stored it.",
  }),
});

/**
 * Fetches the file that the command reads from an artifact; it lies in the runner's temporary directory while the command runs.
 * @param key the command's option that takes the file's path
 */
export function fetching(key: string): Around {
  return defineAround({
    inputs: fetched,
    supplies: [key],
    before: async (context, { artifact, artifactDigest: expected }): Promise<Record<string, unknown>> => {
      if (artifact === undefined) return {};
      const { downloadArtifact } = await import("../../host/artifact.ts");
      const file = await downloadArtifact({ ...of(context, artifact), ...(expected ? { expected } : {}) });
      context.log.info(`artifact ${artifact}: ${file.name} is ${file.digest}`);
      return { [key]: await keep(context, file) };
    },
  }) as Around;
}

function of({ env, signal }: Context, artifact: string) {
  return { env, artifact, signal };
}

function daysFrom({ clock }: Context, days: number): Date {
  return new Date(clock.now().getTime() + days * 24 * 60 * 60 * 1000);
}

async function read(path: string): Promise<Uint8Array> {
  const [{ AnchoredDirectory }, { readFileIn }] = await Promise.all([
    import("../../tree/anchored-directory.ts"),
    import("../../tree/file-reader.ts"),
  ]);
  using directory = AnchoredDirectory.open(dirname(path));
  const file = readFileIn(directory, basename(path), fileBytes);
  if (file) return file.bytes;
  throw new IdentikitError("FILE_UNREADABLE", `${path} is not there any more`, {
    remedy: "Keep other steps from removing it.",
  });
}

/** Writes the file where only this user reads it, and where the runner cleans up after the job. */
async function keep({ env }: Context, file: { name: string; bytes: Uint8Array }): Promise<string> {
  const [{ mkdtempSync, rmSync }, { tmpdir }, { AnchoredDirectory }, { writeFileIn }, { atExit }] =
    await Promise.all([
      import("node:fs"),
      import("node:os"),
      import("../../tree/anchored-directory.ts"),
      import("../../tree/atomic-file.ts"),
      import("../../runtime/at-exit.ts"),
    ]);
  const path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-fetched-"));
  atExit(() => rmSync(path, { recursive: true, force: true }));
  using directory = AnchoredDirectory.open(path);
  writeFileIn(directory, file.name, file.bytes, { mode: 0o600, sync: false });
  return join(path, file.name);
}
