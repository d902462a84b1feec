import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

let fleet: FleetCopy;
let template: string;
beforeEach(() => {
  fleet = copyFleet();
  template = fleet.path("templates/platform-agent");
});
afterEach(() => fleet[Symbol.dispose]());

/** Bakes the template as it stands, without asking the gate: an image whose digests are consistent. */
async function bakeAsItStands(): Promise<string> {
  const image = `oci:${fleet.path("images")}:baked`;
  const { code } = await identikit([
    "bake",
    "--template",
    template,
    "--base",
    "scratch",
    "--to",
    image,
    "--skip-gate",
  ]);
  expect(code).toBe(0);
  return image;
}

test("an image that was baked from the template is clean", async () => {
  const image = await bakeAsItStands();
  const { code, json } = await identikitJson(["gate", "--template", template, "--image", image]);
  expect(code).toBe(0);
  expect(json).toMatchObject({ result: "clean", findings: [] });
});

test.each([
  [
    "changed",
    "FILE_CHANGED",
    "prompts/concierge.md",
    () => appendFileSync(join(template, "prompts/concierge.md"), "x"),
  ],
  ["missing", "FILE_MISSING", "prompts/zz.md", () => rmSync(join(template, "prompts/zz.md"))],
  [
    "extra",
    "FILE_EXTRA",
    "prompts/extra.md",
    () => writeFileSync(join(template, "prompts/extra.md"), "extra\n"),
  ],
])("a file that is %s in the image is drift, exit 2, and named", async (_, finding, path, edit) => {
  writeFileSync(join(template, "prompts/zz.md"), "the last prompt\n");
  using original = copyFleet();
  writeFileSync(original.path("templates/platform-agent/prompts/zz.md"), "the last prompt\n");
  edit();
  const image = await bakeAsItStands();
  const source = original.path("templates/platform-agent");
  const { code, json } = await identikitJson(["gate", "--template", source, "--image", image]);
  expect(code).toBe(2);
  expect(json.result).toBe("drift");
  expect(json.findings).toMatchObject([{ code: finding, path, severity: "error" }]);
});

test("a file added to the template after the bake is drift, exit 2, and named", async () => {
  const image = await bakeAsItStands();
  mkdirSync(join(template, "prompts/late"), { recursive: true });
  writeFileSync(join(template, "prompts/late/added.md"), "added\n");
  const { code, stdout } = await identikit(["gate", "--template", template, "--image", image]);
  expect(code).toBe(2);
  expect(stdout).toContain("FILE_MISSING prompts/late/added.md");
});

test("a flipped byte in a blob is no drift but DIGEST_MISMATCH, exit 1", async () => {
  const image = await bakeAsItStands();
  const blobs = fleet.path("images/blobs/sha256");
  const largest = readdirSync(blobs).toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] as string;
  const bytes = readFileSync(join(blobs, largest));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  writeFileSync(join(blobs, largest), bytes);
  const { code, json } = await identikitJson(["gate", "--template", template, "--image", image]);
  expect(code).toBe(1);
  expect(json).toMatchObject({ result: "unverified", error: { code: "DIGEST_MISMATCH" } });

  function sizeOf(name: string): number {
    return readFileSync(join(blobs, name)).length;
  }
});

test("an image that is not there is unverified, exit 1, never clean", async () => {
  const image = `oci:${fleet.path("nowhere")}:x`;
  const { code, json } = await identikitJson(["gate", "--template", template, "--image", image]);
  expect(code).toBe(1);
  expect(json.error.code).toBe("IMAGE_MISSING");
});

test("the template comes from the option, the environment or the canonical checkout, and a missing one is loud", async () => {
  const image = await bakeAsItStands();
  const gate = (env: Record<string, string>) =>
    identikitJson(["gate", "--image", image], { cwd: fleet.root, env });
  const missing = await gate({});
  expect(missing).toMatchObject({ code: 1, json: { error: { code: "SSOT_MISSING" } } });
  const override = await gate({ PLATFORM_AGENT_TEMPLATE_REPO_PATH: template });
  expect(override).toMatchObject({ code: 0, json: { result: "clean" } });
  expect((await identikit(["fetch", "--all"], { cwd: fleet.root })).code).toBe(0);
  expect(await gate({})).toMatchObject({ code: 0, json: { result: "clean" } });
});

test("the pair of candidate and published: the candidate must be the template's, the published image may differ and is told", async () => {
  const published = await bakeAsItStands();
  appendFileSync(join(template, "prompts/concierge.md"), "Speak plainly.\n");
  writeFileSync(join(template, "prompts/new.md"), "A new one.\n");
  const candidate = `oci:${fleet.path("candidate")}:x`;
  await identikit(["bake", "--template", template, "--base", "scratch", "--to", candidate]);
  const pair = ["gate", "--template", template, "--candidate", candidate, "--published", published];
  const { code, json } = await identikitJson(pair);
  expect(code).toBe(0);
  expect(json).toMatchObject({ result: "clean", image: candidate });
  expect(json.changes).toEqual([
    { kind: "file", name: "prompts/concierge.md", change: "changed", place: published },
    { kind: "file", name: "prompts/new.md", change: "added", place: published },
  ]);
  const reversed = ["gate", "--template", template, "--candidate", published, "--published", candidate];
  expect((await identikit(reversed)).code).toBe(2);
});

test("what differs points at the template's file, where the template lies in the repository", async () => {
  const image = await bakeAsItStands();
  appendFileSync(join(template, "prompts/concierge.md"), "Speak plainly.\n");
  await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
  const sarif = fleet.path("gate.sarif");
  const { json } = await identikitJson(["gate", "--image", image, "--sarif", sarif], { cwd: fleet.root });
  const file = "templates/platform-agent/prompts/concierge.md";
  expect(json.findings).toMatchObject([{ code: "FILE_CHANGED", location: { file, line: 1 } }]);
  const [result] = JSON.parse(readFileSync(sarif, "utf8")).runs[0].results;
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: file },
    region: { startLine: 1 },
  });
});

test("bake and publish stop where the repository's Dockerfile would not build what the template says", async () => {
  await identikit(["fetch", "--all"], { cwd: fleet.root });
  const to = `oci:${fleet.path("images")}:x`;
  expect((await identikit(["bake", "--to", to], { cwd: fleet.root })).code).toBe(0);
  writeFileSync(fleet.path("Dockerfile.platform-agent"), "FROM scratch\n");
  const baked = await identikit(["bake", "--to", to], { cwd: fleet.root });
  expect(baked.code).toBe(1);
  expect(baked.stderr).toContain("GATE_FAILED");
  expect(baked.stderr).toContain("Dockerfile.platform-agent:1");
  const published = await identikit(
    ["publish", "--from", to, "--to", `oci:${fleet.path("published")}`, "--tag", "x"],
    { cwd: fleet.root },
  );
  expect(published.stderr).toContain("GATE_FAILED");
});
