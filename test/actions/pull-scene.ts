import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiDialect } from "../../src/host/host.ts";
import { Repository } from "../changes/repository.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgePull, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { runStep, type Step } from "./step.ts";

/** A repository with a pull request on a host, and a job for it. */
export class PullScene implements AsyncDisposable {
  readonly repository: Repository;
  readonly api: ForgeApi;
  readonly base: string;
  head = "";

  private constructor(repository: Repository, api: ForgeApi) {
    this.repository = repository;
    this.api = api;
    this.base = repository.git("rev-parse", "main");
    repository.git("checkout", "--quiet", "-b", "change");
  }

  static async open(
    dialect: ApiDialect,
    rules: string,
    files: Record<string, string> = {},
  ): Promise<PullScene> {
    const repository = new Repository({ "identikit.yaml": rules, "manifest.json": "{}\n", ...files });
    return new PullScene(repository, await ForgeApi.listen(dialect));
  }

  /** Commits the change and opens the pull request #7 for it. */
  propose(files: Record<string, string>, more: Readonly<Record<string, unknown>> = {}): this {
    this.head = this.repository.write(files).commit("The change");
    const { dialect, answers } = this.api;
    const pull = forgePull(dialect, { head: this.head, base: this.base, ...more });
    answers.set("pulls/7", pull).set("pulls", [pull]).set("pulls/7/reviews", []);
    answers
      .set(`commits/${this.head}/statuses`, [])
      .set(`commits/${this.head}/check-runs`, { check_runs: [] });
    const id = dialect === "gitea" ? "id" : "sha";
    answers.set("branches/main", { commit: { [id]: this.base } }).set("rules/branches/main", []);
    return this;
  }

  /** Lets somebody approve a commit; the head, if none is named. */
  approve(login: string, commit = this.head, more: object = {}): void {
    const user = forgeUser(this.api.dialect, login);
    const review = {
      id: 1,
      user,
      state: "APPROVED",
      commit_id: commit,
      submitted_at: "2026-01-01T00:00:00Z",
    };
    this.api.answers.set("pulls/7/reviews", [{ ...review, ...more }]);
  }

  run(
    action: string,
    inputs: Readonly<Record<string, string>> = {},
    { event, env = {} }: { readonly event?: object; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Step> {
    const payload = join(scratchDirectory(), "event.json");
    const pull = forgePull(this.api.dialect, { head: this.head, base: this.base });
    writeFileSync(payload, JSON.stringify(event ?? { action: "synchronize", number: 7, pull_request: pull }));
    return runStep(
      action,
      { token: forgeTokens.write, ...inputs },
      {
        ...this.api.env(),
        GITHUB_WORKSPACE: this.repository.root,
        GITHUB_EVENT_NAME: "pull_request",
        GITHUB_EVENT_PATH: payload,
        ...env,
      },
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.api[Symbol.asyncDispose]();
  }
}

/** The rules that most tests begin with. */
export const strictRules = `changes:
  groups: { security: { members: [alice] } }
  keepers: security
  forbiddenPaths: [{ paths: ["secrets/**"], reason: "keys live elsewhere" }]
  reservedPaths: [{ paths: ["infra/**"], group: security, reason: "it costs money" }]
  areas: { app: ["src/**"], docs: ["docs/**"] }
`;
