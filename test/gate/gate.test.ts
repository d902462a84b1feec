import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { verdictOf } from "../../src/fault/finding.ts";
import { gateFor } from "../../src/gate/gate.ts";
import { checkStagedIdentity } from "../../src/gate/staged-identity.ts";
import { findTemplate, readIdentity } from "../../src/gate/template-side.ts";
import { bake } from "../../src/image/bake.ts";
import { bakedTree } from "../../src/image/identity.ts";
import { parsePlatform } from "../../src/image/platform.ts";
import { policyNamed } from "../../src/template/policy.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";
import { expectValidImage } from "../image/expect-valid-image.ts";
import { open, template, templateFiles } from "../image/samples.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

const canonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";

async function baked(tree: FileTree, directory = scratchDirectory()): Promise<string> {
  const to = await open(`oci:${directory}:x`);
  const platforms = ["linux/amd64", "linux/arm64"].map(parsePlatform);
  await bake({ template: tree, base: "scratch", to, gate: "skip", platforms });
  await expectValidImage(to.store, await to.select());
  return directory;
}

async function gateImage(tree: FileTree, directory: string, platforms = [parsePlatform("linux/amd64")]) {
  const image = await open(`oci:${directory}:x`);
  const selector = await image.select();
  return gateFor({ template: tree })({ source: image.store, selector, platforms, subject: "x" });
}

describe("the gate", () => {
  it("passes an image whose identity is the template's", async () => {
    expect(await gateImage(template(), await baked(template()), [])).toEqual([]);
  });

  it("names a file that is changed, missing, extra or of another mode, with both digests", async () => {
    const directory = await baked(
      template({
        "config.yaml": "stale",
        "prompts/gone.md": "old",
        "prompts/tone/short.md": [0o755, "Short sentences.\n"],
      }),
    );
    const findings = await gateImage(template({ "prompts/new.md": "new" }), directory);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["FILE_CHANGED", "config.yaml"],
      ["FILE_EXTRA", "prompts/gone.md"],
      ["FILE_MISSING", "prompts/new.md"],
      ["FILE_MODE", "prompts/tone/short.md"],
    ]);
    expect(findings[0]).toMatchObject({
      expected: expect.stringMatching(/^sha256:/),
      actual: expect.stringMatching(/^sha256:/),
      remedy: expect.stringMatching(/\.$/),
    });
    expect(verdictOf(findings)).toBe("drift");
  });

  it("shows what differs in a text that is changed, without what may be secret, and nothing of other files", async () => {
    const binary = (last: number) => Buffer.from([0, 1, last]);
    const directory = await baked(
      template({ "config.yaml": "name: old\ntoken: hush\n", "prompts/blob.md": binary(1) }),
    );
    const findings = await gateImage(
      template({ "config.yaml": "name: new\ntoken: quiet\n", "prompts/blob.md": binary(2) }),
      directory,
    );
    expect(findings.map(({ path, difference }) => [path, difference])).toEqual([
      ["config.yaml", ["@@ -1,2 +1,2 @@", "-name: new", "+name: old", " token: [hidden]"]],
      ["prompts/blob.md", undefined],
    ]);
  });

  it("looks at every platform, and says which one is wrong", async () => {
    const findings = await gateImage(template({ "config.yaml": "newer" }), await baked(template()), []);
    expect(findings.map(({ subject }) => subject)).toEqual(["x (linux/amd64)", "x (linux/arm64)"]);
  });

  it("calls a flipped byte a digest mismatch, not drift", async () => {
    const directory = await baked(template());
    const image = await open(`oci:${directory}:x`);
    const [checked] = await expectValidImage(image.store, await image.select());
    const blob = join(directory, "blobs/sha256", checked?.layers[0]?.digest.slice(7) ?? "");
    const bytes = readFileSync(blob);
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] as number) ^ 1;
    writeFileSync(blob, bytes);
    const findings = await gateImage(template(), directory);
    expect(findings).toMatchObject([{ code: "DIGEST_MISMATCH", severity: "unverified" }]);
    expect(verdictOf(findings)).toBe("unverified");
  });

  it("never calls an image clean that is not there", async () => {
    const findings = await gateImage(template(), scratchDirectory()).catch((fault) => fault);
    expect(findings).toMatchObject([{ code: "IMAGE_MISSING", severity: "unverified" }]);
  });
});

test("a text that somebody changed in a staged identity is shown with what differs", () => {
  const identity = template();
  const directory = writeFiles(
    scratchDirectory(),
    Object.fromEntries([...bakedTree(identity)].map(({ path, bytes }) => [path, bytes])),
  );
  for (const { path, mode } of bakedTree(identity)) chmodSync(join(directory, path), mode);
  expect(checkStagedIdentity(identity, directory, "staged")).toEqual([]);
  writeFileSync(join(directory, "prompts/tone/short.md"), "Long sentences.\n");
  expect(checkStagedIdentity(identity, directory, "staged")).toMatchObject([
    {
      code: "FILE_CHANGED",
      path: "prompts/tone/short.md",
      difference: ["@@ -1,1 +1,1 @@", "-Short sentences.", "+Long sentences."],
    },
  ]);
});

describe("the template's side", () => {
  it("is the canonical checkout above the working directory", async () => {
    const root = writeFiles(scratchDirectory(), { "manifest.json": "{}", "deep/er/file": "" });
    writeFiles(join(root, canonical), plain());
    const place = findTemplate({ from: join(root, "deep/er") });
    expect(place).toEqual({ directory: join(root, canonical), said: "canonical" });
    expect((await read(place.directory)).size).toBe(4);
  });

  it("fails loudly where the canonical checkout is missing", async () => {
    const root = writeFiles(scratchDirectory(), { "manifest.json": "{}" });
    expect(() => findTemplate({ from: root })).toThrow(expect.objectContaining({ code: "SSOT_MISSING" }));
    mkdirSync(join(root, canonical), { recursive: true });
    await expect(read(findTemplate({ from: root }).directory)).rejects.toMatchObject({
      code: "SSOT_MISSING",
      remedy: expect.stringMatching(/identity.required/),
    });
  });

  it("is what the environment names, even where there is no manifest", async () => {
    const directory = writeFiles(scratchDirectory(), plain());
    const place = findTemplate({ environment: directory, from: "/" });
    expect(place).toEqual({ directory, said: "environment" });
    expect((await read(directory)).digest).toBe(
      template().select((path) => !path.startsWith("agent-skills")).digest,
    );
  });

  it("does not pass over a named place that is missing", () => {
    const root = writeFiles(scratchDirectory(), { "manifest.json": "{}" });
    writeFiles(join(root, canonical), plain());
    expect(() => findTemplate({ environment: join(root, "nowhere"), from: root })).toThrow(
      expect.objectContaining({ code: "SSOT_MISSING" }),
    );
  });
});

async function read(directory: string): Promise<FileTree> {
  const signal = new AbortController().signal;
  return (
    await readIdentity(directory, {
      name: "platform-agent",
      profile: policyNamed("identity/v1"),
      environment: process.env,
      signal,
    })
  ).tree;
}

function plain(): Record<string, string> {
  return templateFiles as Record<string, string>;
}
