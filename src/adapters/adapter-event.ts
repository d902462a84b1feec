import type { RunEvent } from "../agents/run-bundle/run-event.ts";

/** An event before its runner numbers it and says when it was. */
export type StreamEvent = Omit<RunEvent, "seq" | "time">;

/** What an attempt has used since it began, as far as the client has said. */
export interface AttemptUsage {
  /** Answers of the model. Codex does not count them: there it is what came of them, see docs/reference/adapters.md. */
  readonly turns: number;
  /** Tokens read and written, those from a cache among them. */
  readonly tokens: number;
  /** US dollars, at most six decimals; left out where the client does not count them. */
  readonly cost?: string;
}

/** How a client says that its work ended. */
export interface StreamResult {
  readonly outcome: "succeeded" | "failed" | "limited";
  /** The client's own word for why, such as `error_max_turns`. */
  readonly reason?: string;
  /** Its last words, or what it complained of. */
  readonly text?: string;
}

/** What a line of a client's stream says. */
export type AdapterEvent =
  | { readonly kind: "event"; readonly event: StreamEvent }
  /** The client has given the session a name. */
  | { readonly kind: "session"; readonly sessionId: string }
  /** Sums of the attempt, each time that there are new ones. */
  | { readonly kind: "usage"; readonly usage: AttemptUsage }
  /** The client has come to an end; a later one replaces it. Without any, the client ended before its work did. */
  | { readonly kind: "result"; readonly result: StreamResult };
