import { expect, test } from "vitest";
import { type AnnounceOptions, announce } from "../../src/host/announce.ts";
import { HostApi } from "../../src/host/api.ts";
import { keepComment } from "../../src/host/comment.ts";
import type { CiEvent } from "../../src/host/event.ts";
import { hostOf } from "../../src/host/host.ts";
import { currentState, setCommitStatus } from "../../src/host/status.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { finding, hostileReport, report } from "../report/sample.ts";
import { CiApi, tokens } from "../services/ci-api.ts";

const commit = "c".repeat(40);
const pullRequest: CiEvent = { kind: "pull-request", number: 7, commit, fork: false };
const dialects = ["github", "gitea"] as const;
const drift = report([finding()]);
const clean = report([]);

function envOf(api: CiApi): Record<string, string> {
  return {
    ACT: "true",
    GITHUB_API_URL: api.apiUrl,
    GITHUB_SERVER_URL: api.serverUrl,
    GITHUB_REPOSITORY: "acme/fleet",
    GITHUB_RUN_ID: "42",
  };
}

function open(api: CiApi, token: string = tokens.write): Promise<HostApi> {
  const host = hostOf(envOf(api));
  const signal = new AbortController().signal;
  return HostApi.open({ host, repository: "acme/fleet", token, log: silentLogger, signal });
}

async function announceTo(api: CiApi, over: Partial<AnnounceOptions> = {}): Promise<string[]> {
  const env = envOf(api);
  const lines: string[] = [];
  const log = {
    ...silentLogger,
    info: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(line),
  };
  await announce({
    host: hostOf(env),
    event: pullRequest,
    env,
    token: tokens.write,
    report: drift,
    action: "drift-gate",
    status: true,
    comment: true,
    log,
    signal: new AbortController().signal,
    ...over,
  });
  return lines;
}

test.each(dialects)("on %s drift is a failing status on the head commit and a comment", async (dialect) => {
  await using api = await CiApi.listen({ dialect });
  await announceTo(api);
  expect(api.statuses).toEqual([
    {
      commit,
      state: "failure",
      context: "identikit/drift-gate",
      description: "drift: 1 error",
      target_url: `${api.serverUrl}/acme/fleet/actions/runs/42`,
    },
  ]);
  expect(api.comments).toHaveLength(1);
  expect(api.comments[0]?.body).toMatch(/^<!-- identikit:drift-gate -->\n### Identikit gate: ❌ drift\n/);
  const run = `${api.serverUrl}/acme/fleet/actions/runs/42`;
  expect(api.comments[0]?.body).toContain(`Commit \`${commit.slice(0, 12)}\`, [this run](<${run}>).\n`);
});

test.each(dialects)(
  "on %s the same comment is rewritten, wherever among the others it stands",
  async (dialect) => {
    await using api = await CiApi.listen({ dialect });
    for (let i = 0; i < 130; i++) api.addComment(7, `remark ${i}`);
    await announceTo(api);
    for (let i = 0; i < 130; i++) api.addComment(7, `more ${i}`);
    await announceTo(api, { report: report([finding(), finding({ path: "prompts/b.md" })]) });
    await announceTo(api, { report: clean });
    const ours = api.comments.filter((comment) => comment.author === "identikit");
    expect(ours).toHaveLength(1);
    expect(ours[0]?.body).toContain("✅ clean");
    expect(api.statuses.map((status) => status.state)).toEqual(["failure", "failure", "success"]);
  },
);

test("a comment that says the same already is left alone, and a first clean one is not made", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  await announceTo(api, { report: clean });
  expect(api.comments).toEqual([]);
  await announceTo(api);
  await announceTo(api);
  expect(api.requests.filter((request) => request.startsWith("PATCH"))).toEqual([]);
});

test("a server that gives all comments at once is not asked for more of them", async () => {
  await using api = await CiApi.listen({ dialect: "gitea", commentsInOnePage: true });
  for (let i = 0; i < 130; i++) api.addComment(7, `remark ${i}`);
  await announceTo(api, { status: false });
  await announceTo(api, { status: false, report: clean });
  expect(api.comments).toHaveLength(131);
  expect(api.requests.filter((request) => request.startsWith("GET /api/v1/repos"))).toHaveLength(2);
});

test.each(dialects)(
  "on %s a person's token keeps that person's comment, and leaves the job's alone",
  async (dialect) => {
    await using api = await CiApi.listen({ dialect });
    await announceTo(api, { status: false });
    await announceTo(api, { status: false, token: tokens.person });
    await announceTo(api, { status: false, token: tokens.person, report: clean });
    expect(api.comments.map(({ author, body }) => [author, body.includes("✅")])).toEqual([
      ["identikit", false],
      ["release-manager", true],
    ]);
  },
);

test("somebody else's comment with our marker is neither changed nor taken for ours", async () => {
  await using api = await CiApi.listen({ dialect: "github" });
  const copied = api.addComment(7, "<!-- identikit:drift-gate -->\n### Identikit gate: ✅ clean");
  const quoted = api.addComment(7, "see <!-- identikit:drift-gate -->\n");
  await announceTo(api);
  await announceTo(api, { report: report([finding({ severity: "unverified" })]) });
  expect(copied.body).toContain("✅ clean");
  expect(quoted.body).toMatch(/^see/);
  expect(api.comments.filter((comment) => comment.author === "identikit")).toHaveLength(1);
});

