import { expect, test } from "vitest";
import { PullScene, strictRules } from "./pull-scene.ts";

/** `name=value` of outputs that runners take as a here-document. */
function outputs(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  );
}

test("each area is an output, for a pull request", async () => {
  await using scene = await PullScene.open("gitea", strictRules);
  const run = await scene.propose({ "docs/a.md": "x\n" }).run("detect-changes");
  expect(run.code).toBe(0);
  expect(outputs(run.outputs)).toMatchObject({ app: "false", docs: "true", changed: "true" });
  expect(JSON.parse(outputs(run.outputs).areas ?? "")).toEqual({ app: false, docs: true });
});

test("a move touches the area that it leaves", async () => {
  await using scene = await PullScene.open("github", strictRules, { "src/a.ts": "one\ntwo\nthree\n" });
  scene.repository.git("mv", "src/a.ts", "elsewhere.ts");
  const run = await scene.propose({}).run("detect-changes");
  expect(outputs(run.outputs)).toMatchObject({ app: "true", docs: "false" });
});

test("a push is compared with what was there before", async () => {
  await using scene = await PullScene.open("gitea", strictRules);
  scene.propose({ "src/a.ts": "x\n" });
  const event = { before: scene.base, after: scene.head };
  const run = await scene.run("detect-changes", { token: "" }, { event, env: { GITHUB_EVENT_NAME: "push" } });
  expect(outputs(run.outputs)).toMatchObject({ app: "true", docs: "false" });
});

test("where nobody can tell, every area counts as touched: a new branch, a forced push, a schedule", async () => {
  await using scene = await PullScene.open("gitea", strictRules);
  scene.propose({ "src/a.ts": "x\n" });
  const sideways = scene.repository.git(
    "commit-tree",
    "-m",
    "Elsewhere",
    "-p",
    scene.base,
    `${scene.base}^{tree}`,
  );
  const events = [{ before: "0".repeat(40), after: scene.head }, { before: sideways, after: scene.head }, {}];
  for (const event of events) {
    const run = await scene.run(
      "detect-changes",
      { token: "" },
      { event, env: { GITHUB_EVENT_NAME: "push" } },
    );
    expect(outputs(run.outputs), JSON.stringify(event)).toMatchObject({ app: "true", docs: "true" });
  }
});
