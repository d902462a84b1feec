import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiDialect } from "../../../src/host/host.ts";
import { house } from "../../architecture/rooms.ts";
import { ForgeApi, forgePull, forgeTokens, forgeUser } from "../../services/forge-api.ts";
import { runWorkflow, type WorkflowResult, type WorkflowRun } from "./act.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A repository with the pull request #7 on a host, whose workflows act runs. */
export class ActPull implements AsyncDisposable {
  readonly api: ForgeApi;
  readonly workspace: Workspace;
  /** The newest commit of main. */
  readonly base: string;
  head = "";

  private constructor(api: ForgeApi, workspace: Workspace, base: string) {
    this.api = api;
    this.workspace = workspace;
    this.base = base;
  }

  static async open(dialect: ApiDialect, files: Readonly<Record<string, string>>): Promise<ActPull> {
    const workspace = makeWorkspace();
    for (const [path, text] of Object.entries(files)) workspace.write(path, text);
    const base = workspace.commit();
    const scene = new ActPull(await ForgeApi.listen(dialect), workspace, base);
    scene.git("branch", "-f", "base", base);
    return scene;
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: this.workspace.root, encoding: "utf8" }).trim();
  }

  /** Puts the change on main, as one commit, and tells the host about its pull request. */
  propose(files: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}): this {
    const { api, workspace, base } = this;
    this.git("reset", "--quiet", "--hard", base);
    for (const [path, text] of Object.entries(files)) workspace.write(path, text);
    this.head = workspace.commit();
    const pull = forgePull(api.dialect, { head: this.head, base, ...more });
    api.answers.set("pulls/7", pull).set("pulls", [pull]).set("pulls/7/reviews", []);
    api.answers.set(`commits/${this.head}/statuses`, []);
    api.answers.set(`commits/${this.head}/check-runs`, { check_runs: [] });
    this.tip(base);
    api.answers.set("rules/branches/main", []);
    api.written.length = 0;
    return this;
  }

  /** Says which commit is the newest of main. */
  tip(commit: string): void {
    const id = this.api.dialect === "gitea" ? "id" : "sha";
    this.api.answers.set("branches/main", { commit: { [id]: commit } });
  }

  /** Lets people review the head, or another commit, one after the other. */
  reviewed(...reviews: readonly { login: string; state?: string; commit?: string }[]): this {
    const rows = reviews.map(({ login, state = "APPROVED", commit = this.head }, at) => ({
      id: at + 1,
      user: forgeUser(this.api.dialect, login),
      state,
      commit_id: commit,
      submitted_at: `2026-01-0${at + 1}T00:00:00Z`,
    }));
    this.api.answers.set("pulls/7/reviews", rows);
    return this;
  }

  run(
    run: Pick<WorkflowRun, "workflow" | "event" | "folder"> & Partial<WorkflowRun>,
  ): Promise<WorkflowResult> {
    const { api, workspace } = this;
    const payload = {
      action: "synchronize",
      number: 7,
      pull_request: forgePull(api.dialect, { head: this.head, base: this.base }),
      repository: { full_name: "acme/fleet" },
    };
    const env = { GITHUB_API_URL: api.apiUrl, GITHUB_SERVER_URL: api.serverUrl, ...run.env };
    return runWorkflow(workspace, { payload, token: forgeTokens.write, ...run, env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.workspace[Symbol.dispose]();
    await this.api[Symbol.asyncDispose]();
  }
}

const checkout = `      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
`;

/** A shipped workflow, with the actions of the checkout, which it therefore needs, in place of those of a release. */
export function shipped(host: string, name: string): string {
  const text = readFileSync(join(house, "examples/workflows", host, `${name}.yml`), "utf8");
  const checkedOut = text.includes("/checkout@")
    ? text
    : text.replace("    steps:\n", `    steps:\n${checkout}`);
  return checkedOut
    .replace(/uses: \S+\/identikit\/actions\/([\w-]+)@\S+/g, "uses: ./actions/$1")
    .replace(/uses: \S+\/checkout@/g, "uses: actions/checkout@");
}
