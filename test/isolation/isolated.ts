import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { IsolatedProcess } from "../../src/isolation/isolated-process.ts";
import type { IsolatedRequest, IsolationHost } from "../../src/isolation/isolation.ts";
import { startIsolated } from "../../src/isolation/start-isolated.ts";
import { scratchDirectory } from "../scratch.ts";

/** A machine whose user ids for agents are the test's own. */
export function scratchHost(env: IsolationHost["env"] = {}): IsolationHost {
  const stateDirectory = scratchDirectory();
  return { env: { PATH: process.env.PATH, ...env }, stateDirectory, uids: ownRange() };
}

/** Tests run at once in several processes, and those of leftovers end what nobody has locked, so each gets a range of its own. */
function ownRange() {
  return { first: 2_014_000_000 + (process.pid % 20_000) * 20, count: 20 };
}

/** A directory that an agent may work in, reached by everybody. */
export function workDirectory(): string {
  const path = join(scratchDirectory(), "work");
  mkdirSync(path);
  chmodSync(join(path, ".."), 0o755);
  return path;
}

/** An agent that is a shell script in a directory of its own. */
export function shellAgent(
  script: string,
  request: Partial<IsolatedRequest> & Pick<IsolatedRequest, "isolation">,
): IsolatedRequest {
  const work = request.cwd ?? workDirectory();
  return {
    attempt: "attempt-1",
    argv: ["/bin/sh", "-c", script],
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", HOME: work },
    cwd: work,
    mounts: [{ source: work, target: work, writable: true }],
    network: { mode: "none" },
    limits: { outputBytes: 1_000_000, milliseconds: 100_000 },
    ...request,
  };
}

/** Starts it, and ends it with the test. */
export async function started(request: IsolatedRequest, host: IsolationHost): Promise<IsolatedProcess> {
  const running = await startIsolated(request, host, new AbortController().signal);
  onTestFinished(() => running[Symbol.asyncDispose]());
  return running;
}

/** Everything that an agent says, and how it ended. */
export async function outcomeOf(request: IsolatedRequest, host: IsolationHost) {
  const running = await started(request, host);
  const lines = await Array.fromAsync(running.lines());
  return { lines, ...(await running.ended), stderr: running.stderrTail() };
}
