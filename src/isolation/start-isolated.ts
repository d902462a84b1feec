import { randomBytes } from "node:crypto";
import { IdentikitError } from "../fault/error.ts";
import { stopped } from "../fault/stopped.ts";
import { messageOf } from "../fault/thrown.ts";
import { checkedEnvironment } from "./agent-environment.ts";
import { checkRequest } from "./check-request.ts";
import { IsolatedProcess } from "./isolated-process.ts";
import type { IsolatedRequest, IsolationHost } from "./isolation.ts";
import { guardsOf } from "./launch/guards.ts";
import { readLaunchReport, type StagedLaunch } from "./launch/launch-script.ts";
import { startLocal } from "./start-local.ts";
import type { Vessel } from "./vessel.ts";

/** How long the stage before the agent may take. */
const launchMs = 60_000;

/**
 * Starts a program apart from everything else, under the isolation, the network policy and the limits that it was admitted for. Before it
 * starts, a stage in its very place has tried to get at what it must not have.
 * @returns the running program; dispose of it, or wait for its end
 * @throws {IdentikitError} `AGENT_ENV_UNSAFE` where it could reach the supervisor's or the runner's credentials; `AGENT_ENV_INVALID`;
 * `ISOLATION_UNAVAILABLE`, `ISOLATION_FAILED`, `NETWORK_UNHELD`; `ENGINE_UNREACHABLE`, `ENGINE_FAILED`, `IMAGE_MISSING` for containers;
 * what `signal` was aborted with
 */
export async function startIsolated(
  request: IsolatedRequest,
  host: IsolationHost,
  signal: AbortSignal,
): Promise<IsolatedProcess> {
  if (signal.aborted) throw stopped(signal, "stopped before the agent was started");
  const env = checkedEnvironment(request.env);
  checkRequest(request);
  const nonce = randomBytes(16).toString("hex");
  const launch: StagedLaunch = {
    nonce,
    guards: guardsOf(host, request.guards),
    mounts: request.mounts,
    cwd: request.cwd,
    argv: request.argv,
  };
  const vessel = await startVessel({ ...request, env }, host, launch, signal);
  const started = new IsolatedProcess(vessel, request.limits);
  try {
    await launched(started, vessel, launch, signal);
  } catch (fault) {
    await started.end().catch(() => {});
    throw fault;
  }
  const stop = (): void => void started.end(reasonOf(signal)).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  void started.ended.finally(() => signal.removeEventListener("abort", stop)).catch(() => {});
  if (signal.aborted) stop();
  return started;
}

async function startVessel(
  request: IsolatedRequest,
  host: IsolationHost,
  launch: StagedLaunch,
  signal: AbortSignal,
): Promise<Vessel> {
  if (request.isolation !== "container") return await startLocal(request, host, launch);
  // Everything but containers does without the engine's client.
  const { startContainer } = await import("./container/start-container.ts");
  return await startContainer(request, host, launch, signal);
}

/** Hears what the stage found, and tells it to go on where that is nothing. */
async function launched(
  started: IsolatedProcess,
  vessel: Vessel,
  { nonce }: StagedLaunch,
  signal: AbortSignal,
): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(launchMs)]);
  const { promise: late, reject } = Promise.withResolvers<undefined>();
  late.catch(() => {});
  const giveUp = (): void => reject(signal.aborted ? stopped(signal) : failed("it took too long", ""));
  patience.addEventListener("abort", giveUp, { once: true });
  try {
    const next = () => Promise.race([started.nextLine(), late]);
    const { isReady, unsafe, missing } = await readLaunchReport(nonce, next);
    if (unsafe.length > 0) throw unsafeFault(unsafe);
    if (!isReady) throw await failureOf(started, vessel);
    if (missing.length > 0) throw failed(missing.join(", "), "");
    vessel.stdin.write(`${nonce} go\n`);
  } finally {
    patience.removeEventListener("abort", giveUp);
  }
}

async function failureOf(started: IsolatedProcess, vessel: Vessel): Promise<IdentikitError> {
  const { failure, code, signal } = await vessel.exited;
  await started.ended.catch(() => {});
  if (failure instanceof IdentikitError) return failure;
  const why = failure === undefined ? `it ended with ${signal ?? `code ${code}`}` : messageOf(failure);
  return failed(why, started.stderrTail());
}

function failed(why: string, said: string): IdentikitError {
  const text = said.replace(/\s+/g, " ").trim().slice(-500);
  return new IdentikitError(
    "ISOLATION_FAILED",
    `the agent's place could not be made: ${why}${text === "" ? "" : ` (${text})`}`,
    {
      remedy:
        "Check that the directories of the run are there and can be reached by another user, and what identikit doctor says of isolation.",
    },
  );
}

function unsafeFault(unsafe: readonly string[]): IdentikitError {
  const first = unsafe.slice(0, 5).join("; ");
  const more = unsafe.length > 5 ? `; and ${unsafe.length - 5} more` : "";
  return new IdentikitError(
    "AGENT_ENV_UNSAFE",
    `the agent was not started: from its place, ${first}${more}`,
    {
      remedy:
        "Use a stronger isolation, or take away what the message names: give it to another user, or remove it before the agent runs.",
    },
  );
}

/** A deadline of the caller's is the end of its time. */
function reasonOf(signal: AbortSignal): "time" | "stopped" {
  const { reason } = signal;
  return reason instanceof Error && reason.name === "TimeoutError" ? "time" : "stopped";
}
