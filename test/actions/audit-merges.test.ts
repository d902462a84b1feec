import { expect, test } from "vitest";
import { forgePull, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { PullScene, strictRules } from "./pull-scene.ts";

const mergedAt = "2030-01-05T00:00:00Z";

/** A branch main on which #7 was merged, with a change of a reserved path. */
async function merged(dialect: "github" | "gitea", files: Record<string, string> = { "infra/a.tf": "x\n" }) {
  const scene = await PullScene.open(dialect, strictRules);
  scene.propose(files);
  const { repository, api } = scene;
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "Merge #7", "change");
  const commit = repository.git("rev-parse", "HEAD");
  const more = {
    state: "closed",
    merged_at: mergedAt,
    merged_by: forgeUser(dialect, "bob"),
    merge_commit_sha: commit,
  };
  const pull = forgePull(dialect, { head: scene.head, base: scene.base, ...more });
  api.answers.set("pulls/7", pull).set("issues", []);
  const found = dialect === "gitea" ? ["pull", pull] : ["pulls", [pull]];
  api.answers.set(`commits/${commit}/${found[0]}`, found[1]);
  if (dialect === "github") api.answers.set(`commits/${scene.base}/pulls`, []);
  tip(scene, commit);
  return scene;
}

function tip(scene: PullScene, commit: string): void {
  scene.api.answers.set("branches/main", {
    commit: { [scene.api.dialect === "gitea" ? "id" : "sha"]: commit },
  });
}

function audit(scene: PullScene, inputs: Record<string, string> = {}) {
  const env = { GITHUB_REF: "refs/heads/main", GITHUB_EVENT_NAME: "schedule" };
  return scene.run("audit-merges", { rule: "", issue: "true", ...inputs }, { event: {}, env });
}

test.each(["github", "gitea"] as const)(
  "on %s a merge without the review is named with actor, commit and what was missing, in one issue",
  async (dialect) => {
    await using scene = await merged(dialect);
    // What was there before the pull request is a push, too.
    const run = await audit(scene);
    expect(run.code).toBe(1);
    expect(run.log).toMatch(
      /MERGE_UNRULED #7 as [0-9a-f]{12}, merged by bob \(reserved-paths\): reserved-paths did not hold/,
    );
    const issue = scene.api.written.find(({ path }) => path === "issues");
    expect(issue).toMatchObject({ method: "POST", body: { title: "Merges that went around the rules" } });
    expect(issue?.body.body).toMatch(/^<!-- identikit:audit-merges -->\n/);
  },
);

test.each([
  ["before the merge counts", "2030-01-04T00:00:00Z", false],
  ["after the merge does not", "2030-01-06T00:00:00Z", true],
])("an approval %s", async (_, at, missing) => {
  await using scene = await merged("gitea");
  scene.approve("alice", scene.head, { submitted_at: at });
  const run = await audit(scene);
  expect(run.log.includes("MERGE_UNRULED")).toBe(missing);
});

test("what the merge itself added is judged as well", async () => {
  await using scene = await PullScene.open("gitea", strictRules);
  scene.propose({ "src/a.ts": "x\n" });
  const { repository, api } = scene;
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--no-commit", "change");
  const commit = repository.write({ "secrets/evil": "x\n" }).commit("Merge #7");
  const pull = forgePull("gitea", {
    head: scene.head,
    base: scene.base,
    state: "closed",
    merged_at: mergedAt,
    merge_commit_sha: commit,
  });
  api.answers.set("pulls/7", pull).set(`commits/${commit}/pull`, pull);
  tip(scene, commit);
  expect((await audit(scene, { issue: "false" })).log).toContain(
    "forbidden-paths did not hold: secrets/evil",
  );
});

test("a commit without a pull request is named, and a merge that is older than the window ends the list", async () => {
  await using scene = await merged("gitea");
  const direct = scene.repository.write({ "src/b.ts": "y\n" }).commit("Straight to main");
  tip(scene, direct);
  const run = await audit(scene);
  expect(run.log).toContain(`MERGE_DIRECT ${direct.slice(0, 12)}`);
  const pull = scene.api.answers.get("pulls/7") as object;
  scene.api.answers.set("pulls/7", { ...pull, merged_at: "2001-01-01T00:00:00Z" });
  const later = await audit(scene);
  expect(later.log).toContain("MERGE_DIRECT");
  expect(later.log).not.toContain("MERGE_UNRULED");
});

test("the same issue is rewritten, not one that somebody else began, and a read-only token says so", async () => {
  await using scene = await merged("gitea");
  const marker = "<!-- identikit:audit-merges -->\nold";
  scene.api.answers.set("/user", forgeUser("gitea", "gitea-actions"));
  scene.api.answers.set("issues", [
    { number: 3, body: marker, user: forgeUser("gitea", "mallory") },
    { number: 4, body: marker, user: forgeUser("gitea", "gitea-actions") },
  ]);
  await audit(scene);
  expect(scene.api.written.map(({ method, path }) => `${method} ${path}`)).toEqual(["PATCH issues/4"]);
  const readOnly = await audit(scene, { token: forgeTokens.read });
  expect(readOnly.code).toBe(1);
  expect(readOnly.log).toContain("the issue was not written");
});

test("a checkout without history verifies nothing", async () => {
  await using scene = await merged("gitea");
  const { scratchDirectory } = await import("../scratch.ts");
  const env = { GITHUB_WORKSPACE: scratchDirectory(), GITHUB_REF: "refs/heads/main" };
  const run = await scene.run("audit-merges", {}, { event: {}, env });
  expect(run.code).toBe(1);
  expect(run.log).toContain("fetch-depth: 0");
});
