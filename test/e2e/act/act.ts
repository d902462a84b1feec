import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { house } from "../../architecture/rooms.ts";
import { programPath } from "../../requirement.ts";
import type { CiApi } from "../../services/ci-api.ts";
import { freePort } from "../../services/free-port.ts";
import type { Workspace } from "./workspace.ts";

export interface WorkflowRun {
  /** The file, without its ending, and the folder that it lies in: `.gitea/workflows` if none is named. */
  readonly workflow: string;
  readonly folder?: string;
  readonly event:
    | "push"
    | "pull_request"
    | "pull_request_review"
    | "schedule"
    | "workflow_dispatch"
    | "workflow_run";
  /** The one job that is run, with those that it needs; all of the workflow if left out. */
  readonly job?: string;
  readonly payload?: object;
  /** Whose API and token the jobs get. */
  readonly api?: CiApi;
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface WorkflowResult {
  /** 0 where every job succeeded, else 1. */
  readonly code: number | null;
  /** What act printed. */
  readonly log: string;
}

/**
 * Runs one of the workflows with nektos/act on this machine, without containers, with its artifact server. The jobs get
 * this project's Node.js and the variables given, and nothing of who runs the tests.
 */
export async function runWorkflow(workspace: Workspace, run: WorkflowRun): Promise<WorkflowResult> {
  const { root, outside } = workspace;
  const home = join(outside, "home");
  mkdirSync(home, { recursive: true });
  const payload = join(outside, "event.json");
  writeFileSync(payload, JSON.stringify(run.payload ?? {}));
  const pairs = (flag: string, values: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const api = run.api ? { GITHUB_API_URL: run.api.apiUrl, GITHUB_SERVER_URL: run.api.serverUrl } : {};
  const args = [
    run.event,
    ...(run.job === undefined ? [] : ["--job", run.job]),
    ...["--workflows", `${run.folder ?? ".gitea/workflows"}/${run.workflow}.yml`],
    ...["--platform", "ubuntu-latest=-self-hosted"],
    ...["--eventpath", payload, "--no-cache-server"],
    ...["--artifact-server-path", join(outside, "artifacts"), "--artifact-server-addr", "127.0.0.1"],
    ...["--artifact-server-port", String(await freePort())],
    ...pairs("--env", { ...api, ...run.env }),
    ...pairs("--var", run.vars),
    ...pairs("--secret", { ...run.secrets, ...(run.token ? { GITHUB_TOKEN: run.token } : {}) }),
  ];
  const own = mkdtempSync(join(outside, "act-"));
  const printed = join(own, "printed");
  const path = [lingeringNode(own, printed), join(house, "node_modules/.bin"), process.env.PATH].join(
    delimiter,
  );
  const log = openSync(printed, "a");
  const child = spawn(programPath("act") ?? "act", args, {
    cwd: root,
    env: { PATH: path, HOME: home },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const lines = readFileSync(printed, "utf8").split("\n");
  return { code, log: lines.filter((line) => !line.includes(`| ${lastLine}`)).join("\n") };
}

/** What a program that failed says last, before its number. */
const lastLine = "the last line of process";

/**
 * A folder with a `node` that stays, after a program that failed, until act has printed its last line. act closes the terminal of a
 * failed step as soon as its process has ended (`HostEnvironment.exec`), and what it has not read by then is lost: on a busy machine
 * about one failed step in sixty loses its last lines, and a second of patience did not always help.
 * @param printed the file that act prints to
 */
function lingeringNode(own: string, printed: string): string {
  const folder = join(own, "bin");
  mkdirSync(folder);
  const node = join(house, "node_modules/.bin/node");
  const script = `#!/bin/sh
"${node}" "$@" && exit
code=$?
echo "${lastLine} $$"
for _ in $(seq 600); do
  grep -q "${lastLine} $$$" "${printed}" && break
  sleep 0.1
done
exit $code
`;
  writeFileSync(join(folder, "node"), script, { mode: 0o755 });
  return folder;
}

/** The payload of a pull request, from a branch of the repository or from a fork. */
export function pullRequest(
  head: string,
  from: { repository?: string; title?: string; base?: string } = {},
): object {
  const { repository = "acme/fleet", title = "Change a prompt", base = head } = from;
  return {
    action: "synchronize",
    number: 7,
    pull_request: {
      number: 7,
      title,
      head: { sha: head, ref: "change", repo: { full_name: repository } },
      base: { sha: base, ref: "main", repo: { full_name: "acme/fleet" } },
    },
    repository: { full_name: "acme/fleet", name: "fleet", owner: { login: "acme" }, default_branch: "main" },
  };
}
