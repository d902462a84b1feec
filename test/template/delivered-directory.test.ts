import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FetchedTrees } from "../../src/template/fetched-trees.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { readTemplateDirectory, type TemplateDirectory } from "../../src/template/template-directory.ts";
import { writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { type Bench, fetched, fetchingBench } from "./fetching.ts";
import { environment, firstCommit, newRepository } from "./git-repository.ts";

const assets = { "config.yaml": "name: a\n", "prompts/a.md": "a\n", "agent-skills/s/SKILL.md": "s\n" };

function read(directory: string, policy = "identity/v1", trees?: FetchedTrees): Promise<TemplateDirectory> {
  const signal = new AbortController().signal;
  return readTemplateDirectory(directory, {
    policy: policyNamed(policy),
    environment,
    signal,
    fetched: trees,
  });
}

async function fetchedTemplate(): Promise<{ bench: Bench; directory: string; commit: string }> {
  const { path, commit } = newRepository(assets);
  const bench = fetchingBench([{ name: "a", repo: `file://${path}` }]);
  const { path: directory } = fetched(await bench.fetch());
  return { bench, directory, commit };
}

describe("a directory that a fetch delivered", () => {
  test("is the commit that was fetched, although git knows nothing of it", async () => {
    const { directory, commit } = await fetchedTemplate();
    const { tree, ...rest } = await read(directory);
    expectSameTree(tree, { "config.yaml": "name: a\n", "prompts/a.md": "a\n" });
    expect(rest).toMatchObject({ commit, origin: "commit", note: null });
  });

  test.each([
    ["changed", (directory: string) => appendFileSync(join(directory, "prompts/a.md"), "x")],
    [
      "changed beside the identity",
      (directory: string) => appendFileSync(join(directory, "agent-skills/s/SKILL.md"), "x"),
    ],
    ["removed", (directory: string) => rmSync(join(directory, "agent-skills/s/SKILL.md"))],
    ["added", (directory: string) => writeFiles(directory, { "prompts/b.md": "b" })],
  ])("in which a file was %s stands for no commit, and says so", async (_, change) => {
    const { directory } = await fetchedTemplate();
    change(directory);
    const note = "it was changed after it was fetched";
    expect(await read(directory)).toMatchObject({ commit: null, origin: "directory", note });
  });

  test("from a plain directory stands for no commit, and there is nothing to say about it", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(join(bench.root, "t"), assets);
    const { path } = fetched(await bench.fetch());
    expect(await read(path)).toMatchObject({ commit: null, origin: "directory", note: null });
  });

  test("is not read again by the run that fetched it, nor by the policy that it was fetched with", async () => {
    const { path, commit } = newRepository(assets);
    const bench = fetchingBench([{ name: "a", repo: `file://${path}` }]);
    const trees = new FetchedTrees();
    const { path: directory } = fetched(await bench.fetch({ fetched: trees }));
    const onDisk = await read(directory);
    appendFileSync(join(directory, "prompts/a.md"), "x");
    const handed = await read(directory, "identity/v1", trees);
    expect(handed.tree.digest).toBe(onDisk.tree.digest);
    expect(handed).toMatchObject({ commit, origin: "commit", note: null, repository: onDisk.repository });
    expectSameTree(handed.tree, { "config.yaml": "name: a\n", "prompts/a.md": "a\n" });
    expect(handed.leftOut).toEqual(["agent-skills/s/SKILL.md"]);
    // Another run starts from the disk, and says what it finds there.
    expect(await read(directory, "identity/v1", new FetchedTrees())).toMatchObject({ commit: null });
  });

  test("is what its own repository says once one stands in its place", async () => {
    const { directory } = await fetchedTemplate();
    rmSync(directory, { recursive: true });
    const commit = firstCommit(directory, { ...assets, "prompts/a.md": "other\n" });
    expect(await read(directory)).toMatchObject({ commit, note: null });
  });
});
