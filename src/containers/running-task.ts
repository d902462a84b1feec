import { lstatSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { agentOf, type Inspected } from "./agent-container.ts";
import { asked, engineStatus } from "./engine-call.ts";

/**
 * The entry of an env directory that says that a task runs: whoever gives the agent a task makes it, and removes it
 * when the task has ended.
 */
export const taskMarker = ".identikit-task";
/** A container's start is noted a moment after its first process began, which may have made the marker by then. */
const startSlackMs = 2_000;

/**
 * What an agent's container is busy with, in a few words; `undefined` where no task runs. A task runs in a container
 * that is up and
 *
 * - has an exec session other than its health check, or
 * - has a {@link taskMarker} in its env directory that is not older than the container's start: one from before it
 *   belongs to a process that is gone.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function runningTask(
  engine: Docker,
  container: Inspected,
  envRoot: string,
): Promise<string | undefined> {
  if (!container.State.Running) return undefined;
  const session = await execSession(engine, container);
  if (session !== undefined) return `an exec session of ${JSON.stringify(session)}`;
  const marker = lstatSync(join(envRoot, agentOf(container), taskMarker), { throwIfNoEntry: false });
  const started = Date.parse(container.State.StartedAt);
  return marker && marker.mtimeMs >= started - startSlackMs ? `a task, says ${taskMarker}` : undefined;
}

interface ExecProcess {
  readonly entrypoint: string;
  readonly arguments?: readonly string[] | null;
}

/** The program of a running exec session: its arguments may hold secrets and are not shown. */
async function execSession(engine: Docker, container: Inspected): Promise<string | undefined> {
  for (const id of container.ExecIDs ?? []) {
    const exec = await execIfThere(engine, id);
    const program: ExecProcess | undefined = exec?.Running ? exec.ProcessConfig : undefined;
    if (program && !isHealthCheck(program, container)) return program.entrypoint;
  }
  return undefined;
}

async function execIfThere(engine: Docker, id: string): Promise<Docker.ExecInspectInfo | undefined> {
  return asked(`inspect exec session ${id.slice(0, 12)}`, async () => {
    try {
      return await engine.getExec(id).inspect();
    } catch (cause) {
      if (engineStatus(cause) === 404) return undefined;
      throw cause;
    }
  });
}

/** The engine runs health checks as exec sessions: `CMD` as it is given, `CMD-SHELL` as the last word for a shell. */
function isHealthCheck(program: ExecProcess, { Config }: Inspected): boolean {
  const [kind, ...test] = Config.Healthcheck?.Test ?? [];
  const words = [program.entrypoint, ...(program.arguments ?? [])];
  if (kind === "CMD-SHELL") return words.length > 1 && words.at(-1) === test[0];
  return kind === "CMD" && words.length === test.length && words.every((word, at) => word === test[at]);
}
