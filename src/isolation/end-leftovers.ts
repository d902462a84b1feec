import { ownUser } from "../runtime/own-user.ts";
import type { IsolationHost } from "./isolation.ts";
import { endAbandoned } from "./user/agent-uid.ts";

/** What was found and ended. */
export interface Leftovers {
  readonly containers: number;
  readonly processes: number;
}

/**
 * Ends what a supervisor that was killed has left of an attempt. Containers are found by their label. Processes of agents are found by
 * their user ids, those of every supervisor that is gone; bubblewrap's have died with theirs.
 * @throws {IdentikitError} `ISOLATION_FAILED`; `ENGINE_FAILED`
 */
export async function endLeftovers(attempt: string, host: IsolationHost): Promise<Leftovers> {
  const processes = ownUser()?.uid === 0 ? await endAbandoned(host) : 0;
  // Only containers need the engine's client.
  const { endLeftContainers } = await import("./container/left-containers.ts");
  return { containers: await endLeftContainers(attempt, host), processes };
}
