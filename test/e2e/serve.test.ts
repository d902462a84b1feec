import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { csrfTokenOf } from "../../src/api/doors/csrf-token.ts";
import { readOpenMetrics } from "../api/probes/read-open-metrics.ts";
import { programPath, requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { ServedFleet } from "./served-fleet.ts";

const webhookSecret = "a-webhook-secret";
const metricsToken = "a-token-for-figures";
const kubectlProgram = programPath("kubectl") ?? "kubectl";

/** kubectl with the token that was given last. */
function kubectlFor({ kubeconfig }: ServedFleet) {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, KUBECONFIG: kubeconfig };
  return {
    run: (...args: readonly string[]) =>
      new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
        execFile(kubectlProgram, args, { env, timeout: 60_000 }, (error, stdout, stderr) =>
          done({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
        );
      }),
    watch: (...args: readonly string[]): ChildProcess =>
      spawn(kubectlProgram, args, { env, stdio: ["ignore", "pipe", "pipe"] }),
  };
}

const account = {
  apiVersion: "identikit.dev/v1alpha1",
  kind: "AgentServiceAccount",
  metadata: { name: "mender" },
  spec: { serviceAccountName: "mender" },
};

async function goTheWay(fleet: FleetCopy, env: Readonly<Record<string, string>>): Promise<void> {
  const applied = await identikit(["apply"], { cwd: fleet.root, env });
  expect(applied.code, applied.stderr).toBe(0);
  const secrets = { IDENTIKIT_WEBHOOK_SECRET: webhookSecret, IDENTIKIT_METRICS_TOKEN: metricsToken };
  await using server = await ServedFleet.start(fleet, { ...env, ...secrets }, "--controllers");
  const kubectl = kubectlFor(server);
  const ok = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await kubectl.run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    return stdout;
  };
  const { token, expires } = await server.signIn(
    "--as",
    "mira",
    "--as-group",
    "forge:maintain:tidewater/fleet",
  );
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  expect(statSync(server.kubeconfig).mode & 0o777).toBe(0o600);

  expect(await ok("get", "namespaces")).toMatch(/^NAME +STATUS\ntidewater +Active\n$/);
  expect(await ok("get", "agentstacks")).toMatch(/^NAME +STATUS +CLIENT +POOL +AGE\n/);
  // The rights of who has the token count: a maintainer sets pauses and declares no accounts.
  const manifest = fleet.path("account.json");
  writeFileSync(manifest, JSON.stringify(account));
  expect(await kubectl.run("apply", "-f", manifest)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Forbidden"),
  });
  const watching = kubectl.watch("get", "agentpauses", "-w", "--output-watch-events");
  let seen = "";
  watching.stdout?.on("data", (chunk) => (seen += chunk));
  writeFileSync(
    fleet.path("pause.json"),
    JSON.stringify({
      ...{ apiVersion: "identikit.dev/v1alpha1", kind: "AgentPause", metadata: { name: "stop" } },
      spec: {
        target: { kind: "AgentStack", name: "nothing" },
        reason: "A test.",
        by: { kind: "User", name: "somebody-else" },
      },
    }),
  );
  expect(await ok("apply", "-f", fleet.path("pause.json"))).toContain(
    "agentpause.identikit.dev/stop created",
  );
  // The controllers of the server have seen it, and so does who watches, perhaps from then on only.
  await expect
    .poll(() => seen, { timeout: 60_000, interval: 100 })
    .toMatch(/(?:ADDED|MODIFIED) +stop +Active/);
  watching.kill();
  await once(watching, "exit");
  const pause = JSON.parse(await ok("get", "agentpause", "stop", "-o", "json"));
  expect(pause.spec.by).toMatchObject({ kind: "User", name: "mira" });
  expect(pause.status).toMatchObject({ phase: "Active", revoked: 0 });

  // Without a token, with one that is no more, and by another name for this machine: nothing.
  const objects = `${server.url}/apis/identikit.dev/v1alpha1/agentstacks`;
  expect((await fetch(objects)).status).toBe(401);
  expect((await fetch(objects, { headers: { authorization: "Bearer idt_wrong" } })).status).toBe(401);
  const bearer = { headers: { authorization: `Bearer ${token}` } };
  const scoped = `${server.url}/apis/identikit.dev/v1alpha1/namespaces/tidewater/agentstacks`;
  expect((await fetch(scoped, bearer)).status).toBe(200);
  expect((await fetch(scoped.replace("tidewater", "others"), bearer)).status).toBe(403);
  await checkRoutes(server.url, token);
  await checkPageStream(server.url, token);
  const withdrawn = await identikitJson(["kubeconfig", "--as", "Mira", "--withdraw"], {
    cwd: fleet.root,
    env,
  });
  expect(withdrawn.json).toEqual({ withdrawn: 1 });
  expect((await fetch(scoped, bearer)).status).toBe(401);

  await checkSignIn(server.url, server.said);
  await checkWebhooks(server.url);
  expect(await server.stop(), server.said).toEqual({ code: 0, signal: null });
  expect(server.said).not.toContain(token);
  const deliveries = await identikitJson(["get", "webhookdeliveries"], { cwd: fleet.root, env });
  expect(deliveries.json.items).toHaveLength(1);
}

