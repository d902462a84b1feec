import { expect, test } from "vitest";
import { ForgeApi, forgePull, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { runStep } from "./step.ts";

const [head, base] = ["a".repeat(40), "b".repeat(40)];

async function scene(dialect: "github" | "gitea") {
  const api = await ForgeApi.listen(dialect);
  const now = Date.now();
  const word = dialect === "gitea" ? "status" : "state";
  let id = 0;
  const row = (context: string, minutes: number, run: number | undefined, state = "pending") => ({
    id: ++id,
    context,
    [word]: state,
    creator: forgeUser(dialect, "gitea-actions"),
    created_at: new Date(now - minutes * 60_000).toISOString(),
    target_url:
      run === undefined
        ? "https://elsewhere.invalid/acme/fleet/actions/runs/1"
        : `${api.serverUrl}/acme/fleet/actions/runs/${run}/jobs/0`,
  });
  api.answers.set("pulls", [forgePull(dialect, { head, base })]);
  api.answers.set("branches/main", { commit: { [dialect === "gitea" ? "id" : "sha"]: base } });
  api.answers.set(`commits/${base}/statuses`, []);
  api.answers.set("actions/runs/1", { status: "completed" }).set("actions/runs/2", { status: "in_progress" });
  for (const commit of [head, base]) api.answers.set(`commits/${commit}/check-runs`, { check_runs: [] });
  api.answers.set(`commits/${head}/statuses`, [
    row("identikit/over", 300, 1),
    row("identikit/running", 300, 2),
    row("identikit/removed", 300, 3),
    row("identikit/elsewhere", 300, undefined),
    row("identikit/young", 10, 1),
    row("identikit/change/all-required", 300, 1),
    row("other/check", 300, 1),
    row("identikit/told", 300, 1),
    row("identikit/told", 200, 1, "success"),
  ]);
  return api;
}

function run(api: ForgeApi, inputs: Record<string, string> = {}) {
  const env = api.env({ GITHUB_REF: "refs/heads/main" });
  return runStep("reap-statuses", { token: forgeTokens.write, ...inputs }, env);
}

test.each(["github", "gitea"] as const)(
  "on %s pending statuses of runs that are over become errors",
  async (dialect) => {
    await using api = await scene(dialect);
    const step = await run(api);
    expect(step.code).toBe(0);
    expect(api.statuses).toEqual([
      "identikit/over: error",
      "identikit/removed: error",
      "identikit/elsewhere: error",
    ]);
    expect(step.outputs).toMatch(/reaped<<\S+\n3\n/);
  },
);

test("which statuses, and after how long, is said by the workflow", async () => {
  await using api = await scene("gitea");
  await run(api, { context: "other/*", after: "5" });
  expect(api.statuses).toEqual(["other/check: error"]);
});

test("a token that may only read leaves them, and the job is red", async () => {
  await using api = await scene("gitea");
  const step = await run(api, { token: forgeTokens.read });
  expect(step.code).toBe(1);
  expect(step.log).toContain("STATUS_STUCK identikit/over");
});

test("statuses that cannot be read are not statuses that are fine", async () => {
  await using api = await scene("gitea");
  api.answers.delete(`commits/${head}/statuses`);
  const step = await run(api);
  expect(step.code).toBe(1);
  expect(step.log).toContain("HOST_DENIED");
});
