import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Output } from "../../../commands/result.ts";
import { asFault, IdentikitError } from "../../../fault/error.ts";
import { downloadArtifact, isListed, uploadArtifact } from "../../../host/artifact.ts";
import { atExit } from "../../../runtime/at-exit.ts";
import type { Context } from "../../../runtime/context.ts";
import { AnchoredDirectory } from "../../../tree/anchored-directory.ts";
import { writeFileIn } from "../../../tree/atomic-file.ts";
import { readFileIn } from "../../../tree/file-reader.ts";
import type { FetchingInputs, StoringInputs } from "./artifacts.ts";

/** A bundle of a large fleet is some megabytes; more than this is no bundle. */
const fileBytes = 256 * 1024 * 1024;

/**
 * Stores a file as an artifact, where the workflow asked for it.
 * @param path the command's output that names the file
 */
export async function store(
  context: Context,
  { artifact, retentionDays }: StoringInputs,
  path: Output | undefined,
): Promise<Record<string, Output>> {
  if (artifact === undefined || typeof path !== "string") return {};
  const file = { name: basename(path), bytes: read(resolve(context.cwd, path)) };
  const expires = retentionDays === undefined ? {} : { expires: daysFrom(context, retentionDays) };
  const { id, digest } = await uploadArtifact(file, { ...of(context, artifact), ...expires });
  if (expires.expires) await sayKept(context, artifact, expires.expires);
  return { artifactId: id, artifactDigest: digest };
}

/** Fetches the file of an artifact, where the workflow named one; gives its path. */
export async function fetchStored(
  context: Context,
  { artifact, artifactDigest: expected }: FetchingInputs,
): Promise<string | undefined> {
  if (artifact === undefined) return undefined;
  const file = await downloadArtifact({ ...of(context, artifact), ...(expected ? { expected } : {}) });
  context.log.info(`artifact ${artifact}: ${file.name} is ${file.digest}`);
  return keep(context, file);
}

function of({ env, signal }: Context, artifact: string) {
  return { env, artifact, signal };
}

const hourMs = 60 * 60 * 1000;

/** Gitea keeps an artifact for the whole days that remain, so that one day less a second is none: an hour more is asked for. */
function daysFrom({ clock }: Context, days: number): Date {
  return new Date(clock.now().getTime() + days * 24 * hourMs + hourMs);
}

/** Says what the host made of it: whether the artifact is there for later jobs. Not being able to ask fails nothing. */
async function sayKept(context: Context, artifact: string, until: Date): Promise<void> {
  const { log } = context;
  const asked = `artifact ${artifact}: asked to be kept until ${until.toISOString()}`;
  try {
    if (await isListed(of(context, artifact))) log.info(`${asked}; the host lists it`);
    else log.warn(`${asked}, but the host does not list it any more: ask for more days (retention-days)`);
  } catch (caught) {
    context.signal.throwIfAborted();
    log.info(`${asked}; the host does not say what it made of it (${asFault(caught).message})`);
  }
}

function read(path: string): Uint8Array {
  using directory = AnchoredDirectory.open(dirname(path));
  const file = readFileIn(directory, basename(path), fileBytes);
  if (file) return file.bytes;
  throw new IdentikitError("FILE_UNREADABLE", `${path} is not there any more`, {
    remedy: "Keep other steps from removing it.",
  });
}

/** Writes the file where only this user reads it, and where the runner cleans up after the job. */
function keep({ env }: Context, file: { name: string; bytes: Uint8Array }): string {
  const path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-fetched-"));
  atExit(() => rmSync(path, { recursive: true, force: true }));
  using directory = AnchoredDirectory.open(path);
  writeFileIn(directory, file.name, file.bytes, { mode: 0o600, sync: false });
  return join(path, file.name);
}
