import { appendFileSync, chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bakedTree } from "../../src/image/identity.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { stageIdentity } from "../../src/template/stage-identity.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { filesBelow } from "../layouts/source-repository.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { treeOf } from "../tree/expect-same-tree.ts";

const signal = new AbortController().signal;
const identity = { "config.yaml": "name: a\n", "prompts/a.md": "You help.\n" };
const skill = "---\nname: s\ndescription: s\n---\n";

async function bench(over: Readonly<Record<string, string>> = {}) {
  const assets = await TemplateAssets.check(
    treeOf({ ...identity, "agent-skills/s/SKILL.md": skill, ...over }),
    policyNamed(),
    { name: "a", source: "./a", commit: null },
  );
  const into = scratchDirectory();
  const tree = bakedTree(treeOf({ ...identity, ...over }));
  const stage = (options: { prune?: boolean; dryRun?: boolean } = {}, of = tree) =>
    stageIdentity(into, assets, of, { signal, ...options });
  return { into, tree, stage, at: (path: string) => join(into, "a@identity", path) };
}

test("what is staged is the identity and its marker, and nothing that is only delivered", async () => {
  const { into, tree, stage, at } = await bench();
  const staged = await stage();
  expect(staged).toEqual({ path: join(into, "a@identity"), treeDigest: tree.digest, files: 3, foreign: [] });
  expect(filesBelow(staged.path)).toEqual(["IMAGE_BAKED_IDENTITY_PRESENT", "config.yaml", "prompts/a.md"]);
  expect(readFileSync(at("prompts/a.md"), "utf8")).toBe("You help.\n");
  expect(statSync(at("IMAGE_BAKED_IDENTITY_PRESENT")).mode & 0o777).toBe(0o755);
  expect(existsSync(join(into, "a"))).toBe(false);
});

test("staged again, a file that was changed or given another mode is as it should be, and one that left is gone", async () => {
  const { stage, at } = await bench();
  await stage();
  appendFileSync(at("prompts/a.md"), "More.\n");
  chmodSync(at("config.yaml"), 0o755);
  await stage({}, bakedTree(treeOf({ "config.yaml": "name: a\n", "prompts/b.md": "B\n" })));
  expect(filesBelow(at("."))).toEqual(["IMAGE_BAKED_IDENTITY_PRESENT", "config.yaml", "prompts/b.md"]);
  expect(statSync(at("config.yaml")).mode & 0o777).toBe(0o644);
});

test("a file that nobody staged is named, since a build would copy it, and goes with prune only", async () => {
  const { stage, at } = await bench();
  await stage();
  writeFiles(at("."), { "prompts/stray.md": "x", "notes.txt": "y" });
  expect((await stage()).foreign).toEqual(["notes.txt", "prompts/stray.md"]);
  expect(existsSync(at("notes.txt"))).toBe(true);
  expect((await stage({ prune: true })).foreign).toEqual([]);
  expect(filesBelow(at("."))).toEqual(["IMAGE_BAKED_IDENTITY_PRESENT", "config.yaml", "prompts/a.md"]);
});

test("a dry run writes nothing and says the same", async () => {
  const { into, tree, stage } = await bench();
  expect(await stage({ dryRun: true })).toMatchObject({ treeDigest: tree.digest, files: 3 });
  expect(filesBelow(into)).toEqual([]);
});
