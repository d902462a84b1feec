import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { IdentikitError } from "../../fault/error.ts";
import { inspectIfThere } from "./agent-container.ts";

export interface HealthOptions {
  /** How long the container may take to come up, in milliseconds. */
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

const pollMs = 250;
/** Without a health check, a container that ran for so long has come up. */
const settledMs = 3_000;

/**
 * Waits until a container has come up: by its health check where it has one, else by its not having ended for a while.
 * @throws {IdentikitError} `CONTAINER_FAILED`; what `signal` was aborted with
 */
export async function awaitHealth(
  engine: Docker,
  id: string,
  { withinMs, signal }: HealthOptions,
): Promise<void> {
  let state: Docker.ContainerInspectInfo["State"] | undefined;
  for (let waited = 0; waited <= withinMs; waited += pollMs) {
    signal?.throwIfAborted();
    state = (await inspectIfThere(engine, id))?.State;
    if (!state) throw failed("it was removed");
    if (state.Restarting || !state.Running) throw failed(`it ended with exit code ${state.ExitCode}`);
    const health = state.Health?.Status;
    if (health === "unhealthy") throw failed("its health check failed");
    const checked = health !== undefined && health !== "none";
    if (checked ? health === "healthy" : waited >= settledMs) return;
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
  throw failed(`it was not healthy within ${withinMs / 1000} seconds`);
}

function failed(how: string): IdentikitError {
  return new IdentikitError("CONTAINER_FAILED", `the new container did not come up: ${how}`, {
    remedy: "Look at the image and at what the container needs, then run again.",
  });
}
