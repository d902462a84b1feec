import { parseJson } from "../../document/json.ts";
import { decodeText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";
import { digestOf } from "../../tree/digest.ts";
import type { IncomingEvent } from "./delivery.ts";
import { readForgeEvent } from "./forge-event.ts";
import { mostWebhookBytes } from "./webhook-request.ts";

/** What the runner says of its job. */
export interface CiJob {
  readonly forge: "github" | "gitea";
  /** Its variables, such as `GITHUB_EVENT_NAME`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that `GITHUB_EVENT_PATH` names, as it is. */
  readonly payload: Uint8Array;
}

/**
 * Reads the event of a CI job. Its delivery has the ID of the CI run, whichever attempt it is: a run that is repeated starts nothing new.
 * @throws {IdentikitError} `EVENT_REFUSED` for pull_request_target, and for a pull request of a fork, whose workflow the fork has
 * written; `EVENT_INVALID`, `DOCUMENT_INVALID`, `REF_UNSAFE`
 */
export function readCiEvent({ forge, env, payload }: CiJob): IncomingEvent {
  const event = needed(env, "GITHUB_EVENT_NAME", /^[a-z][a-z0-9_]{0,99}$/);
  if (event === "pull_request_target")
    throw refused(
      "pull_request_target runs with the secrets of the repository on content that anybody can send",
    );
  if (payload.length > mostWebhookBytes)
    throw new IdentikitError(
      "EVENT_INVALID",
      `the payload of the event has more than ${mostWebhookBytes} bytes`,
      {
        remedy: "Look at what the runner wrote to GITHUB_EVENT_PATH.",
      },
    );
  const { value } = parseJson(decodeText(payload, "the event"), "the event");
  const facts = readForgeEvent(event, value);
  const isOfRequest = event === "pull_request" || event.startsWith("pull_request_review");
  if (facts.claimsFork && isOfRequest)
    throw refused(
      `${event} of a fork runs a workflow that the fork has written, so nothing of it can be trusted`,
    );
  const repository = needed(env, "GITHUB_REPOSITORY", /^[A-Za-z0-9_][^/\s]*\/[^/\s]+$/);
  if (facts.repository !== undefined && facts.repository.toLowerCase() !== repository.toLowerCase())
    throw new IdentikitError(
      "EVENT_INVALID",
      `the event is of ${facts.repository} and the job of ${visible(repository)}`,
      {
        remedy: "Give the payload that the runner wrote for this job.",
      },
    );
  const run = needed(env, "GITHUB_RUN_ID", /^[0-9]{1,30}$/);
  const server = (env.GITHUB_SERVER_URL ?? "").replace(/^https?:\/\//, "").slice(0, 150);
  const { GITHUB_SHA: sha } = env;
  return {
    source: facts.type === "schedule" ? "schedule" : facts.type === "manual" ? "manual" : "ci",
    forge,
    deliveryId: `ci:${visible(server)}/${repository}:${run}`.slice(0, 400),
    digest: digestOf(payload),
    // Events without a commit of their own run at the one that the runner names.
    facts:
      facts.refs.head === undefined &&
      facts.refs.ref !== undefined &&
      sha !== undefined &&
      /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha)
        ? { ...facts, repository, refs: { ...facts.refs, head: sha } }
        : { ...facts, repository },
    payload: value,
  };
}

function needed(env: CiJob["env"], name: string, form: RegExp): string {
  const value = env[name];
  if (value !== undefined && form.test(value)) return value;
  const given = value === undefined ? "is not set" : `is "${visible(shortened(value, 100))}"`;
  throw new IdentikitError("EVENT_INVALID", `the variable ${name} ${given}`, {
    remedy: "Run this in a job of GitHub Actions or Gitea Actions, which set it.",
  });
}

function refused(why: string): IdentikitError {
  return new IdentikitError("EVENT_REFUSED", why, {
    remedy: "Take events of forks by a signed webhook, or by workflow_run, and let the rule say forks: only.",
  });
}
