import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { house } from "../architecture/rooms.ts";
import type { ForgePrograms } from "./forge-programs.ts";
import type { Gitea } from "./gitea.ts";

/** Which jobs a runner takes, and what it gives them. */
export interface RunnerKind {
  readonly name: string;
  /** What its jobs name in `runs-on`. */
  readonly label: string;
  /** Variables of each of its jobs. */
  readonly variables?: Readonly<Record<string, string>>;
}

const usual: RunnerKind = { name: "here", label: "ubuntu-latest" };

/** Gitea's own runner, with jobs as processes of this machine and this project's Node.js first on their path. */
export class GiteaRunner implements AsyncDisposable {
  readonly log: string;
  readonly #child: ChildProcess;

  private constructor(log: string, child: ChildProcess) {
    this.log = log;
    this.#child = child;
  }

  static start(programs: ForgePrograms, gitea: Gitea, kind: RunnerKind = usual): GiteaRunner {
    const directory = join(gitea.directory, `runner-${kind.name}`);
    const home = join(directory, "home");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(directory, "config.yaml"), configuration(directory, kind));
    const options = {
      cwd: directory,
      env: { PATH: [join(house, "node_modules/.bin"), process.env.PATH].join(delimiter), HOME: home },
    };
    const config = ["--config", join(directory, "config.yaml")];
    const token = gitea.command("actions", "generate-runner-token").trim().split("\n").at(-1) ?? "";
    const of = ["--no-interactive", "--instance", gitea.origin, "--name", kind.name, "--token", token];
    execFileSync(programs.runner, ["register", ...config, ...of, "--labels", `${kind.label}:host`], {
      ...options,
      stdio: "pipe",
    });
    const log = join(directory, "runner.log");
    const out = openSync(log, "w");
    return new GiteaRunner(
      log,
      spawn(programs.runner, ["daemon", ...config], { ...options, stdio: ["ignore", out, out] }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill("SIGTERM");
    await Promise.race([once(this.#child, "exit"), sleep(20_000)]);
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
  }
}

function configuration(directory: string, { variables = {} }: RunnerKind): string {
  return `log:
  level: info
runner:
  file: ${directory}/.runner
  capacity: 2
  fetch_interval: 1s
  fetch_interval_max: 1s
  envs: ${JSON.stringify(variables)}
cache:
  enabled: false
host:
  workdir_parent: ${directory}/work
`;
}
