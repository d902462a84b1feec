import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { filesBelow, skill, sourceRepository } from "../layouts/source-repository.ts";

/** No file of it has the name of one of the platform agent's prompts or servers. */
const desk = {
  "config.yaml": "name: Desk\nprompt_files:\n  - VOICE.md\n",
  "VOICE.md": "You sit at the front desk.\n",
  "agent-skills/greet/SKILL.md": skill("greet"),
};
const shipped = readFileSync(join(house, "Dockerfile.platform-agent"), "utf8");

test("a repository whose only template is a concierge is baked, gated and published without any option", async () => {
  const repository = sourceRepository({ templates: { concierge: desk } });
  const { code, json } = await repository.json("pipeline");
  expect({ code, json }).toMatchObject({ code: 0, json: { result: "clean", findings: [] } });
  const [name, tag] = ["oci:out:one", "oci:out"];
  expect(await repository.json("bake", "--base", "scratch", "--to", name)).toMatchObject({ code: 0 });
  const gate = await repository.json("gate", "--image", name);
  expect(gate.json).toMatchObject({ result: "clean", coverage: { compared: 2, profile: "identity/v2" } });
  const publish = await repository.json("publish", "--from", name, "--to", tag, "--tag", "staging");
  expect(publish).toMatchObject({ code: 0, json: { gated: true, tags: ["staging"] } });
  const promoted = ["promote", "--from", `oci:out@${publish.json.digest}`, "--to", "oci:out:production"];
  expect(await repository.json(...promoted, "--template", "templates/concierge")).toMatchObject({ code: 0 });
});

test("the Dockerfile copies the staged identity of whichever template its argument names", async () => {
  const repository = sourceRepository({ templates: { concierge: desk } });
  await repository.run("fetch");
  repository.write({ "Dockerfile.agent": shipped.replaceAll("/platform-agent\n", "/concierge\n") });
  const clean = await repository.json("gate", "--dockerfile", "Dockerfile.agent");
  expect({ code: clean.code, findings: clean.json.findings }).toEqual({ code: 0, findings: [] });
  const stray = ".tenant-bundle-deps/workspace-configs-templates/concierge@identity/stray.md";
  repository.write({ [stray]: "not the template's" });
  const drift = await repository.json("gate", "--dockerfile", "Dockerfile.agent");
  expect(drift).toMatchObject({
    code: 2,
    json: { findings: [{ code: "FILE_EXTRA", path: "stray.md", location: { file: "Dockerfile.agent" } }] },
  });
  expect((await repository.run("fetch", "--prune")).code).toBe(0);
  expect((await repository.run("gate", "--dockerfile", "Dockerfile.agent")).code).toBe(0);
  repository.write({ "Dockerfile.agent": shipped });
  expect((await repository.json("gate", "--dockerfile", "Dockerfile.agent")).code).toBe(2);
});

test("several templates are baked, gated and published in one run, each at a place of its own", async () => {
  const scribe = { "config.yaml": "name: Scribe\n", "system-prompt.md": "You write minutes.\n" };
  const repository = sourceRepository({
    templates: { concierge: desk, scribe },
    files: {
      "identikit.yaml": "version: 1\nidentity:\n  template: concierge\n  required: [config.yaml, VOICE.md]\n",
    },
  });
  const { code, json } = await repository.json("pipeline", "--name", "concierge", "--name", "scribe");
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  const images = json.images.map((image: { name: string; image: string }) => [image.name, image.image]);
  expect(images).toEqual([
    ["concierge", expect.stringContaining(".identikit/published:staging-local@")],
    ["scribe", expect.stringContaining(".identikit/published-scribe:staging-local@")],
  ]);
  expect(json.image).toBe(json.images[0].image);
  expect(json.steps["gate scribe"]).toMatchObject({ result: "clean" });
  for (const [name, image] of images)
    expect(await repository.json("gate", "--name", name, "--image", image)).toMatchObject({ code: 0 });
  const [[, ofConcierge]] = images;
  const other = await repository.json("gate", "--name", "scribe", "--image", ofConcierge);
  expect(other).toMatchObject({ code: 2, json: { result: "drift" } });
  const alone = await repository.json("pipeline", "--name", "scribe", "--to", "oci:elsewhere");
  expect(alone.json).toMatchObject({
    digest: json.images[1].digest,
    image: expect.stringContaining("/elsewhere:staging-local"),
  });
  const both = ["pipeline", "--name", "scribe", "--name", "concierge", "--to", "oci:both:now"];
  expect((await repository.json(...both)).json.images).toMatchObject([
    { image: expect.stringContaining("both-scribe:now") },
    { image: expect.stringContaining("both:now") },
  ]);
  expect(filesBelow(repository.path("both-scribe"))).toContain("index.json");
});

test.each([
  [
    "which template is meant",
    ["gate", "--image", "oci:x"],
    1,
    /TEMPLATE_UNKNOWN.*Set identity\.template in identikit\.yaml/,
  ],
  ["which template is meant", ["pipeline"], 1, /TEMPLATE_UNKNOWN.*Set identity\.template in identikit\.yaml/],
  [
    "a name that the manifest lacks",
    ["bake", "--name", "scirbe", "--base", "scratch", "--to", "oci:x"],
    1,
    /TEMPLATE_UNKNOWN.*did you mean "scribe"/,
  ],
  ["a name given twice", ["pipeline", "--name", "scribe", "--name", "scribe"], 64, /USAGE.*stands twice/],
  [
    "two images for one archive",
    ["pipeline", "--name", "scribe", "--name", "concierge", "--to", "docker-archive:out.tar"],
    64,
    /USAGE.*room for one image/,
  ],
])("says %s, and names no option that the command does not have: %j", async (_, args, code, said) => {
  const repository = sourceRepository({
    templates: { concierge: desk, scribe: { "config.yaml": "name: S\n", "prompts/s.md": "You write.\n" } },
  });
  const done = await repository.run(...args);
  expect({ code: done.code, stderr: done.stderr.replaceAll("\n", " ") }).toEqual({
    code,
    stderr: expect.stringMatching(said),
  });
  const options = done.stderr.match(/--[a-z-]+/g) ?? [];
  const help = (await repository.run(args[0] ?? "", "--help")).stdout;
  for (const option of options) expect(help).toContain(option);
});
