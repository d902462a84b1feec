import { describe, expect, test } from "vitest";
import { forgeTokens, forgeUser } from "../services/forge-api.ts";
import { PullScene, strictRules } from "./pull-scene.ts";

const dialects = ["github", "gitea"] as const;

describe.each(dialects)("change-gate on %s", (dialect) => {
  test("a change that every rule allows is green, with one status a rule", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    const run = await scene.propose({ "src/a.ts": "export {};\n" }).run("change-gate");
    expect(run.log).not.toContain("::error");
    expect(run.code).toBe(0);
    expect(scene.api.statuses).toEqual([
      "identikit/change/forbidden-paths: success",
      "identikit/change/forbidden-env: success",
      "identikit/change/host-token: success",
      "identikit/change/secrets: success",
      "identikit/change/reserved-paths: success",
      "identikit/change/required-without-paths: success",
    ]);
    expect(scene.api.written.every(({ path }) => path === `statuses/${scene.head}`)).toBe(true);
    expect(run.outputs).toContain("clean");
  });

  test("a rule that does not hold is red alone, and its finding points at the line", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    const run = await scene
      .propose({ "tenant.env": "A=1\nGITHUB_TOKEN=x\n", "secrets/key": "x\n" })
      .run("change-gate");
    expect(run.code).toBe(1);
    expect(run.log).toContain("tenant.env:2");
    expect(scene.api.statuses).toContain("identikit/change/forbidden-env: failure");
    expect(scene.api.statuses).toContain("identikit/change/forbidden-paths: failure");
    expect(scene.api.statuses).toContain("identikit/change/secrets: success");
  });

  test("the rules are those of the base: a change that relaxes them is judged by the old ones", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({
      "identikit.yaml": "changes: { forbiddenEnv: { enabled: false } }\n",
      "a.env": "GITHUB_TOKEN=x\n",
    });
    const run = await scene.run("change-gate");
    expect(run.code).toBe(1);
    expect(scene.api.statuses).toContain("identikit/change/forbidden-env: failure");
    expect(scene.api.statuses).toContain("identikit/change/reserved-paths: failure");
  });

  test("an approval of the head by the group is enough, and one of an older commit after a forced push is not", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({ "infra/a.tf": "x\n", ".gitea/workflows/gate.yml": "on: push\njobs: {}\n" });
    scene.approve("alice");
    expect((await scene.run("change-gate", { rule: "reserved-paths" })).code).toBe(0);
    scene.approve("alice", scene.base);
    expect((await scene.run("change-gate", { rule: "reserved-paths" })).code).toBe(1);
    scene.approve("mallory");
    await scene.run("change-gate", { rule: "reserved-paths" });
    expect(scene.api.statuses).toEqual([
      "identikit/change/reserved-paths: success",
      "identikit/change/reserved-paths: failure",
      "identikit/change/reserved-paths: failure",
    ]);
  });

  test("with a token that may only read, the job's own result is the gate and says so", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({ "src/a.ts": "x\n" });
    const green = await scene.run("change-gate", { token: forgeTokens.read });
    expect(green.code).toBe(0);
    expect(green.log).toContain("the job's own result is the gate");
    const red = await scene
      .propose({ "a.env": "GITHUB_TOKEN=x\n" })
      .run("change-gate", { token: forgeTokens.read });
    expect(red.code).toBe(1);
    expect(scene.api.statuses).toEqual([]);
  });

  test("all-required is pending without failing the job, and red where it is red", async () => {
    const rules = `changes:\n  allRequired: { checks: ["CI / test"] }\n`;
    await using scene = await PullScene.open(dialect, rules);
    scene.propose({ "src/a.ts": "x\n" });
    const waits = await scene.run("change-gate", { rule: "all-required" });
    expect(waits.code).toBe(0);
    const word = dialect === "gitea" ? "status" : "state";
    const row = (id: number, login: string, state: string) => ({
      id,
      context: "CI / test",
      [word]: state,
      creator: forgeUser(dialect, login),
    });
    const job = dialect === "gitea" ? "gitea-actions" : "github-actions[bot]";
    const statuses = (rows: object[]) => scene.api.answers.set(`commits/${scene.head}/statuses`, rows);
    // Told by the run that came to its end, which names the commit and no pull request.
    const event = {
      event: { workflow_run: { head_sha: scene.head } },
      env: { GITHUB_EVENT_NAME: "workflow_run" },
    };
    statuses([row(2, "mallory", "success"), row(1, job, "failure")]);
    expect((await scene.run("change-gate", { rule: "all-required" }, event)).code).toBe(1);
    statuses([row(2, "mallory", "failure"), row(3, job, "success")]);
    expect((await scene.run("change-gate", { rule: "all-required" }, event)).code).toBe(0);
    expect(scene.api.statuses).toEqual(
      ["pending", "failure", "success"].map((state) => `identikit/change/all-required: ${state}`),
    );
    const readOnly = await scene.run("change-gate", { rule: "all-required", token: forgeTokens.read }, event);
    expect(readOnly.code).toBe(0);
  });

  test("the text is read as it is now, not as the event remembers it, and a comment that looks like it counts for nothing", async () => {
    const files = { ".gitea/pull_request_template.md": "- [ ] Tested\n" };
    await using scene = await PullScene.open(dialect, "changes:\n  checklist: {}\n", files);
    scene.propose({ "src/a.ts": "x\n" }, { body: "- [ ] Tested" });
    const decoy = [{ id: 1, body: "- [x] Tested", user: forgeUser(dialect, "mallory") }];
    scene.api.answers.set("issues/7/comments", decoy);
    expect((await scene.run("change-gate", { rule: "checklist" })).code).toBe(1);
    scene.propose({}, { body: "- [x] Tested" });
    expect((await scene.run("change-gate", { rule: "checklist" })).code).toBe(0);
  });

  test("a run for a commit that is not the head any more verifies nothing", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({ "src/a.ts": "x\n" });
    const old = scene.head;
    const event = { event: { pull_request: { ...(scene.api.answers.get("pulls/7") as object) } } };
    scene.propose({ "src/a.ts": "y\n" });
    const run = await scene.run("change-gate", {}, event);
    expect(run.code).toBe(1);
    expect(run.log).toContain("CHANGE_UNKNOWN");
    expect(scene.api.written).toHaveLength(9);
    expect(
      scene.api.written.every(({ path, body }) => path === `statuses/${old}` && body.state === "error"),
    ).toBe(true);
  });

  test("a host that fails leaves no rule green", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({ "infra/a.tf": "x\n" });
    scene.api.answers.delete("pulls/7/reviews");
    const run = await scene.run("change-gate", { rule: "reserved-paths" });
    expect(run.code).toBe(1);
    expect(scene.api.statuses).toEqual(["identikit/change/reserved-paths: error"]);
  });

  test("hostile titles, branch names and file names are text in the log, the outputs and the statuses", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    const name = "secrets/\n::set-output name=result::clean\u202e";
    const run = await scene.propose({ [name]: "x\n", "secrets/--upload-pack=x": "x\n" }).run("change-gate");
    expect(run.code).toBe(1);
    expect(run.log).not.toMatch(/^::set-output/m);
    expect(run.log).not.toMatch(/^::add-mask::x/m);
    // The runner takes the file of an annotation as it is; people do not read that line.
    const read = run.log.split("\n").filter((line) => !line.startsWith("::error "));
    expect(read.join("\n")).not.toContain("\u202e");
    expect(run.summary).not.toContain("\u202e");
    expect(scene.api.statuses).toContain("identikit/change/forbidden-paths: failure");
  });

  test("without a checkout the host gives the change and the rules", async () => {
    await using scene = await PullScene.open(dialect, strictRules);
    scene.propose({ "secrets/a": "x\n" });
    const content = Buffer.from(strictRules).toString("base64");
    const { answers } = scene.api;
    answers.set(`contents/identikit.yaml?ref=${scene.base}`, { type: "file", encoding: "base64", content });
    answers.set("pulls/7/files", [
      { filename: "secrets/a", status: "added", additions: 1, changes: 1, patch: "@@ -0,0 +1 @@\n+x" },
    ]);
    answers.set("pulls/7.diff", scene.repository.git("diff", "main", "change", "--full-index").concat("\n"));
    const { scratchDirectory } = await import("../scratch.ts");
    const env = { GITHUB_WORKSPACE: scratchDirectory() };
    const run = await scene.run("change-gate", { rule: "forbidden-paths" }, { env });
    expect(run.log).toContain("read from        the host");
    expect(run.log).toContain("CHANGE_FORBIDDEN_PATH secrets/a");
    expect(scene.api.statuses).toEqual(["identikit/change/forbidden-paths: failure"]);
  });
});

test("a rule that does not exist is refused with the one that was meant", async () => {
  await using scene = await PullScene.open("gitea", strictRules);
  const run = await scene.propose({}).run("change-gate", { rule: "forbiden-env" });
  expect(run.code).toBe(1);
  expect(run.log).toContain('did you mean "forbidden-env"?');
});

test("a base without rules says so and holds nothing against the change", async () => {
  await using scene = await PullScene.open("gitea", "version: 1\n");
  const run = await scene.propose({ "a.env": "GITHUB_TOKEN=x\n" }).run("change-gate");
  expect(run.code).toBe(0);
  expect(run.log).toContain("CHANGE_UNRULED");
});

test("rules that cannot be read are not rules that hold", async () => {
  await using scene = await PullScene.open("gitea", "changes: { forbidenPaths: [] }\n");
  const run = await scene.propose({ "src/a.ts": "x\n" }).run("change-gate");
  expect(run.code).toBe(1);
  expect(run.log).toContain("SETTINGS_INVALID");
  expect(new Set(scene.api.statuses.map((one) => one.split(": ")[1]))).toEqual(new Set(["error"]));
});
