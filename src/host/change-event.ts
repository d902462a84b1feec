import { z } from "zod";
import type { PullRequest } from "../changes/facts.ts";
import { readPayload } from "./event.ts";
import type { JobEnv } from "./host.ts";
import { requestInPayload } from "./pull-requests.ts";

/** What an event says of a change; every part may be missing. */
export interface ChangeEvent {
  /** The pull request as the payload remembers it: a run that is repeated has an old one. */
  readonly request?: PullRequest;
  /** Commit ids: what was there before, and what is there now. */
  readonly base?: string;
  readonly head?: string;
}

const text = z.string().optional().catch(undefined);

/** Events of a pull request, of a merge queue, of a push, and those that tell that a check has come to its end. */
const eventSchema = z.looseObject({
  merge_group: z.looseObject({ head_sha: text, base_sha: text }).optional(),
  workflow_run: z.looseObject({ head_sha: text }).optional(),
  check_run: z.looseObject({ head_sha: text }).optional(),
  check_suite: z.looseObject({ head_sha: text }).optional(),
  before: text,
  after: text,
  sha: text,
});

const commitId = /^(?!0+$)[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The change that the job's event is about, by what its payload holds.
 * @throws {IdentikitError} `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export function readChangeEvent(env: JobEnv): ChangeEvent {
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  if (payload.pull_request) {
    const request = requestOrNothing(payload.pull_request);
    if (request) return { request, base: request.base, head: request.head };
  }
  const event = eventSchema.parse(payload);
  const head =
    event.merge_group?.head_sha ??
    event.workflow_run?.head_sha ??
    event.check_run?.head_sha ??
    event.check_suite?.head_sha ??
    event.after ??
    event.sha;
  const base = event.merge_group?.base_sha ?? event.before;
  return { ...(isCommit(base) ? { base } : {}), ...(isCommit(head) ? { head } : {}) };
}

function requestOrNothing(value: unknown): PullRequest | undefined {
  try {
    return requestInPayload(value);
  } catch {
    // A payload of a test, or of another kind of event, names only a part of it: the host is asked.
    return undefined;
  }
}

/** A branch that is new has zeros before it. */
function isCommit(commit: string | undefined): commit is string {
  return commit !== undefined && commitId.test(commit);
}
