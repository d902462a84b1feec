import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../scratch.ts";
import { CiApi, tokens } from "../services/ci-api.ts";
import { runStep, type Step } from "./step.ts";

const head = "d".repeat(40);

function onPullRequest(api: CiApi): Record<string, string> {
  const path = join(scratchDirectory(), "event.json");
  const repo = { full_name: "acme/fleet" };
  writeFileSync(
    path,
    JSON.stringify({ pull_request: { number: 7, head: { sha: head, repo }, base: { repo } } }),
  );
  return {
    ACT: "true",
    GITHUB_API_URL: api.apiUrl,
    GITHUB_SERVER_URL: api.serverUrl,
    GITHUB_REPOSITORY: "acme/fleet",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: "e".repeat(40),
  };
}

function check(api: CiApi, come: string, over: Record<string, string> = {}): Promise<Step> {
  const inputs = { come, status: "true", comment: "true", token: tokens.write, ...over };
  return runStep("test/actions/checking-action.ts", inputs, onPullRequest(api));
}

test("drift fails the step, sets the status on the head commit and writes the comment", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const step = await check(api, "drift");
  expect(step.code).toBe(1);
  expect(step.outputs).toContain("drift");
  expect(step.summary).toContain("❌ drift");
  expect(api.statuses).toMatchObject([{ commit: head, state: "failure", context: "identikit/drift-gate" }]);
  expect(api.comments).toHaveLength(1);
});

test("a clean check passes, and says so in the status", async () => {
  await using api = await CiApi.listen({ dialect: "github" });
  const step = await check(api, "clean");
  expect(step.code).toBe(0);
  expect(api.statuses).toMatchObject([{ state: "success" }]);
});

test.each(["fault", "partly"])(
  "a check that ended in a %s is an error in the status, never clean",
  async (come) => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    const step = await check(api, come);
    expect(step.code).toBe(1);
    expect(step.log).toContain("REGISTRY_UNREACHABLE: registry.example did not answer");
    if (come === "fault") {
      expect(step.outputs).toMatch(/^result<<.*\nunverified\n/);
      expect(step.summary).toContain("❌ REGISTRY_UNREACHABLE in `manifest.json:4`");
    }
    expect(api.statuses).toMatchObject([{ commit: head, state: "error" }]);
    expect(api.comments[0]?.body).toContain("registry.example did not answer");
  },
);

test("a read-only token changes nothing about the step's own result", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const [drift, clean] = [
    await check(api, "drift", { token: tokens.read }),
    await check(api, "clean", { token: tokens.read }),
  ];
  expect([drift.code, clean.code]).toEqual([1, 0]);
  expect(drift.log).toContain("the job's own result is the gate");
  expect(api.statuses).toEqual([]);
});

test("a host that refuses the token fails the step after the result was told", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const step = await check(api, "clean", { token: "wrong" });
  expect(step.code).toBe(1);
  expect(step.outputs).toContain("clean");
  expect(step.log).toContain("HOST_DENIED");
  expect(step.log).not.toContain("wrong");
});

test("a status goes on the commit that the workflow names", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const commit = "f".repeat(40);
  await check(api, "clean", { commit });
  expect(api.statuses).toMatchObject([{ commit }]);
});

test("on GitHub findings and faults are annotations at their file and line, elsewhere they are not", async () => {
  await using api = await CiApi.listen({ dialect: "github" });
  const { ACT: _, ...onGitHub } = onPullRequest(api);
  const step = await runStep("test/actions/checking-action.ts", { come: "drift" }, onGitHub);
  expect(step.log).toMatch(/^::error title=FILE_CHANGED prompts\/system.md,file=Dockerfile,line=3::/m);
  const failed = await runStep("test/actions/checking-action.ts", { come: "fault" }, onGitHub);
  expect(failed.log).toMatch(/^::error title=REGISTRY_UNREACHABLE,file=manifest.json,line=4::/m);
  const inputs = { come: "fault", root: "examples/fleet" };
  const below = await runStep("test/actions/checking-action.ts", inputs, onGitHub);
  expect(below.log).toMatch(/,file=examples\/fleet\/manifest.json,line=4::/);
  const elsewhere = await check(api, "drift");
  expect(elsewhere.log).not.toContain("file=Dockerfile");
});

test.each([
  ["success", "success"],
  ["failure", "failure"],
  ["cancelled", "error"],
  ["skipped", "error"],
  ["drift", "failure"],
])("commit-status makes %s the state %s", async (result, state) => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const env = { ...onPullRequest(api), GITHUB_JOB: "build" };
  const step = await runStep("commit-status", { result, token: tokens.write }, env);
  expect(step.code).toBe(0);
  expect(api.statuses).toMatchObject([
    { commit: head, context: "identikit/build", state, description: result },
  ]);
});

test("commit-status names the input that is wrong, and what is allowed", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  const step = await runStep("commit-status", { result: "fine" }, onPullRequest(api));
  expect(step.code).toBe(1);
  expect(step.log).toMatch(/USAGE: input result is "fine".*clean.*drift/);
});
