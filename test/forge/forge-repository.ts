import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeFiles } from "../scratch.ts";
import type { Account, Answer, Gitea } from "./gitea.ts";

/** A run of a workflow. */
export interface Run {
  readonly id: number;
  /** The workflow's file name. */
  readonly workflow: string;
  /** The branch or tag that it runs for, in full. */
  readonly ref: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string;
}

const patienceMs = 15 * 60_000;

/** A repository of the forge, and a clone of it to change it with. */
export class ForgeRepository {
  readonly gitea: Gitea;
  readonly owner: Account;
  /** `owner/name` */
  readonly name: string;
  readonly root: string;

  private constructor(gitea: Gitea, owner: Account, name: string, root: string) {
    this.gitea = gitea;
    this.owner = owner;
    this.name = name;
    this.root = root;
  }

  /** A new public repository with these files as its first commit on main. */
  static async create(
    gitea: Gitea,
    owner: Account,
    name: string,
    fill: (root: string) => void,
  ): Promise<ForgeRepository> {
    const root = mkdtempSync(join(gitea.directory, "clone-"));
    const repository = new ForgeRepository(gitea, owner, name, root);
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.git("remote", "add", "origin", repository.url(owner));
    fill(root);
    repository.commit("The repository as it stands");
    repository.git("push", "--quiet", "origin", "main");
    // To Gitea 1.27 a repository is empty until it has taken in the first push, a while after git was told so: till then it knows of no
    // pull requests, and panics on a workflow that is started by hand.
    await repository.waitFor("the first push", async () =>
      (await repository.api("GET", "")).empty === false ? true : undefined,
    );
    return repository;
  }

  /** A clone of a repository that is on the forge already. */
  static clone(gitea: Gitea, owner: Account, name: string): ForgeRepository {
    const root = mkdtempSync(join(gitea.directory, "clone-"));
    rmSync(root, { recursive: true });
    const repository = new ForgeRepository(gitea, owner, name, root);
    execFileSync("git", ["clone", "--quiet", repository.url(owner), root], { env: gitEnvironment(gitea) });
    return repository;
  }

  url({ name, token }: Account): string {
    return `${this.gitea.origin.replace("//", `//${name}:${token}@`)}/${this.name}.git`;
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, {
      cwd: this.root,
      env: gitEnvironment(this.gitea),
      encoding: "utf8",
    }).trim();
  }

  /** Commits everything and gives the commit's id. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** A new branch off main with changed files, pushed; gives its commit. */
  pushBranch(branch: string, files: Readonly<Record<string, string>>): string {
    this.git("fetch", "--quiet", "origin", "main");
    this.git("checkout", "--quiet", "-B", branch, "origin/main");
    return this.pushFiles(branch, files);
  }

  /** A further commit on the branch that is checked out, pushed; gives it. */
  pushFiles(branch: string, files: Readonly<Record<string, string>>): string {
    writeFiles(this.root, files);
    const commit = this.commit(`Change ${Object.keys(files).join(", ")}`);
    this.git("push", "--quiet", "--force", "origin", `HEAD:refs/heads/${branch}`);
    return commit;
  }

  async api(method: string, path: string, body?: object, who: Account = this.owner): Promise<Answer["body"]> {
    return await this.gitea.ask(who, method, `/repos/${this.name}${path}`, body);
  }

  /** Opens a pull request to main and gives its number. */
  async openPull(branch: string, who: Account = this.owner, title = `Change ${branch}`): Promise<number> {
    const { number } = await this.api("POST", "/pulls", { title, head: branch, base: "main" }, who);
    return number;
  }

  /** Runs of a commit, or the newest fifty of all; newest first. */
  async runs(commit?: string): Promise<Run[]> {
    const query = commit === undefined ? "" : `head_sha=${commit}&`;
    const { workflow_runs } = await this.api("GET", `/actions/runs?${query}limit=50`);
    return (workflow_runs ?? []).map(runOf);
  }

  /** Starts a workflow by hand, on main. */
  async dispatch(workflow: string): Promise<void> {
    await this.api("POST", `/actions/workflows/${workflow}/dispatches`, { ref: "main" });
  }

  /** Lets nothing start a workflow any more, not even the clock. */
  async disable(workflow: string): Promise<void> {
    await this.api("PUT", `/actions/workflows/${workflow}/disable`);
  }

  /** Waits until a run of a workflow that began after another one has ended, and gives it. */
  async endedAfter(workflow: string, last: number): Promise<Run> {
    return await this.waitFor(`a run of ${workflow} after ${last}`, async () =>
      (await this.runs()).find(
        (run) => run.workflow === workflow && run.id > last && run.status === "completed",
      ),
    );
  }

  /** The number of the newest run; 0 for none. */
  async lastRun(): Promise<number> {
    return (await this.runs())[0]?.id ?? 0;
  }

  /** Waits until a workflow's run of a commit has ended, and gives it. */
  async ended(workflow: string, commit: string, event?: string): Promise<Run> {
    return await this.waitFor(`${workflow} on ${commit.slice(0, 8)}`, async () =>
      (await this.runs(commit)).find(
        (run) =>
          run.workflow === workflow && (event ?? run.event) === run.event && run.status === "completed",
      ),
    );
  }

  /** Waits until something is there. */
  async waitFor<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> {
    for (let waited = 0; waited < patienceMs; waited += 1000) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(1000);
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** The log of every job of a run; a job that was skipped has none. */
  async log({ id }: Run): Promise<string> {
    const { jobs } = await this.api("GET", `/actions/runs/${id}/jobs`);
    const logs: string[] = [];
    for (const job of jobs) {
      const { status, body } = await this.gitea.api(
        this.owner,
        "GET",
        `/repos/${this.name}/actions/jobs/${job.id}/logs`,
      );
      logs.push(`== ${job.name}: ${job.conclusion}\n${status === 200 ? body : ""}`);
    }
    return logs.join("\n");
  }

  /** The newest state of each status of a commit. */
  async statuses(commit: string): Promise<ReadonlyMap<string, string>> {
    const { statuses } = await this.api("GET", `/commits/${commit}/status`);
    return new Map((statuses ?? []).map((each: Record<string, string>) => [each.context, each.status]));
  }

  async comments(pull: number): Promise<readonly { readonly id: number; readonly body: string }[]> {
    return await this.api("GET", `/issues/${pull}/comments`);
  }

  /** What the server answers to a merge; `force` is an administrator's way around branch protection. */
  async merge(pull: number, who: Account = this.owner, force = false): Promise<number> {
    const how = { Do: "merge", force_merge: force };
    const { status } = await this.gitea.api(who, "POST", `/repos/${this.name}/pulls/${pull}/merge`, how);
    return status;
  }

  /** Copies a directory into the clone. */
  copyIn(from: string, to: string): void {
    cpSync(from, join(this.root, to), { recursive: true });
  }
}

function runOf({ id, path = "", event = "", status = "", conclusion }: Record<string, string>): Run {
  const [, file = "", ref = ""] = /^([^@]*)@(.*)$/.exec(path) ?? [];
  const workflow = file.replace(/^.*\//, "");
  return { id: Number(id), workflow, ref, event, status, conclusion: conclusion ?? "" };
}

function gitEnvironment(gitea: Gitea): NodeJS.ProcessEnv {
  const who = { NAME: "Fleet", EMAIL: "fleet@example.com" };
  return {
    PATH: process.env.PATH,
    HOME: gitea.directory,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    ...Object.fromEntries(
      Object.entries(who).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]),
    ),
  };
}
