import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { sourceRepository } from "../layouts/source-repository.ts";

const templates = {
  concierge: { "config.yaml": "name: Desk\n", "prompts/desk.md": "You sit at the front desk.\n" },
  scribe: { "config.yaml": "name: Scribe\n", "prompts/minutes.md": "You write minutes.\n" },
};
const settings = { "identikit.yaml": "version: 1\nidentity:\n  template: concierge\n" };
const both = ["--name", "concierge", "--name", "scribe"];

async function bakedRepository() {
  const repository = sourceRepository({ templates, files: settings });
  expect((await repository.run("fetch")).code).toBe(0);
  const baked = await repository.json("bake", ...both, "--to", "oci:images:{name}");
  expect(baked).toMatchObject({ code: 0 });
  return { repository, baked: baked.json };
}

test("bake makes an image of each template in one run, and what fails for one keeps no other back", async () => {
  const { repository, baked } = await bakedRepository();
  expect(baked.templates).toMatchObject([
    { name: "concierge", image: expect.stringContaining("images:concierge@"), gated: true, changed: true },
    { name: "scribe", image: expect.stringContaining("images:scribe@"), gated: true, changed: true },
  ]);
  expect(baked).not.toHaveProperty("image");
  const alone = await repository.json("bake", "--name", "scribe", "--to", "oci:alone:{name}");
  expect(alone.json).toMatchObject({
    image: expect.stringContaining("alone:scribe@"),
    digest: baked.templates[1].digest,
  });
  expect(alone.json).not.toHaveProperty("templates");

  repository.write({ "templates/scribe/config.yaml": "name: [\n" });
  await repository.run("fetch");
  repository.write({
    ".tenant-bundle-deps/workspace-configs-templates/concierge/prompts/desk.md": "changed",
  });
  const half = await repository.run("bake", ...both, "--to", "oci:half:{name}");
  expect(half.code).toBe(2);
  expect(half.stdout).toMatch(/^concierge +not baked$/m);
  expect(half.stdout).toMatch(/^scribe +template .*$/m);
  expect(half.stdout).toMatch(/^template concierge: drift: /m);
  const missing = ["--template", "elsewhere/{name}", "--to", "oci:half:{name}"];
  repository.write({
    "elsewhere/concierge/config.yaml": "name: Desk\n",
    "elsewhere/concierge/prompts/a.md": "A",
  });
  const one = await repository.json("bake", ...both, ...missing);
  expect(one).toMatchObject({
    code: 1,
    json: {
      error: { code: "SSOT_MISSING", message: expect.stringContaining("scribe") },
      templates: [
        { name: "concierge", changed: true },
        { name: "scribe", error: { code: "SSOT_MISSING" } },
      ],
    },
  });
});

test("publish and promote move the image of each template, and what fails for one keeps no other back", async () => {
  const { repository, baked } = await bakedRepository();
  const [concierge, scribe] = baked.templates.map(({ digest }: { digest: string }) => digest);
  const publish = [
    "publish",
    "--from",
    "oci:images:{name}",
    "--to",
    "oci:shipped-{name}",
    "--tag",
    "staging",
  ];
  const shared = await repository.json(
    "publish",
    ...both,
    "--from",
    "oci:images:{name}",
    "--to",
    "oci:shipped:staging",
  );
  expect(shared).toMatchObject({
    code: 64,
    json: { error: { message: expect.stringContaining("--to oci:shipped:staging") } },
  });
  const published = await repository.json(...publish, ...both);
  expect(published).toMatchObject({
    code: 0,
    json: {
      changed: true,
      templates: [
        { name: "concierge", digest: concierge, tags: ["staging"], gated: true },
        { name: "scribe", digest: scribe, tags: ["staging"], gated: true },
      ],
    },
  });
  expect(published.json).not.toHaveProperty("image");
  expect((await repository.json(...publish, "--name", "scribe")).json).toMatchObject({
    digest: scribe,
    changed: false,
  });

  // Each image is promoted by the digest that was verified, in the order of the names.
  const from = (name: string, digest: string) => ["--from", `oci:shipped-${name}@${digest}`];
  const promote = ["promote", ...both, "--to", "oci:shipped-{name}:production"];
  const moved = await repository.json(...promote, ...from("concierge", concierge), ...from("scribe", scribe));
  expect(moved).toMatchObject({
    code: 0,
    json: {
      changed: true,
      templates: [
        { name: "concierge", digest: concierge },
        { name: "scribe", digest: scribe },
      ],
    },
  });
  const one = await repository.json(...promote, ...from("concierge", concierge));
  expect(one).toMatchObject({
    code: 64,
    json: { error: { code: "USAGE", message: expect.stringContaining("1 image for 2 templates") } },
  });
  // A template that is named is the one that the gate holds its image against.
  const crossed = await repository.json(
    ...promote,
    ...from("concierge", concierge),
    ...from("concierge", concierge),
  );
  expect(crossed).toMatchObject({
    code: 1,
    json: {
      templates: [
        { name: "concierge", changed: false },
        { name: "scribe", error: { code: "GATE_FAILED" } },
      ],
    },
  });
});

