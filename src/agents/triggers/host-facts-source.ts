import type { HostFacts } from "../kinds/actor.ts";

/** What the host is asked about an event. */
export interface EventQuestion {
  readonly repository: string;
  /** The login, as the signed request or the runner gives it. */
  readonly actor: string;
  /** A full ref. */
  readonly ref?: string | undefined;
  readonly pullRequest?: number | undefined;
  readonly head?: string | undefined;
  readonly base?: string | undefined;
}

/** What only the host may say of an event. A payload's text is never asked. */
export interface HostFactsSource {
  /**
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`: nothing is started on facts that are not known
   */
  factsOf(question: EventQuestion, signal: AbortSignal): Promise<HostFacts>;
  /** Every path that has changed; `undefined` where the host does not list them all. */
  changedPaths(question: EventQuestion, signal: AbortSignal): Promise<readonly string[] | undefined>;
}
