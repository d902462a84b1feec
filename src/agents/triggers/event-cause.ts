import { marksIn } from "../kinds/run-mark.ts";
import type { EventFacts } from "./event-facts.ts";
import type { ForgePayload } from "./payload.ts";

/** What somebody does that brings the text of an issue or pull request into the world. */
const brings = new Set(["opened", "edited", "reopened"]);
/** What brings the commits of a pull request. */
const pushes = new Set(["opened", "synchronize", "synchronized", "reopened"]);

/**
 * The marks in the text that an event itself brings: a comment, a new issue or pull request, the commit that was pushed or checked. The
 * text of a pull request that somebody labels is not what has happened.
 */
export function marksOfEvent(event: string, payload: ForgePayload): readonly string[] {
  const { action, comment, review, issue, pull_request: request } = payload;
  const said = comment?.body ?? review?.body ?? review?.content;
  if (said) return marksIn(said);
  if (event === "pull_request" && brings.has(action ?? "")) return marksIn(request?.body ?? "");
  if (event === "issues" && brings.has(action ?? "")) return marksIn(issue?.body ?? "");
  const commit = payload.head_commit ?? payload.workflow_run?.head_commit;
  return marksIn(commit?.message ?? "");
}

/** What of the forge an event comes of: a record that says that a run wrote it makes the event part of a chain. */
export interface EventCause {
  readonly urls: readonly string[];
  readonly commits: readonly string[];
}

/** @see {@link EventCause} */
export function causeOfEvent({ type, action = "", url, refs: { head } }: EventFacts): EventCause {
  const urls = url === undefined ? [] : [url];
  const commits = head === undefined ? [] : [head];
  switch (type) {
    case "comment":
    case "review":
      // Without an address of its own it has that of the issue or pull request, which others wrote.
      return { urls: urls.filter((one) => one.includes("#")), commits: [] };
    case "issue":
      return { urls: brings.has(action) ? urls : [], commits: [] };
    case "pull_request":
      return { urls: brings.has(action) ? urls : [], commits: pushes.has(action) ? commits : [] };
    case "push":
    case "tag":
    case "workflow_run":
    case "webhook":
      return { urls: [], commits };
    default:
      return { urls: [], commits: [] };
  }
}