test("gate tells of each template in a section of one report, in text, JSON, Markdown and SARIF", async () => {
  const { repository, baked } = await bakedRepository();
  const named = ["gate", ...both, "--image", "oci:images:{name}"];
  const clean = await repository.json(...named, "--report", "report.json");
  expect(clean).toMatchObject({
    code: 0,
    json: { result: "clean", templates: [{ name: "concierge" }, { name: "scribe" }], findings: [] },
  });
  const written = reportSchema.parse(JSON.parse(readFileSync(repository.path("report.json"), "utf8")));
  expect(written.sections?.map(({ template, verdict }) => `${template} ${verdict}`)).toEqual([
    "concierge clean",
    "scribe clean",
  ]);
  expect(written.sections?.map(({ facts }) => facts[0]?.value)).toEqual(
    baked.templates.map(({ treeDigest }: { treeDigest: string }) => treeDigest),
  );

  // The scribe's image is another template's; the concierge's is not there at all.
  const wrong = await repository.run("bake", "--name", "concierge", "--to", "oci:other:scribe");
  expect(wrong.code).toBe(0);
  const drift = await repository.json(
    "gate",
    ...both,
    "--image",
    "oci:other:{name}",
    "--sarif",
    "gate.sarif",
  );
  expect(drift).toMatchObject({
    code: 1,
    json: {
      result: "unverified",
      templates: [
        { name: "concierge", result: "unverified" },
        { name: "scribe", result: "drift" },
      ],
    },
  });
  const of = (name: string) =>
    drift.json.findings.filter(({ template }: { template: string }) => template === name);
  expect(of("concierge")).toMatchObject([{ severity: "unverified" }]);
  expect(of("scribe").map(({ path }: { path: string }) => path)).toContain("prompts/minutes.md");
  const text = (await repository.run("gate", ...both, "--image", "oci:other:{name}")).stdout;
  expect(text.indexOf("template concierge: could not be verified: ")).toBeGreaterThan(-1);
  expect(text.indexOf("template scribe: drift: ")).toBeGreaterThan(text.indexOf("unverified IMAGE_"));
  expect(text.indexOf("prompts/minutes.md")).toBeGreaterThan(text.indexOf("template scribe: drift: "));
  const sarif = JSON.parse(readFileSync(repository.path("gate.sarif"), "utf8"));
  const texts = sarif.runs[0].results.map(({ message }: { message: { text: string } }) => message.text);
  expect(texts.every((said: string) => /^template (concierge|scribe): /.test(said))).toBe(true);
});

test("check bakes and gates a candidate of each template, and compares each with its own image", async () => {
  const repository = sourceRepository({ templates, files: settings });
  expect(await repository.json("pipeline", ...both, "--to", "oci:shipped/{name}")).toMatchObject({
    code: 0,
    json: {
      images: [{ image: /shipped\/concierge:/ }, { image: /shipped\/scribe:/ }].map(({ image }) => ({
        image: expect.stringMatching(image),
      })),
    },
  });
  const same = await repository.json("check", ...both);
  expect(same).toMatchObject({
    code: 0,
    json: {
      result: "clean",
      templates: [
        { name: "concierge", result: "clean", candidateDigest: expect.stringMatching(/^sha256:/) },
        { name: "scribe", result: "clean", candidateDigest: expect.stringMatching(/^sha256:/) },
      ],
      changes: { identityFiles: [], rowCount: 0 },
    },
  });
  // The pipeline's image of that template, not that of the settings' template.
  expect((await repository.json("check", "--name", "scribe")).json.changes.identityFiles).toEqual([]);

  repository.write({ "templates/scribe/prompts/minutes.md": "You write long minutes.\n" });
  await repository.run("fetch", "--update-lock");
  const changed = await repository.json("check", ...both);
  expect(changed).toMatchObject({
    code: 0,
    json: {
      changes: {
        identityFiles: expect.arrayContaining([
          expect.objectContaining({ path: "prompts/minutes.md", template: "scribe" }),
        ]),
        agents: ["scribe"],
      },
    },
  });
  const { identityFiles } = changed.json.changes;
  expect(identityFiles.every(({ template }: { template: string }) => template === "scribe")).toBe(true);
  const markdown = (await repository.run("check", ...both, "--format", "markdown")).stdout;
  expect(markdown).toContain("#### Template concierge: ✅ clean");
  expect(markdown).toContain("#### Template scribe: ✅ clean");
});

test.each([
  [["bake", ...both, "--to", "oci:images:baked"], /USAGE: --to oci:images:baked is one place for several/],
  [
    ["gate", ...both, "--image", "docker://r.example/a/b:c"],
    /Write \{name\} .*such as docker:\/\/r\.example\/a\/b-\{name\}:c/,
  ],
  [["gate", ...both, "--dockerfile", "Dockerfile"], /USAGE: --dockerfile Dockerfile is one place/],
  [["check", ...both, "--published", "oci:x:y"], /USAGE: --published oci:x:y is one place/],
  [["check", "--name", "scribe", "--name", "scribe"], /USAGE: --name scribe stands twice/],
])("%j is wrong usage, and the message says where the name belongs", async (args, said) => {
  const repository = sourceRepository({ templates, files: settings });
  const { code, stderr } = await repository.run(...args);
  expect({ code, stderr: stderr.replaceAll("\n", " ") }).toEqual({
    code: 64,
    stderr: expect.stringMatching(said),
  });
});

test("a name that the manifest lacks stops bake and gate before anything is done", async () => {
  const { repository } = await bakedRepository();
  const wrong = ["--name", "concierge", "--name", "scirbe"];
  const bake = await repository.json("bake", ...wrong, "--to", "oci:none:{name}");
  expect(bake).toMatchObject({ code: 1, json: { error: { code: "TEMPLATE_UNKNOWN" } } });
  expect(bake.json).not.toHaveProperty("templates");
  expect(await repository.json("gate", ...wrong, "--image", "oci:images:{name}")).toMatchObject({
    code: 1,
    json: { error: { code: "TEMPLATE_UNKNOWN" } },
  });
});
