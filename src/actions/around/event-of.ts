import { type CiEvent, readEvent } from "../../host/event.ts";
import type { JobEnv } from "../../host/host.ts";

/** The event of this CI job; with a commit that the workflow names, that one is meant. */
export function eventOf(env: JobEnv, commit: string | undefined): CiEvent {
  return commit === undefined ? readEvent(env) : { ...readEvent({ ...env, GITHUB_SHA: commit }), commit };
}
