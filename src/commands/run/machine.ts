import { hostname } from "node:os";
import { outboxProgramFile } from "../../adapters/outbox-server/outbox-program.ts";
import { hostOf, runUrlOf } from "../../host/host.ts";
import { type Project, workPath } from "../../project/project.ts";
import { nodeProgram } from "../../runtime/node-program.ts";
import { hostIsolation } from "../../supervisor/host-isolation.ts";
import { hostWorkspaces } from "../../supervisor/host-workspaces.ts";
import type { SupervisorPorts } from "../../supervisor/ports.ts";
import { WorkspaceRoot } from "../../workspace/host/workspace-root.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { outputPath } from "../places/output-path.ts";
import type { RunCommandOptions } from "./run.ts";

/** What of the machine agents may never see, beside what isolation keeps from them. */
export interface MachineSecrets {
  readonly paths: readonly string[];
  readonly values: readonly string[];
}

/** This machine, as a supervisor works with it. */
export function machineOf(
  context: CommandContext,
  project: Project,
  options: RunCommandOptions,
  guards: MachineSecrets,
): SupervisorPorts {
  const { env, clock, log } = context;
  const host = hostOf(env);
  const token = env[hostTokenVariable];
  const program = outboxProgramFile();
  const ciRun = runUrlOf(host, env);
  const from = options.remote ?? host.serverUrl;
  const root =
    options.workspaces === undefined
      ? workPath(project, "workspaces")
      : outputPath(context, options.workspaces);
  return {
    root: workPath(project, "attempts"),
    workspaces: hostWorkspaces({
      root: new WorkspaceRoot(root, env, () => clock.now()),
      addressOf: (repository) => `${from}/${repository}.git`,
      credential: token ? { username: "x-access-token", token } : undefined,
    }),
    isolation: hostIsolation({
      host: { env, stateDirectory: workPath(project, "isolation") },
      programs: options.programs.map((path) => outputPath(context, path)),
      outbox: program === undefined ? undefined : { node: nodeProgram(), program },
      guards,
    }),
    runner: { name: env.RUNNER_NAME ?? hostname(), ...(ciRun === undefined ? {} : { ciRun }) },
    clock,
    log,
  };
}