/** The short routes: the same rights and checks, in other words. */
async function checkRoutes(url: string, token: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  for (const path of [
    "stacks",
    "capabilities",
    "identities",
    "permissions",
    "secrets",
    "runs",
    "runs/none/events",
    "rules",
    "workspaces",
  ])
    expect(await ask("GET", `/api/agents/${path}`), path).toMatchObject({
      status: 200,
      body: { items: expect.any(Array) },
    });
  expect((await fetch(`${url}/api/agents/runs`)).status).toBe(401);
  expect(await ask("GET", "/api/agents/runs?org=others")).toMatchObject({ status: 404 });
  const account = { metadata: { name: "mender" }, spec: { serviceAccountName: "mender" } };
  expect(await ask("POST", "/api/agents/identities/service-accounts", account)).toMatchObject({
    ...{ status: 403, body: { error: { code: "POLICY_DENIED" } } },
  });
  const stack = {
    metadata: { name: "extra" },
    spec: { baseAgent: "claude-code", adapter: { name: "claude" } },
  };
  expect(await ask("POST", "/api/agents/stacks", stack)).toMatchObject({
    status: 422,
    body: { error: { code: "RESOURCE_INVALID" } },
  });
  const whole = { ...stack, spec: { ...stack.spec, runtimeIdentity: "fixer" } };
  expect((await ask("POST", "/api/agents/stacks", whole)).status).toBe(201);
  const run = {
    metadata: { name: "by-hand" },
    spec: {
      ...{
        repository: "tidewater/berths",
        sourceRefs: {},
        agentStack: "extra",
        taskKind: "fix",
        chainDepth: 0,
      },
      requestedBy: { kind: "User", name: "somebody-else" },
      host: {
        host: "gitea",
        actor: "somebody-else",
        permission: "admin",
        isFork: false,
        isProtectedRef: true,
      },
    },
  };
  // Nobody starts a run in another's name, or with facts of their own.
  const made = await ask("POST", "/api/agents/runs", run);
  expect(made).toMatchObject({ status: 201, body: { spec: { requestedBy: { name: "mira" } } } });
  expect(made.body).not.toHaveProperty("spec.host");
  // Before it is cancelled: the controllers of the server end it at any moment from then on.
  for (const action of ["retry", "resume", "fork"]) {
    expect(await ask("POST", `/api/agents/runs/none/${action}`, {})).toMatchObject({ status: 404 });
    expect(await ask("POST", `/api/agents/runs/by-hand/${action}`, {})).toMatchObject({ status: 409 });
  }
  expect(await ask("POST", "/api/agents/runs/by-hand/continue", {})).toMatchObject({ status: 422 });
  expect(await ask("POST", "/api/agents/runs/by-hand/cancel", {})).toMatchObject({
    ...{
      status: 200,
      body: {
        kind: "AgentAction",
        spec: { action: "cancel", actor: { name: "mira" } },
        status: { phase: "Done" },
      },
    },
  });
  const comment = { type: "comment", body: "Looked at by hand." };
  expect(await ask("POST", "/api/agents/runs/by-hand/write-back", comment)).toMatchObject({
    status: 200,
    body: {
      kind: "AgentAction",
      spec: { action: "write-back", actor: { name: "mira" }, arguments: { request: comment } },
      status: { phase: "Admitted" },
    },
  });
  const memory = { type: "memory_update", title: "Gates", files: [{ path: "gates.md", text: "# Gates\n" }] };
  expect(await ask("POST", "/api/agents/runs/by-hand/write-back", memory)).toMatchObject({
    ...{ status: 200, body: { spec: { arguments: { request: memory } }, status: { phase: "Admitted" } } },
  });
  const unfit = { type: "runtime", kind: "web", url: "http://127.0.0.1:1" };
  for (const body of [{ type: "melt" }, { type: "comment" }, unfit, [], "x"])
    expect(
      await ask("POST", "/api/agents/runs/by-hand/write-back", body as object),
      JSON.stringify(body),
    ).toMatchObject({
      status: 422,
    });
  expect(await ask("GET", "/api/agents/runs?fieldSelector=metadata.name=by-hand")).toMatchObject({
    body: { items: [{ spec: { cancelled: true } }] },
  });
  const reviewed = await ask("POST", "/api/agents/permissions/review", {});
  expect(reviewed.body).toHaveProperty("bindings.0.role");
  const verdict = { digest: "sha256:0", verdict: "approve" };
  expect(await ask("POST", "/api/agents/approvals/none/decision", verdict)).toMatchObject({ status: 404 });
  expect(await ask("POST", "/api/agents/reviews/none/decision", { verdict: "resolve" })).toMatchObject({
    status: 404,
  });
  expect(await ask("POST", "/api/agents/reviews/none/decision", { verdict: "melt" })).toMatchObject({
    status: 422,
  });
  expect(await ask("POST", "/api/agents/workspaces/none/action", { action: "pin" })).toMatchObject({
    status: 404,
  });
  expect(await ask("POST", "/api/agents/workspaces/none/action", { action: "melt" })).toMatchObject({
    status: 422,
  });
  expect(await ask("POST", "/api/agents/rules/none/dry-run", { delivery: "none" })).toMatchObject({
    status: 404,
  });
  for (const kind of ["agentdispatchruns", "agentapprovals"]) {
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const stream = await fetch(`${url}/api/watch/orgs/tidewater/${kind}`, { headers, signal: stop.signal });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    let text = "";
    for await (const piece of stream.body ?? []) {
      text += Buffer.from(piece).toString();
      if (text.includes("event: SYNC")) break;
    }
    expect(text).toMatch(kind === "agentdispatchruns" ? /event: ADDED\ndata: .*by-hand/ : /event: SYNC/);
    stop.abort();
  }
}

