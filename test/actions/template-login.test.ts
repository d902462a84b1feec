import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { testArchiveServer } from "../template/archive-server.ts";
import { copiedForEachTest, firstCommit } from "../template/git-repository.ts";
import { runStep } from "./step.ts";

const newTemplate = copiedForEachTest((path) => {
  firstCommit(path, { "config.yaml": "name: a\n", "prompts/a.md": "a\n" });
  return {};
});

/** A fleet with one private template, `acme/template` as `a`, on a server that wants this token. */
async function scene(token: string, settings = "") {
  const server = await testArchiveServer({ "acme/template": newTemplate().path });
  server.token = token;
  const root = writeFiles(scratchDirectory(), {
    "manifest.json": JSON.stringify({
      version: 1,
      workspace_templates: [{ name: "a", repo: "acme/template" }],
    }),
    "identikit.yaml": settings,
  });
  const fetch = (inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) =>
    runStep(
      "fetch-template",
      { root, name: "a", "gitea-url": server.origin, ...inputs },
      { XDG_CACHE_HOME: join(root, ".cache"), ...env },
    );
  return { server, fetch };
}

/** A log as people see it: the runner takes the commands out. */
const shown = (log: string) => log.replaceAll(/^::add-mask::.*$/gm, "");

test("the input's token reads the template, is masked, and comes before the environment's", async () => {
  const { server, fetch } = await scene("right-token");
  const step = await fetch({ "template-token": "right-token" }, { IDENTIKIT_TEMPLATE_TOKEN: "wrong-token" });
  expect(step.code, step.log).toBe(0);
  expect(new Set(server.credentials)).toEqual(new Set(["token right-token"]));
  expect(step.log).toContain("::add-mask::right-token");
  expect(`${shown(step.log)}${step.outputs}${step.summary}`).not.toContain("right-token");
});

test("an input that is left out or empty leaves the environment's token", async () => {
  for (const inputs of [{}, { "template-token": "" }]) {
    const { fetch } = await scene("right-token");
    const step = await fetch(inputs, { IDENTIKIT_TEMPLATE_TOKEN: "right-token" });
    expect(step.code, step.log).toBe(0);
  }
});

test.each([
  ["template", "a"],
  ["owner", "acme"],
])("the token of the %s's own comes before the input", async (_, key) => {
  const { server, fetch } = await scene("own-token", `templateTokens: { ${key}: OWN_TOKEN }\n`);
  const step = await fetch({ "template-token": "server-token" }, { OWN_TOKEN: "own-token" });
  expect(step.code, step.log).toBe(0);
  expect(new Set(server.credentials)).toEqual(new Set(["token own-token"]));
  expect(shown(step.log)).not.toContain("own-token");
});

test("a token of its own that is not set is named, and no other one is tried", async () => {
  const { server, fetch } = await scene("server-token", "templateTokens: { acme: OWN_TOKEN }\n");
  const step = await fetch({ "template-token": "server-token" });
  expect(step.code).toBe(1);
  expect(step.log).toMatch(/SOURCE_DENIED.*OWN_TOKEN/);
  expect(server.credentials).toEqual([]);
});

test("a token that the server refuses is told by its place, not by its value", async () => {
  const { fetch } = await scene("right-token");
  const step = await fetch({ "template-token": "wrong-token" });
  expect(step.code).toBe(1);
  expect(step.log).toContain("SOURCE_DENIED");
  expect(shown(step.log)).not.toContain("wrong-token");
});
