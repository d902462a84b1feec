import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { IdentikitError } from "../../fault/error.ts";
import { engineHost, engineVersion } from "../../image/engine/connection.ts";
import type { Context } from "../../runtime/context.ts";
import { nodeVersion } from "../../runtime/node-version.ts";

/** One thing to look at: it gives what was found in a few words, or throws with what is wrong and how to fix it. */
export interface Probe {
  readonly name: string;
  /** Whether the pipeline cannot do without it. */
  readonly needed: boolean;
  readonly look: (signal: AbortSignal) => Promise<string>;
}

const probeMs = 5_000;

/** What the machine has: the runtime, git, and an engine for those who build or run containers. */
export function machineProbes(context: Context): Probe[] {
  return [
    { name: "node", needed: true, look: async () => nodeVersion },
    { name: "git", needed: true, look: gitVersion },
    { name: "docker engine", needed: false, look: (signal) => askEngine(context, signal) },
  ];
}

async function gitVersion(signal: AbortSignal): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"], { signal, timeout: probeMs });
    return stdout.trim().replace("git version ", "");
  } catch (cause) {
    throw new IdentikitError("TOOL_MISSING", "git does not run", {
      remedy: "Install git; templates are read from its objects.",
      cause,
    });
  }
}

async function askEngine(context: Context, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
  const host = engineHost(context.env);
  try {
    return `API ${await engineVersion(context.env, limit)} at ${host}`;
  } catch (cause) {
    throw new IdentikitError("ENGINE_UNREACHABLE", `no Docker Engine answers at ${host}`, {
      remedy:
        "Needed only for docker-daemon: references, the docker builder and containers; start one or set DOCKER_HOST.",
      cause,
    });
  }
}
