import type { EventFacts } from "./event-facts.ts";
import { readForgeEvent } from "./forge-event.ts";

/** What a person starts at the command line or on a page. */
export interface ManualStart {
  readonly repository: string;
  /** The login, as the session or the operating system gives it. */
  readonly actor: string;
  /** A full ref, or the name of a branch. */
  readonly ref?: string;
  readonly head?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * The event of a start by hand, checked as one of a forge is.
 * @throws {IdentikitError} `EVENT_INVALID`, `REF_UNSAFE`
 */
export function manualEvent({ repository, actor, ref, head, inputs }: ManualStart): EventFacts {
  return readForgeEvent("workflow_dispatch", {
    repository: { full_name: repository },
    sender: { login: actor },
    ...(ref === undefined ? {} : { ref }),
    ...(head === undefined ? {} : { after: head }),
    ...(inputs === undefined ? {} : { inputs }),
  });
}
