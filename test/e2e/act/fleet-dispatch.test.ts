import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { openStoreAt } from "../../agents/store/scene.ts";
import { recordedCi } from "../../agents/triggers/recorded.ts";
import { house } from "../../architecture/rooms.ts";
import { programPath, requires } from "../../requirement.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../../services/forge-api.ts";
import { identikit } from "../identikit.ts";
import { runWorkflow } from "./act.ts";
import { shipped } from "./act-pull.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const opened = recordedCi("pull-request-opened");
const pushedTo = recordedCi("pull-request-synchronized");
const repository = "mira/berths";
const kubectl = programPath("kubectl") ?? "kubectl";

/** The example fleet at the root of a repository, which declares the objects of the organisation for the repositories of mira. */
function layFleet(workspace: Workspace): void {
  cpSync(join(house, "examples/fleet"), workspace.root, {
    recursive: true,
    filter: (source) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source),
  });
  const files = [
    "identikit.yaml",
    ...readdirSync(join(workspace.root, "agents")).map((name) => `agents/${name}`),
  ];
  for (const file of files) {
    const path = join(workspace.root, file);
    writeFileSync(
      path,
      readFileSync(path, "utf8")
        .replaceAll("tidewater/*", "mira/*")
        .replaceAll("tidewater/fleet", "mira/fleet"),
    );
  }
  // act's own checkout is the working copy, and of no branch.
  workspace.write(
    ".gitea/workflows/dispatch-agent.yml",
    shipped("gitea", "dispatch-agent").replace(/ +ref: .*default_branch }}\n/, ""),
  );
  workspace.commit();
  // act reads the repository's name from here.
  const origin = `https://github.com/${repository}.git`;
  execFileSync("git", ["config", "remote.origin.url", origin], { cwd: workspace.root });
}

/** What the forge says of the recorded pull request now, and of who sent it. */
function answer({ answers }: ForgeApi, { payload }: typeof opened, permission: string): void {
  const { number, head, base } = payload.pull_request;
  const at = `/repos/${repository}`;
  const side = ({ sha, ref }: { sha: string; ref: string }) => ({
    sha,
    ref,
    repo: { full_name: repository },
  });
  answers.set(at, { default_branch: "main" });
  answers.set(`${at}/pulls/${number}`, { number, state: "open", head: side(head), base: side(base) });
  answers.set(`${at}/branches/${head.ref}`, { commit: { id: head.sha }, protected: false });
  answers.set(`${at}/branches/main`, { commit: { id: base.sha }, protected: true });
  const user = forgeUser("gitea", "mira");
  answers.set(`${at}/collaborators/mira/permission`, { permission, role_name: permission, user });
}

/** `identikit serve` on the database, and kubectl as mira. */
async function serve(root: string, env: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    [join(house, "dist/identikit.js"), "serve", "--listen", "127.0.0.1:0", "--controllers"],
    {
      cwd: root,
      env,
    },
  );
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const [, found] = / at (http:\S+)\n/.exec(said) ?? [];
      if (found) resolve(found);
    });
    child.on("close", () => reject(new Error(said)));
  });
  const who = ["--as", "mira", "--as-group", `forge:admin:mira/fleet`];
  const made = await identikit(["kubeconfig", "--server", url, ...who], { cwd: root, env });
  expect(made.code, made.stderr).toBe(0);
  const options = { cwd: root, env: { ...env, KUBECONFIG: join(root, ".identikit/kubeconfig") } };
  return {
    ask: (...args: readonly string[]) =>
      execFileSync(kubectl, args, { ...options, encoding: "utf8", timeout: 60_000 }),
    watch: (...args: readonly string[]) =>
      new Lines(spawn(kubectl, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })),
    async [Symbol.asyncDispose]() {
      const ended = once(child, "close");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** What a program that goes on says. */
class Lines implements AsyncDisposable {
  readonly #child: ChildProcess;
  said = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (this.said += chunk));
  }

  async until(form: RegExp): Promise<void> {
    await expect.poll(() => this.said, { timeout: 60_000, interval: 100 }).toMatch(form);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }
}

