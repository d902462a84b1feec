import { basename, dirname } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { readFileIn } from "../tree/file-reader.ts";
import type { JobEnv } from "./host.ts";

/** What started the job. `commit` is the one that a status belongs on: a pull request's head, never its merge. */
export type CiEvent = { readonly commit: string } & (
  | { readonly kind: "pull-request"; readonly number: number; readonly fork: boolean }
  | { readonly kind: "push"; readonly branch: string }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "schedule" }
  | { readonly kind: "dispatch" }
  | { readonly kind: "other"; readonly name: string }
);

/** GitHub cuts payloads at 25 MB; Gitea's are smaller. */
const payloadBytes = 25 * 1024 * 1024;

const side = z.looseObject({
  sha: z.string().optional(),
  repo: z.looseObject({ full_name: z.string() }).nullish(),
});

const payloadSchema = z.looseObject({
  pull_request: z
    .looseObject({ number: z.int().positive(), head: side.optional(), base: side.optional() })
    .optional(),
  workflow_run: z.looseObject({ head_sha: z.string() }).optional(),
});

export type Payload = z.infer<typeof payloadSchema>;

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The event of this job, from the runner's variables and its payload file.
 * @throws {IdentikitError} `USAGE` where the commit is not known, `DOCUMENT_INVALID` for a payload that is no event,
 * `FILE_UNREADABLE` for one that cannot be read
 */
export function readEvent(env: JobEnv): CiEvent {
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  const name = env.GITHUB_EVENT_NAME ?? "";
  if (name.startsWith("pull_request") && payload.pull_request) return pullRequest(payload.pull_request, env);
  if (name === "workflow_run") {
    return { kind: "other", name, commit: commitOf(payload.workflow_run?.head_sha ?? env.GITHUB_SHA) };
  }
  const commit = commitOf(env.GITHUB_SHA);
  if (name === "schedule" || name === "")
    return name === "" ? { kind: "other", name, commit } : { kind: name, commit };
  if (name === "workflow_dispatch") return { kind: "dispatch", commit };
  return name === "push" ? pushed(env.GITHUB_REF ?? "", commit) : { kind: "other", name, commit };
}

function pullRequest(request: NonNullable<Payload["pull_request"]>, env: JobEnv): CiEvent {
  const commit = commitOf(request.head?.sha ?? env.GITHUB_SHA);
  const head = request.head?.repo?.full_name.toLowerCase();
  const base = request.base?.repo?.full_name.toLowerCase() ?? env.GITHUB_REPOSITORY?.toLowerCase();
  // A head without a repository is one whose fork was deleted.
  return { kind: "pull-request", number: request.number, commit, fork: head !== base };
}

function pushed(ref: string, commit: string): CiEvent {
  if (ref.startsWith("refs/tags/")) return { kind: "tag", tag: ref.slice("refs/tags/".length), commit };
  return { kind: "push", branch: ref.replace(/^refs\/heads\//, ""), commit };
}

function commitOf(text: string | undefined): string {
  if (text !== undefined && commitId.test(text)) return text;
  throw new IdentikitError("USAGE", "the event of this job names no commit", {
    remedy:
      "Name the commit in the input `commit`; the runner gives it in GITHUB_SHA or in the event's payload.",
  });
}

/**
 * The bytes of an event's file as they are; none for an empty one.
 * @throws {IdentikitError} `FILE_UNREADABLE`, also for a file that is not there
 */
export function readEventFile(path: string, mostBytes: number): Uint8Array {
  using directory = AnchoredDirectory.open(dirname(path));
  const file = readFileIn(directory, basename(path), mostBytes);
  if (file) return file.bytes;
  throw new IdentikitError("FILE_UNREADABLE", `there is no event payload ${path}`, {
    remedy: "Run this in a CI job, whose runner writes it, or name a file with --event.",
  });
}

/** The payload of the job's event, of which little is known. @throws {IdentikitError} as {@link readEvent} */
export function readPayload(path: string | undefined): Payload {
  if (!path) return {};
  using directory = AnchoredDirectory.open(dirname(path));
  const file = readFileIn(directory, basename(path), payloadBytes);
  if (!file || file.bytes.length === 0) return {};
  try {
    return payloadSchema.parse(JSON.parse(file.bytes.toString("utf8")));
  } catch (cause) {
    throw new IdentikitError("DOCUMENT_INVALID", `the event payload ${path} is not an event`, {
      remedy: "The runner writes it; under act give a JSON object with -e FILE.",
      cause,
    });
  }
}