/** One stream for all that a page shows. */
async function checkPageStream(url: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const at = `${url}/api/watch/orgs/tidewater`;
  for (const query of ["", "?kinds=", "?kinds=agentdispatchruns,melts", "?kinds=agenttoolevents"])
    expect((await fetch(`${at}${query}`, { headers })).status, query).toBe(422);
  expect((await fetch(`${at}?kinds=agentdispatchruns`)).status).toBe(401);
  const stop = new AbortController();
  const kinds = "agentdispatchruns,AgentStack,agentactions";
  const stream = await fetch(`${at}?kinds=${kinds}`, { headers, signal: stop.signal });
  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  let text = "";
  let isAsked = false;
  for await (const piece of stream.body ?? []) {
    text += Buffer.from(piece).toString();
    if (!isAsked && text.includes("event: SYNC")) {
      isAsked = true;
      const path = `${url}/api/agents/runs/by-hand/write-back`;
      const body = JSON.stringify({ type: "comment", body: "Seen in the stream." });
      await fetch(path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body,
      });
    }
    if (text.includes("Seen in the stream.")) break;
  }
  const [there = "", later = ""] = text.split("event: SYNC");
  expect(there).toMatch(/event: ADDED\ndata: .*"kind":"AgentDispatchRun".*by-hand/);
  expect(there).toMatch(/event: ADDED\ndata: .*"kind":"AgentStack"/);
  expect(later).toMatch(/event: ADDED\ndata: .*"kind":"AgentAction".*Seen in the stream/);
  stop.abort();
}

