import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit } from "./identikit.ts";
import { runStep } from "./runner.ts";

const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);

test("fetch, bake, gate and publish run one after the other as steps of a job", async () => {
  using fleet = copyFleet("checkout");
  const job = {
    workspace: fleet.root,
    env: { RUNNER_TEMP: fleet.path("../temp"), GITHUB_SHA: "a".repeat(40) },
  };

  const fetched = await runStep("fetch-template", { name: "platform-agent", into: "templates-here" }, job);
  expect(fetched.code, fetched.stdout).toBe(0);
  expect(fetched.outputs).toMatchObject({ path: fleet.path("templates-here/platform-agent"), files: "9" });
  expect(fetched.outputs["tree-digest"]).toEqual(digest);
  expect(fetched.outputs.commit).toMatch(/^[0-9a-f]{40}$/);
  const template = fetched.outputs.path as string;

  const baked = await runStep("bake-identity", { template, base: "scratch", to: "oci:images:baked" }, job);
  expect(baked.code, baked.stdout).toBe(0);
  expect(baked.outputs).toMatchObject({ digest, "layer-digest": digest, "tree-digest": digest });
  expect(baked.summary).toContain("Identikit bake-identity");

  const gated = await runStep("drift-gate", { template, image: "oci:images:baked" }, job);
  expect(gated.code, gated.stdout).toBe(0);
  expect(gated.outputs).toMatchObject({ result: "clean", findings: "0" });
  expect(JSON.parse(readFileSync(gated.outputs.report as string, "utf8"))).toMatchObject({
    verdict: "clean",
  });
  expect(JSON.parse(readFileSync(gated.outputs.sarif as string, "utf8"))).toMatchObject({ version: "2.1.0" });

  const published = await runStep(
    "publish-image",
    { template, from: "oci:images:baked", to: "oci:published" },
    job,
  );
  expect(published.code, published.stdout).toBe(0);
  expect(JSON.parse(published.outputs.tags as string)).toEqual([`staging-${"a".repeat(40)}`]);
  expect(published.outputs.digest).toBe(baked.outputs.digest);

  const from = `oci:published@${published.outputs.digest}`;
  const promoted = await runStep("promote-image", { from, to: "oci:published:production" }, job);
  expect(promoted.code, promoted.stdout).toBe(0);
  expect(promoted.outputs.digest).toBe(baked.outputs.digest);

  appendFileSync(fleet.path("templates-here/platform-agent/prompts/concierge.md"), "One more line.\n");
  const drifted = await runStep("drift-gate", { template, image: "oci:images:baked" }, job);
  expect(drifted.code).toBe(1);
  expect(drifted.outputs.result).toBe("drift");
  expect(drifted.summary).toContain("prompts/concierge.md");
  expect(drifted.stdout).toContain("FILE_CHANGED");
});

test("validate puts a remark on each line with a mistake, and names its report for later steps", async () => {
  using fleet = copyFleet("checkout");
  const job = { workspace: fleet.root, env: { RUNNER_TEMP: fleet.path("../temp") } };
  const clean = await runStep("validate", {}, job);
  expect(clean.code, clean.stdout).toBe(0);
  expect(clean.outputs).toMatchObject({ result: "clean", findings: "0" });
  const agents = readFileSync(fleet.path("agents.json"), "utf8");
  writeFileSync(fleet.path("agents.json"), agents.replace('"type": "concierge"', '"type": "conciegre"'));
  appendFileSync(fleet.path("identikit.yaml"), "\nversoin: 1\n");
  const wrong = await runStep("validate", {}, job);
  expect(wrong.code).toBe(1);
  expect(wrong.outputs).toMatchObject({ result: "drift", findings: "3" });
  expect(wrong.stdout).toMatch(
    /::error (?=[^\n]*file=agents\.json)(?=[^\n]*line=\d+)[^\n]*did you mean "concierge"/,
  );
  expect(wrong.stdout).toMatch(
    /::error (?=[^\n]*file=identikit\.yaml)(?=[^\n]*line=\d+)[^\n]*did you mean "version"/,
  );
  expect(wrong.summary).toContain("agents.json");
  expect(wrong.summary).toContain("versoin");
  const [report, sarif] = [wrong.outputs.report, wrong.outputs.sarif].map((file) =>
    JSON.parse(readFileSync(file as string, "utf8")),
  );
  expect(report).toMatchObject({ check: "validate", verdict: "drift" });
  const places = sarif.runs[0].results.map(
    (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
      result.locations[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(places.sort()).toEqual(["agents.json", "config/mcp-builtin.json", "identikit.yaml"]);
  const part = await runStep("validate", { path: "manifest.json" }, job);
  expect(part).toMatchObject({ code: 0, outputs: { result: "clean", findings: "0" } });
});

test("the config goes from one job to the next as a bundle, and the next renders from it", async () => {
  using fleet = copyFleet();
  using next = copyFleet();
  const job = { workspace: fleet.root, env: { RUNNER_TEMP: fleet.path("../temp") } };
  expect((await runStep("fetch-template", {}, job)).code).toBe(0);
  const synced = await runStep("sync-config", {}, job);
  expect(synced.code, synced.stdout).toBe(0);
  expect(JSON.parse(synced.outputs.agents as string)).toHaveLength(6);
  const exported = await runStep("export-config", {}, job);
  expect(exported.code, exported.stdout).toBe(0);
  expect(exported.outputs.digest).toEqual(digest);

  const env = { RUNNER_TEMP: next.path("../temp"), IDENTIKIT_SECRET_FORGE_TOKEN: "canary-of-the-job" };
  const other = { workspace: next.root, env };
  const imported = await runStep("import-config", { file: exported.outputs.bundle as string }, other);
  expect(imported.code, imported.stdout).toBe(0);
  expect(Number(imported.outputs.changes)).toBeGreaterThan(0);
  const rendered = await runStep("render-env", { all: "true", "env-root": "agents" }, other);
  expect(rendered.code, rendered.stdout).toBe(0);
  expect(rendered.outputs).toMatchObject({
    rendered: "6",
    unchanged: "0",
    skipped: "0",
    path: next.path("agents"),
  });
  const log = readFileSync(rendered.outputs["access-log"] as string, "utf8");
  expect(
    log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).secret),
  ).toContain("FORGE_TOKEN");
  const shown =
    rendered.stdout.replaceAll(/^::add-mask::.*$/gm, "") + rendered.stderr + rendered.summary + log;
  expect(shown).not.toContain("canary-of-the-job");
  expect(readFileSync(next.path("agents/concierge/.claude.json"), "utf8")).toContain("canary-of-the-job");
});

test("a wrong input is named with what was given, and nothing is done", async () => {
  using fleet = copyFleet();
  const step = await runStep("fetch-template", { locked: "perhaps", into: "x" }, { workspace: fleet.root });
  expect(step.code).toBe(1);
  expect(step.stdout).toMatch(/^::error.*USAGE: input locked is "perhaps"/m);
  expect(existsSync(fleet.path("x"))).toBe(false);
});

test("the command line prints one JSON document, also where it fails", async () => {
  using fleet = copyFleet();
  const { code, stdout } = await identikit(["fetch", "no-such-template", "--json"], { cwd: fleet.root });
  expect(code).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({ code: "TEMPLATE_UNKNOWN" });
});
