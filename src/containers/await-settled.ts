import type Docker from "dockerode";
import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import { codeOf } from "../fault/thrown.ts";
import { type Inspected, inspectIfThere } from "./agent-container.ts";

export interface SettleOptions {
  /** How long the container may take to become healthy, in milliseconds. */
  readonly withinMs: number;
  /** How long it must then stay up, without an end, a restart or a failed health check, in milliseconds. */
  readonly settleMs: number;
  /** The restarts that it had before; those that it has at the first look if left out. */
  readonly restarts?: number;
  readonly signal?: AbortSignal | undefined;
}

const pollMs = 250;

/**
 * Waits until a container has settled: it is up (healthy, where it has a health check) and stays so for the settle
 * time. The one proof on which a container may be removed in favour of this one.
 * @throws {IdentikitError} `CONTAINER_FAILED`; what `signal` was aborted with
 */
export async function awaitSettled(engine: Docker, id: string, options: SettleOptions): Promise<void> {
  const { withinMs, settleMs, signal } = options;
  const began = performance.now();
  let first: Inspected | undefined;
  let upSince: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await inspectIfThere(engine, id);
    if (!seen) throw failed("it was removed");
    first ??= seen;
    checkUp(seen, first, options.restarts ?? first.RestartCount);
    const now = performance.now();
    if (isHealthy(seen)) upSince ??= now;
    else upSince = undefined;
    if (upSince !== undefined && now - upSince >= settleMs) return;
    if (upSince === undefined && now - began > withinMs)
      throw failed(`it was not healthy within ${withinMs / 1000} seconds`);
    const rest = upSince === undefined ? pollMs : settleMs - (now - upSince);
    await pause(Math.min(pollMs, Math.max(rest, 1)), signal);
  }
}

/** {@link awaitSettled} as an answer. What keeps it from being found out is thrown. */
export async function hasSettled(engine: Docker, id: string, options: SettleOptions): Promise<boolean> {
  try {
    await awaitSettled(engine, id, options);
    return true;
  } catch (caught) {
    if (codeOf(caught) === "CONTAINER_FAILED") return false;
    throw caught;
  }
}

function checkUp({ State, RestartCount }: Inspected, first: Inspected, restarts: number): void {
  if (State.Restarting || !State.Running) throw failed(`it ended with exit code ${State.ExitCode}`);
  if (RestartCount > restarts || State.StartedAt !== first.State.StartedAt)
    throw failed("it ended and was restarted");
  if (State.Health?.Status === "unhealthy") throw failed("its health check failed");
}

function isHealthy({ State }: Inspected): boolean {
  const status = State.Health?.Status ?? "none";
  return status === "none" || status === "healthy";
}

function failed(how: string): IdentikitError {
  return new IdentikitError("CONTAINER_FAILED", `the new container did not come up: ${how}`, {
    remedy: "Look at the image and at what the container needs, then run again.",
  });
}