/** The link on the terminal, the session that it buys, and what machines ask. */
async function checkSignIn(url: string, said: string): Promise<void> {
  const [, link = ""] = /\/login#(\S+)/.exec(said) ?? [];
  const enter = (given: string) =>
    fetch(`${url}/login`, {
      method: "POST",
      headers: { origin: url },
      body: new URLSearchParams({ link: given, next: "/orgs/tidewater/agents" }),
      redirect: "manual",
    });
  expect((await enter("guessed")).status).toBe(401);
  const entered = await enter(link);
  expect([entered.status, entered.headers.get("location")]).toEqual([303, "/orgs/tidewater/agents"]);
  expect((await enter(link)).status).toBe(401);
  const [cookie = ""] = (entered.headers.get("set-cookie") ?? "").split(";");
  const reviewed = await fetch(`${url}/api/agents/permissions/review`, {
    method: "POST",
    headers: { cookie, origin: url, "x-csrf-token": csrfTokenOf(cookie.split("=")[1] ?? "") },
  });
  expect(await reviewed.json()).toMatchObject({ bindings: [{ binding: "agentrolebindings/local-owner" }] });
  const stacks = await fetch(`${url}/api/agents/stacks`, { headers: { cookie } });
  expect(stacks.status).toBe(200);
  const foreign = { cookie, origin: "https://evil.example", "content-type": "application/json" };
  const pause = await fetch(`${url}/api/agents/stacks`, { method: "POST", headers: foreign, body: "{}" });
  expect(pause.status).toBe(403);
  expect(await (await fetch(`${url}/readyz`)).text()).toBe("database: ok\ncontrollers: ok\n");
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  const authorization = `Bearer ${metricsToken}`;
  const figures = readOpenMetrics(
    await (await fetch(`${url}/metrics`, { headers: { authorization } })).text(),
  );
  expect(figures.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["identikit_http_requests", "identikit_runs", "identikit_queue_objects"]),
  );
  expect((await fetch(`${url}/api/agents/stacks`, { headers: { authorization } })).status).toBe(401);
}

async function checkWebhooks(url: string): Promise<void> {
  const body = JSON.stringify({
    ref: "refs/heads/main",
    repository: { full_name: "tidewater/berths" },
    sender: { login: "mira" },
  });
  const signature = (secret: string) => createHmac("sha256", secret).update(body).digest("hex");
  const send = (forge: string, id: string, secret = webhookSecret, sent = body) =>
    fetch(`${url}/webhooks/${forge}`, {
      method: "POST",
      headers: {
        ...{ "x-gitea-event": "push", "x-gitea-delivery": id, "content-type": "application/json" },
        "x-gitea-signature": signature(secret),
      },
      body: sent,
    });
  expect((await send("gitea", "one", "wrong")).status).toBe(401);
  expect((await send("gitea", "one", webhookSecret, `${body} `)).status).toBe(401);
  expect((await send("github", "one")).status).toBe(422);
  const taken = await send("gitea", "one");
  expect({ status: taken.status, body: await taken.json() }).toMatchObject({
    status: 202,
    body: { delivery: expect.any(String) },
  });
  expect((await send("gitea", "one")).status).toBe(409);
  expect((await send("gitea", "two")).status).toBe(409);
  expect((await fetch(`${url}/webhooks/gitea`)).status).toBe(405);
}

requires("kubectl")("a server of its own (P-30, P-53)", () => {
  test("is used by kubectl with a token, runs the controllers, and takes signed webhooks", async () => {
    using fleet = copyFleet();
    await goTheWay(fleet, {});
  });

  requires(
    "initdb",
    "postgres",
    "psql",
  )("on PostgreSQL", () => {
    test("is used in the same way", async () => {
      await using postgres = await PostgresServer.start();
      using fleet = copyFleet();
      await postgres.psql("postgres", "CREATE DATABASE serve");
      const env = { DATABASE_URL: postgres.url("serve") };
      expect((await identikit(["config", "migrate"], { cwd: fleet.root, env })).code).toBe(0);
      await goTheWay(fleet, env);
    });
  });
});

test("is for this machine only, unless something else is said", async () => {
  using fleet = copyFleet();
  const { code, stderr } = await identikit(["serve", "--listen", "0.0.0.0:0"], { cwd: fleet.root });
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("error AUTH_REQUIRED:"),
  });
  const plain = await identikit(["kubeconfig", "--as", "mira", "--server", "http://fleet.example.test:80"], {
    cwd: fleet.root,
  });
  expect(plain.stderr).toContain("error AUTH_REQUIRED:");
});
