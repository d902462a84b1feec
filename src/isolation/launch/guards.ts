import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { engineHost } from "../../image/engine/connection.ts";
import { processId } from "../../runtime/process-id.ts";
import type { AgentGuards, IsolationHost } from "../isolation.ts";
import { commandLineOf, lineageOf, type ProcessMark } from "./processes.ts";

/** What an agent must not get at. */
export interface AgentBounds {
  /** The supervisor and those above it: their variables, memory, files and lives. */
  readonly processes: readonly ProcessMark[];
  readonly unreadable: readonly string[];
  readonly unwritable: readonly string[];
  /** The first of the supervisor's line whose command line shows a guarded value, where an agent can see command lines. */
  readonly telltale: number | undefined;
}

const engineSockets: readonly string[] = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
  "/run/buildkit/buildkitd.sock",
];
const credentialFiles: readonly string[] = [
  ".ssh",
  ".docker/config.json",
  ".config/containers/auth.json",
  ".netrc",
  ".git-credentials",
  ".config/git/credentials",
  ".config/gh/hosts.yml",
  ".npmrc",
  ".aws/credentials",
  ".azure",
  ".config/gcloud",
  ".kube/config",
];
/** Files by which a step steers those after it: whoever writes them runs code in the job. */
const commandFiles: readonly string[] = [
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_OUTPUT",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
];

/** Everything that is kept from every agent, with what the caller keeps from this one. */
export function guardsOf({ env }: IsolationHost, own: AgentGuards = { paths: [], values: [] }): AgentBounds {
  const processes = lineageOf(processId());
  const engine = engineHost(env);
  const home = env.HOME;
  const unreadable = [
    ...own.paths,
    ...engineSockets,
    ...(engine.startsWith("unix://") ? [engine.slice("unix://".length)] : []),
    ...(env.SSH_AUTH_SOCK ? [env.SSH_AUTH_SOCK] : []),
    ...(env.XDG_RUNTIME_DIR
      ? ["docker.sock", "podman/podman.sock"].map((name) => join(env.XDG_RUNTIME_DIR ?? "", name))
      : []),
    ...(home ? credentialFiles.map((name) => join(home, name)) : []),
    ...runnerFiles(env),
  ];
  const values = [...own.values, ...tokensOf(env)];
  return {
    processes,
    unreadable: [...new Set(unreadable.flatMap(bothNames))],
    unwritable: commandFiles.flatMap((name) => env[name] ?? []),
    telltale: processes.find(({ pid }) => showsOne(commandLineOf(pid), values))?.pid,
  };
}

/** What a runner leaves on the disk: its own credentials, beside the work directory, and those of checkouts. */
function runnerFiles({
  RUNNER_TEMP: temporary,
  GITHUB_WORKSPACE: workspace,
}: IsolationHost["env"]): string[] {
  const found: string[] = [];
  if (temporary) {
    const root = dirname(dirname(temporary));
    found.push(
      ...[".credentials", ".credentials_rsaparams", ".runner", ".env"].map((name) => join(root, name)),
    );
    found.push(
      ...filesOf(temporary)
        .filter((name) => /^git-credentials-/.test(name))
        .map((name) => join(temporary, name)),
    );
  }
  const config = workspace ? join(workspace, ".git/config") : undefined;
  if (config !== undefined && /extraheader|:\/\/[^/\s]*@/i.test(textOf(config))) found.push(config);
  return found;
}

/** Values of the supervisor's variables that are credentials by their name. Short ones would be found everywhere. */
function tokensOf(env: IsolationHost["env"]): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined &&
    value.length >= 12 &&
    /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|_KEY$|_URL$/i.test(name) &&
    !/FILE|PATH|DIR/i.test(name) &&
    !isPlainUrl(value)
      ? [value]
      : [],
  );
}

function isPlainUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.username === "" && url.password === "" && url.search === "";
}

function showsOne(commandLine: string, values: readonly string[]): boolean {
  return values.some((value) => value.length >= 8 && commandLine.includes(value));
}

function bothNames(path: string): string[] {
  try {
    return [path, realpathSync(path)];
  } catch {
    return [path];
  }
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