async function records(location: string) {
  await using scene = await openStoreAt(location);
  return await scene.store.read(async (reader) => ({
    runs: (await reader.list(agentDispatchRun)).items,
    attempts: (await reader.list(agentDispatchAttempt)).items,
    executions: (await reader.list(agentTriggerExecution, { newestFirst: true })).items,
  }));
}

requires("act", "kubectl")("the example fleet", () => {
  test("comes from a pull request that a real forge sent to a ticket, and to a refusal with reasons, while kubectl watches the run (P-3, P-35)", async () => {
    using workspace = makeWorkspace();
    layFleet(workspace);
    await using api = await ForgeApi.listen("gitea");
    answer(api, opened, "write");
    const location = join(workspace.outside, "config.db");
    const keys = Keyring.generateEntry("k1");
    const { PATH = "" } = process.env;
    const secrets = {
      DATABASE_URL: location,
      IDENTIKIT_SECRET_KEYS: keys,
      IDENTIKIT_HOST_TOKEN: forgeTokens.read,
    };
    const own = {
      ...{ PATH, HOME: workspace.outside, ...secrets },
      ...{ GITHUB_API_URL: api.apiUrl, GITHUB_SERVER_URL: api.serverUrl },
    };
    const here = { cwd: workspace.root, env: own };
    for (const command of [
      ["config", "sync"],
      ["controller", "--once"],
    ]) {
      const { code, stderr } = await identikit(command, here);
      expect(code, `${command.join(" ")}: ${stderr}`).toBe(0);
    }
    const play = ({ payload }: typeof opened, env: Readonly<Record<string, string>> = {}) =>
      runWorkflow(workspace, {
        ...{
          workflow: "dispatch-agent",
          job: "dispatch",
          event: "pull_request",
          payload,
          token: forgeTokens.read,
          secrets,
        },
        env: {
          GITHUB_API_URL: api.apiUrl,
          GITHUB_SERVER_URL: api.serverUrl,
          GITEA_ACTIONS: "true",
          ...env,
        },
      });

    await using server = await serve(workspace.root, own);
    expect(server.ask("get", "agentstacks", "reviewer", "-o", "jsonpath={.status.phase}")).toBe("Ready");
    await using watching = server.watch("get", "agentdispatchruns", "-w", "--output-watch-events");
    const first = await play(opened);
    expect(first.code, first.log).toBe(0);
    expect(first.log).toContain("decision=Created");
    expect(first.log).toContain("restricted; allowed");
    expect(first.log).toMatch(/artifact-id=\d+/);
    const ticketed = await records(location);
    const [run] = ticketed.runs;
    expect(run?.spec).toMatchObject({
      repository,
      agentStack: "reviewer",
      triggerRule: "review-pull-requests",
      sourceRefs: { pullRequest: opened.payload.number, head: opened.payload.pull_request.head.sha },
    });
    expect(ticketed.attempts).toHaveLength(1);
    const name = run?.metadata.name ?? "";
    await watching.until(new RegExp(`ADDED +${name} +Queued +${repository} +reviewer +review +pull_request`));

    // act counts every run as the first; the number that the forge gave tells the deliveries apart.
    // The same pull request again, by somebody who may no longer write.
    answer(api, pushedTo, "read");
    const second = await play(pushedTo, { GITHUB_RUN_ID: pushedTo.env.GITHUB_RUN_ID ?? "" });
    expect(second.code).toBe(1);
    expect(second.log).toContain("ADMISSION_DENIED");
    const refused = await records(location);
    expect(refused.runs).toHaveLength(1);
    expect(refused.executions[0]?.spec).toMatchObject({
      decision: "Rejected",
      code: "ADMISSION_DENIED",
      reason: expect.stringContaining("mira"),
      admission: {
        verdict: "denied",
        reasons: expect.arrayContaining([
          expect.objectContaining({ effect: "deny", remedy: expect.any(String) }),
        ]),
      },
    });
    expect(server.ask("get", "agenttriggerexecutions")).toMatch(/Rejected +review-pull-requests/);

    server.ask("patch", "agentdispatchrun", name, "--type=merge", "-p", '{"spec":{"cancelled":true}}');
    await watching.until(new RegExp(`MODIFIED +${name} +Cancelled`));
    expect((await records(location)).attempts[0]?.status).toMatchObject({
      phase: "Cancelled",
      revoked: true,
    });
  });
});
