import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect } from "vitest";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { openStoreAt } from "../../agents/store/scene.ts";
import { copyFleet } from "../../e2e/fleet.ts";
import { identikit, identikitJson } from "../../e2e/identikit.ts";
import type { ForgeRepository, Run } from "../forge-repository.ts";
import type { Account } from "../gitea.ts";
import type { Stage } from "../stage.ts";

/** What pull requests are checked with; that it ended tells `dispatch-agent` of those from forks. */
const ci = `name: ci
on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: echo tested
`;

export interface AgentsRepositoryParts {
  /** Of the repository, below `team/`. */
  readonly name: string;
  /** What is declared for it, as YAML. @param recipient the public half of its pool's key */
  readonly declare: (recipient: string) => string;
  /** The shipped workflow, for the pool of this repository; as it is if left out. */
  readonly workflow?: (text: string) => string;
  /** What is done before its stacks are looked at, such as setting a secret; each a command with its standard input. */
  readonly before?: readonly { readonly command: readonly string[]; readonly input?: string }[];
  /** What lies beside the rest on its main, or in the place of some of it, by path. */
  readonly more?: Readonly<Record<string, string>>;
}

const workflow = "dispatch-agent.yml";

/** A repository with the example fleet, agents of its own and the shipped workflows, and the database that its jobs share. */
export class AgentsRepository {
  readonly runs: ForgeRepository;
  readonly location: string;
  /** What its jobs are given, by name. No log may show one. */
  readonly secrets: Readonly<Record<string, string>>;
  /** For commands of a person who has the database and the keys. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(parts: Pick<AgentsRepository, "runs" | "location" | "secrets" | "env">) {
    this.runs = parts.runs;
    this.location = parts.location;
    this.secrets = parts.secrets;
    this.env = parts.env;
  }

  static async lay(stage: Stage, parts: AgentsRepositoryParts): Promise<AgentsRepository> {
    const { gitea, keeper } = stage;
    const location = join(gitea.directory, `${parts.name}.db`);
    const poolKey = await generateX25519Identity();
    const keys = Keyring.generateEntry("k1");
    using fleet = copyFleet();
    for (const file of globSync("agents/*.yaml", { cwd: fleet.root })) rmSync(fleet.path(file));
    writeFileSync(fleet.path("agents/scripted.yaml"), parts.declare(await identityToRecipient(poolKey)));
    const settings = readFileSync(fleet.path("identikit.yaml"), "utf8");
    writeFileSync(
      fleet.path("identikit.yaml"),
      settings.replaceAll("tidewater/*", "team/*").replaceAll("tidewater/fleet", `team/${parts.name}`),
    );
    const env = {
      DATABASE_URL: location,
      IDENTIKIT_SECRET_KEYS: keys,
      GITHUB_SERVER_URL: gitea.origin,
      GITHUB_API_URL: `${gitea.origin}/api/v1`,
    };
    const told = async (command: readonly string[], input?: string) => {
      const { code, stdout, stderr } = await identikit(command, {
        ...{ cwd: fleet.root, env },
        ...(input === undefined ? {} : { input }),
      });
      expect(code, `${command.join(" ")}: ${stderr}`).toBe(0);
      return stdout;
    };
    await told(["config", "sync"]);
    for (const { command, input } of parts.before ?? []) await told(command, input);
    await told(["controller", "--once", "--start-programs"]);
    const { items } = JSON.parse(await told(["get", "agentstacks", "-o", "json"]));
    for (const { metadata, status } of items)
      expect(status, `${metadata.name}: ${JSON.stringify(status.conditions)}`).toMatchObject({
        phase: "Ready",
      });
    const ticketKey = await told(["access", "ticket-key"]);
    const entries = globSync("**/*", { cwd: fleet.root, withFileTypes: true }).filter((one) => one.isFile());
    const files = entries.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(fleet.root, file), readFileSync(file, "utf8")] as const;
    });
    const runs = await stage.repository(parts.name, {
      ...Object.fromEntries(files),
      ".gitea/workflows/ci.yml": ci,
      ".gitea/workflows/dispatch-agent.yml": (parts.workflow ?? String)(stage.shipped("dispatch-agent")),
      ".gitea/workflows/write-back-due.yml": stage.shipped("write-back-due"),
      ...parts.more,
    });
    await gitea.ask(keeper, "PUT", `/repos/${runs.name}/collaborators/${stage.scribe.name}`, {
      permission: "write",
    });
    const secrets = {
      DATABASE_URL: location,
      IDENTIKIT_SECRET_KEYS: keys,
      IDENTIKIT_HOST_TOKEN: gitea.token(keeper.name, "read:repository,read:organization,read:user"),
      IDENTIKIT_POOL_KEY: poolKey,
      IDENTIKIT_WRITE_TOKEN: gitea.token(stage.scribe.name, "write:repository,write:issue,read:user"),
    };
    for (const [name, data] of Object.entries(secrets))
      await runs.api("PUT", `/actions/secrets/${name}`, { data });
    await runs.api("POST", "/actions/variables/IDENTIKIT_TICKET_KEY", { value: ticketKey });
    await runs.api("POST", "/branch_protections", { rule_name: "main" });
    return new AgentsRepository({ runs, location, secrets, env });
  }

  /** Does something that starts `dispatch-agent`, and gives what its run came to; no secret is in its log. */
  async after(
    event: string,
    act: () => Promise<unknown>,
  ): Promise<{ readonly run: Run; readonly log: string }> {
    const last = await this.runs.lastRun();
    await act();
    const run = await this.runs.waitFor(`${workflow} after ${event}`, async () =>
      (await this.runs.runs()).find(
        (one) =>
          one.workflow === workflow && one.id > last && one.event === event && one.status === "completed",
      ),
    );
    const log = await this.runs.log(run);
    for (const value of Object.values(this.secrets)) expect(log).not.toContain(value);
    return { run, log };
  }

  /** Somebody writes a comment, which starts `dispatch-agent`. */
  async say(number: number, body: string, who: Account): ReturnType<AgentsRepository["after"]> {
    return await this.after("issue_comment", () =>
      this.runs.api("POST", `/issues/${number}/comments`, { body }, who),
    );
  }

  /** Its runs and approvals, newest first. */
  async records() {
    await using store = await openStoreAt(this.location);
    return await store.store.read(async (reader) => ({
      runs: (await reader.list(agentDispatchRun, { newestFirst: true })).items,
      approvals: (await reader.list(agentApproval, { newestFirst: true })).items,
    }));
  }

  /** What a comment says that approves what waits: the newest of all, or of an action. */
  async approval(action?: string): Promise<string> {
    const { approvals } = await this.records();
    const [waiting] = approvals.filter(
      ({ spec, status }) => status.phase === "Pending" && (action ?? spec.action) === spec.action,
    );
    if (!waiting) throw new Error(`nothing waits: ${JSON.stringify(approvals.map(({ status }) => status))}`);
    return `/identikit approve ${waiting.metadata.name} ${waiting.spec.artifactDigest}`;
  }

  /** Runs a workflow's run once more, with the event that it had, and gives its log. */
  async repeated(run: Run): Promise<string> {
    await this.runs.api("POST", `/actions/runs/${run.id}/rerun`);
    await this.runs.waitFor(`the second attempt of ${run.id}`, async () => {
      const { run_attempt: attempt, status } = await this.runs.api("GET", `/actions/runs/${run.id}`);
      return attempt === 2 && status === "completed" ? true : undefined;
    });
    return await this.runs.log(run);
  }

  /** Every digest of a run is worked out again, that of its commit from the forge, and all of them hold. */
  async expectHeld(run: string | undefined, proven: readonly string[]): Promise<void> {
    const { code, json, stderr } = await identikitJson(["runs", "verify", run ?? "", "--forge"], {
      cwd: this.runs.root,
      env: { ...this.env, IDENTIKIT_HOST_TOKEN: this.secrets.IDENTIKIT_HOST_TOKEN ?? "" },
    });
    const others = json.proofs.filter(({ state }: { readonly state: string }) => state !== "holds");
    expect(others, stderr).toEqual([]);
    expect(code, stderr).toBe(0);
    const subjects = json.proofs.map(({ subject }: { readonly subject: string }) => subject.split(" ")[0]);
    for (const subject of proven) expect(subjects).toContain(subject);
  }
}