test.each(dialects)("on %s a fork's read-only token is said, and survived", async (dialect) => {
  await using api = await CiApi.listen({ dialect });
  const lines = await announceTo(api, { token: tokens.read, event: { ...pullRequest, fork: true } });
  expect(api.statuses).toEqual([]);
  expect(api.comments).toEqual([]);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toContain("forks get a token that may only read");
});

test.each([
  ["github", "`statuses: write`"],
  ["gitea", "`contents: write`"],
] as const)("on %s a token that lacks a permission is told which: %s", async (dialect, permission) => {
  await using api = await CiApi.listen({ dialect });
  const lines = await announceTo(api, { token: tokens.read, comment: false });
  expect(lines.join()).toContain(permission);
});

test("no token is said once and nothing is sent", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  expect(await announceTo(api, { token: "" })).toHaveLength(1);
  expect(api.requests).toEqual([]);
});

test("a token that is not valid is an error, and is not repeated in it", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const refused = { code: "HOST_DENIED", message: expect.not.stringContaining("token-nobody-knows") };
  await expect(announceTo(api, { token: "token-nobody-knows" })).rejects.toMatchObject(refused);
});

test("without a pull request there is a status and no comment", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  await announceTo(api, { event: { kind: "schedule", commit }, action: "reconcile" });
  expect(api.statuses[0]?.context).toBe("identikit/reconcile");
  expect(api.comments).toEqual([]);
});

test("what was asked for is done, and nothing else", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  await announceTo(api, { status: false, comment: false });
  expect(api.requests).toEqual([]);
  await announceTo(api, { status: false });
  expect(api.statuses).toEqual([]);
});

test.each([
  ["clean", "success"],
  ["drift", "failure"],
  ["unverified", "error"],
] as const)("the verdict %s is the state %s", async (verdict, state) => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  await announceTo(api, { report: { ...clean, verdict }, comment: false });
  expect(api.statuses[0]?.state).toBe(state);
});

test("a description longer than GitHub takes is cut, and is one line", async () => {
  await using api = await CiApi.listen({ dialect: "github" });
  const description = `${"prompts/".repeat(40)}\n::error::x`;
  const outcome = await setCommitStatus(await open(api), {
    commit,
    context: "c",
    state: "failure",
    description,
  });
  expect(outcome).toEqual({ kind: "written" });
  expect([...(api.statuses[0]?.description ?? "")]).toHaveLength(140);
  expect(api.statuses[0]?.description).not.toContain("\n");
});

test.each(dialects)("on %s the newest state of a context is found among many", async (dialect) => {
  await using api = await CiApi.listen({ dialect });
  const client = await open(api);
  expect(await currentState(client, { commit, context: "identikit/drift-gate" })).toBeUndefined();
  for (let i = 0; i < 120; i++) {
    api.statuses.push({ commit, context: `other/${i}`, state: "success", description: "", target_url: "" });
  }
  for (const state of ["failure", "pending"]) {
    api.statuses.push({ commit, context: "identikit/drift-gate", state, description: "", target_url: "" });
  }
  expect(await currentState(client, { commit, context: "identikit/drift-gate" })).toBe("pending");
});

test("when a commit has all the statuses it can have, the same state again is no error, another one is", async () => {
  await using api = await CiApi.listen({ dialect: "github", statusLimit: 1 });
  const client = await open(api);
  const status = { commit, context: "identikit/reconcile", description: "" } as const;
  expect(await setCommitStatus(client, { ...status, state: "success" })).toEqual({ kind: "written" });
  expect(await setCommitStatus(client, { ...status, state: "success" })).toEqual({ kind: "unchanged" });
  await expect(setCommitStatus(client, { ...status, state: "failure" })).rejects.toMatchObject({
    code: "HOST_UNREACHABLE",
    message: expect.stringContaining("maximum number of statuses"),
  });
});

test("a server that stumbles is asked again", async () => {
  await using api = await CiApi.listen({ dialect: "gitea", stumbles: [{ status: 503 }] });
  await announceTo(api, { comment: false });
  expect(api.statuses).toHaveLength(1);
});

test("a short rate limit is waited for", async () => {
  const limited = { status: 429, headers: { "retry-after": "1" }, body: { message: "secondary rate limit" } };
  await using api = await CiApi.listen({ dialect: "github", stumbles: [limited] });
  await announceTo(api, { comment: false });
  expect(api.statuses).toHaveLength(1);
});

test("a host that does not answer is an error that says where, and may be tried later", async () => {
  const api = await CiApi.listen({ dialect: "gitea" });
  const client = await open(api);
  const { apiUrl } = api;
  await api[Symbol.asyncDispose]();
  await expect(
    keepComment(client, { issue: 7, purpose: "p", body: "b", create: true }),
  ).rejects.toMatchObject({
    code: "HOST_UNREACHABLE",
    message: expect.stringContaining(apiUrl),
    retry: { kind: "later" },
  });
});

test("a run that is stopped stops asking", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  await expect(announceTo(api, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
});

test("a report of hostile names is one comment, with one marker at its start", async () => {
  await using api = await CiApi.listen({ dialect: "github" });
  await announceTo(api, { report: hostileReport });
  await announceTo(api, { report: { ...hostileReport, subject: "again" } });
  expect(api.comments).toHaveLength(1);
  expect(api.comments[0]?.body.length).toBeLessThan(65_536);
});
