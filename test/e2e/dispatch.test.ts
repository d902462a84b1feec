import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { webhookDelivery } from "../../src/agents/kinds/record/webhook-delivery.ts";
import { openTicket } from "../../src/agents/tickets/sign-ticket.ts";
import { ticketKeysOf } from "../../src/agents/tickets/ticket-key.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import {
  allow,
  base,
  declareFleet,
  declareRule,
  head,
  incoming,
  labelled,
  pull,
  requested,
} from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { runStep } from "./runner.ts";

const keys = Keyring.generateEntry("k1");
const settings = `version: 1
platform: { organization: acme, repositories: ["acme/*"], configRepository: acme/fleet }
`;

/** A repository with settings, a database with a ready stack and rules, and a forge that knows its people. */
async function openScene() {
  const root = scratchDirectory();
  writeFileSync(join(root, "identikit.yaml"), settings);
  const location = join(root, "config.db");
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await declareRule(store, "fix", { prompt: "Fix ${event.title}", writeBack: [{ action: "pull_request" }] });
  await declareRule(store, "review", {
    sources: ["pull_request"],
    match: { forks: "untrusted" },
    agentStack: "reviewer",
    taskKind: "review",
  });
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: head }, protected: true });
  forge.answers.set("branches/topic", { commit: { id: head }, protected: false });
  forge.answers.set("/user", { login: "mira" });
  allow(forge, "mira", "write");
  allow(forge, "mallory", "read");
  const common = { DATABASE_URL: location, IDENTIKIT_SECRET_KEYS: keys };
  let run = 100;
  return {
    root,
    forge,
    /** What somebody has on their own machine. */
    env: {
      ...common,
      GITHUB_API_URL: forge.apiUrl,
      GITHUB_SERVER_URL: forge.serverUrl,
      IDENTIKIT_HOST_TOKEN: forgeTokens.read,
    },
    /** A job of the forge, with the event's payload in a file. */
    job: (event: string, payload: unknown, more: Readonly<Record<string, string>> = {}) => {
      const file = join(root, "event.json");
      writeFileSync(file, JSON.stringify(payload));
      return {
        ...common,
        ...forge.env({ GITHUB_RUN_ID: String(run++) }),
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: file,
        GITHUB_ACTOR: "mira",
        RUNNER_TEMP: root,
        ...more,
      };
    },
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

const step = (
  { root }: Scene,
  env: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
) => runStep("dispatch-agent", { token: forgeTokens.read, ...inputs }, { workspace: root, env });
const ticketIn = (path: string) =>
  openTicket(readFileSync(path, "utf8").trim(), {
    keys: [ticketKeysOf(Keyring.parse(keys, "test"))[0].publicKey],
    pool: "linux",
    now: new Date(),
  });

test("dispatch-agent comes from an event to a signed ticket, and says who, what and why on the run's page (P-56)", async () => {
  await using scene = await openScene();
  const env = scene.job("issues", labelled(12).payload);
  const { code, outputs, summary, stdout } = await step(scene, env);
  expect(code, stdout).toBe(0);
  expect(outputs).toMatchObject({
    decision: "Created",
    pool: "linux",
    run: expect.stringMatching(/^run-/),
  });
  expect(await ticketIn(outputs.ticket ?? "")).toMatchObject({
    run: outputs.run,
    trustTier: "trusted",
    taskKind: "fix",
    writeBack: [{ action: "pull_request", approval: "required" }],
  });
  expect(readFileSync(outputs["ticket-file"] ?? "", "utf8")).toBe(readFileSync(outputs.ticket ?? "", "utf8"));
  expect(summary).toContain("mira lets fixer fix acme/fleet, by rule fix, trusted; allowed");
  expect(summary).toContain("ACCESS&#95;ALLOWED");
  const again = await step(scene, env);
  expect(again.outputs).toMatchObject({ run: outputs.run, ticket: outputs.ticket, decision: "Created" });
  expect(again.stdout).toContain("came in before: nothing new is dispatched");
  const other = await step(scene, scene.job("issues", labelled(12).payload));
  expect(other.outputs).toMatchObject({ decision: "Coalesced" });
  expect(other.outputs.ticket).toBeUndefined();
});

test("dispatch-agent is red where admission refuses, with each reason, and green where a person has to decide (P-57)", async () => {
  await using scene = await openScene();
  const refused = await step(scene, scene.job("issues", labelled(12, "mallory").payload));
  expect(refused.code).toBe(1);
  expect(refused.outputs).toMatchObject({ decision: "Rejected" });
  expect(refused.stdout).toContain("ADMISSION_DENIED");
  pull(scene.forge, 7, "mallory/fleet");
  const payload = {
    action: "completed",
    repository: { full_name: "acme/fleet", default_branch: "main" },
    sender: { login: "mallory" },
    workflow_run: {
      id: 5,
      name: "ci",
      head_sha: head,
      head_branch: "topic",
      conclusion: "success",
      head_repository: { full_name: "mallory/fleet" },
      pull_requests: [{ number: 7 }],
    },
  };
  await using store = await openStoreAt(join(scene.root, "config.db"));
  await declareRule(store, "after-ci", {
    sources: ["workflow_run"],
    match: { forks: "untrusted" },
    agentStack: "reviewer",
    taskKind: "review",
  });
  const waiting = await step(scene, scene.job("workflow_run", payload));
  expect(waiting.code, waiting.stdout).toBe(0);
  expect(waiting.outputs).toMatchObject({
    decision: "WaitingForApproval",
    "waiting-for": expect.stringContaining("fork"),
  });
  expect(waiting.outputs.ticket).toBeUndefined();
  expect(waiting.summary).toContain("APPROVAL&#95;REQUIRED&#95;FOR&#95;FORK");
});

test.each<[string, string, unknown, string]>([
  ["pull_request_target", "pull_request_target", {}, "EVENT_REFUSED"],
  [
    "a fork's pull request",
    "pull_request",
    requested(7, "mallory", "mallory/fleet").payload,
    "EVENT_REFUSED",
  ],
  [
    "a branch named --upload-pack",
    "push",
    {
      ref: "refs/heads/--upload-pack=x",
      after: head,
      before: base,
      repository: { full_name: "acme/fleet" },
      sender: { login: "mira" },
    },
    "REF_UNSAFE",
  ],
  [
    "an event of another repository",
    "issues",
    { ...(incoming("issues", { repository: { full_name: "acme/other" } }).payload as object) },
    "EVENT_INVALID",
  ],
])(
  "dispatch-agent refuses %s with one clear line and a code, and stores nothing",
  async (_, event, payload, code) => {
    await using scene = await openScene();
    const { code: exit, stdout, outputs } = await step(scene, scene.job(event, payload));
    expect(exit).toBe(1);
    expect(
      stdout.split("\n").filter((line) => line.includes(code)),
      stdout,
    ).toHaveLength(1);
    expect(outputs.ticket).toBeUndefined();
    await using store = await openStoreAt(join(scene.root, "config.db"));
    const deliveries = await store.store.read((reader) => reader.list(webhookDelivery));
    expect(deliveries.items).toEqual([]);
  },
);

test("dispatch starts a stack by hand, as whom the token is, and says no with exit 2", async () => {
  await using scene = await openScene();
  const { root: cwd, env } = scene;
  const hand = ["dispatch", "fixer", "--repository", "acme/fleet", "--task", "Find out why the gate is open"];
  const rehearsed = await identikitJson([...hand, "--dry-run"], { cwd, env });
  expect(rehearsed).toMatchObject({ code: 0, json: { decision: "allowed", dryRun: true } });
  const { code, json } = await identikitJson(hand, { cwd, env });
  expect(code, JSON.stringify(json)).toBe(0);
  expect(json).toMatchObject({ decision: "Created" });
  expect(await ticketIn(String(json.ticket))).toMatchObject({
    trustTier: "trusted",
    context: { text: expect.stringContaining("Find out why the gate is open") },
    sourceRefs: { ref: "refs/heads/main", head },
  });
  const named = await identikitJson(["dispatch", "--run", String(json.run)], { cwd, env });
  expect(named).toMatchObject({ code: 0, json: { ticket: json.ticket } });
  scene.forge.answers.set("/user", { login: "mallory" });
  const refused = await identikitJson(hand, { cwd, env });
  expect(refused).toMatchObject({ code: 2, json: { decision: "Rejected" } });
  const asked = await identikit([...hand, "--dry-run"], { cwd, env });
  expect(asked.code).toBe(2);
  expect(asked.stdout).toContain("deny ACTOR_CANNOT_WRITE");
});

test("dispatch says of a stored delivery what would come of it, and decides about it once more by the rules of now", async () => {
  await using scene = await openScene();
  const { root: cwd, env } = scene;
  const { outputs } = await step(scene, scene.job("issues", labelled(12, "mallory").payload));
  const delivery = outputs.delivery ?? "";
  allow(scene.forge, "mallory", "write");
  const rehearsed = await identikit(["dispatch", "--replay", delivery, "--dry-run"], { cwd, env });
  expect(rehearsed.code, rehearsed.stderr).toBe(0);
  expect(rehearsed.stdout).toContain("rule fix: Created, allowed");
  expect(rehearsed.stdout).toContain("rule review: does not match: sources (label)");
  const replayed = await identikitJson(["dispatch", "--replay", delivery], { cwd, env });
  expect(replayed).toMatchObject({ code: 0, json: { decision: "Created" } });
  expect(existsSync(String(replayed.json.ticket))).toBe(true);
});

test("dispatch refuses what it is not told clearly", async () => {
  await using scene = await openScene();
  const { root: cwd, env } = scene;
  for (const args of [
    ["dispatch"],
    ["dispatch", "fixer", "--queued"],
    ["dispatch", "fixer", "--repository", "--upload-pack"],
  ]) {
    const { code, stderr } = await identikit(args, { cwd, env });
    expect(code, stderr).toBe(64);
  }
});
