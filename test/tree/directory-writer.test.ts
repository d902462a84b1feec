import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { AnchoredDirectory } from "../../src/tree/anchored-directory.ts";
import { writeFileAtomically, writeFileIn } from "../../src/tree/atomic-file.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { observeDirectory, readDirectory } from "../../src/tree/directory-reader.ts";
import { type ApplyOptions, applyPlan } from "../../src/tree/directory-writer.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";
import { planSync } from "../../src/tree/sync-plan.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree, type TreeLiteral, treeOf } from "./expect-same-tree.ts";
import { asOrdinaryUserLater } from "./unprivileged.ts";

async function sync(
  root: string,
  want: FileTree,
  owned: (path: string) => boolean = () => true,
  options?: ApplyOptions,
) {
  const have = existsSync(root) ? observeDirectory(root) : [];
  const plan = planSync(want, have, owned);
  using directory = AnchoredDirectory.make(root, options?.modes?.directory);
  await applyPlan(directory, plan, options);
  return { write: plan.write.map((file) => file.path), remove: plan.remove, unchanged: plan.unchanged };
}

const first: TreeLiteral = { "config.yaml": "1", "prompts/a.md": "a", "bin/run": [0o755, "run"] };
const second: TreeLiteral = { "config.yaml": "2", "prompts/b.md": "b", "bin/run": [0o755, "run"] };

describe("laying a tree out as a directory", () => {
  test("writes everything, whatever the umask, then nothing", async () => {
    const root = join(scratchDirectory(), "made/anew");
    const umask = process.umask(0o077);
    try {
      expect((await sync(root, treeOf(first))).write).toEqual(["bin/run", "config.yaml", "prompts/a.md"]);
    } finally {
      process.umask(umask);
    }
    expect(statSync(join(root, "config.yaml")).mode & 0o7777).toBe(0o644);
    expect(statSync(join(root, "bin/run")).mode & 0o7777).toBe(0o755);
    expectSameTree(readDirectory(root), first);
    const before = statSync(join(root, "config.yaml"));
    expect(await sync(root, treeOf(first))).toEqual({ write: [], remove: [], unchanged: 3 });
    expect(statSync(join(root, "config.yaml"))).toEqual(before);
  });

  test("writes only what differs, removes what is gone and the directories that this leaves empty", async () => {
    const root = scratchDirectory();
    await sync(root, treeOf({ ...first, "skills/x/y.md": "y" }));
    expect(await sync(root, treeOf(second))).toEqual({
      write: ["config.yaml", "prompts/b.md"],
      remove: ["skills/x/y.md", "prompts/a.md"],
      unchanged: 1,
    });
    expectSameTree(readDirectory(root), second);
    expect(readdirSync(root).sort()).toEqual(["bin", "config.yaml", "prompts"]);
  });

  test("leaves alone what is not owned", async () => {
    const root = writeFiles(scratchDirectory(), { "MEMORY.md": "mine", "prompts/mine.md": "mine" });
    await sync(root, treeOf(first), () => false);
    await sync(root, treeOf(second), (path) => path === "prompts/a.md");
    expectSameTree(readDirectory(root), { ...second, "MEMORY.md": "mine", "prompts/mine.md": "mine" });
  });

  test("repairs a mode and puts a file where a link stands, leaving the link's target as it was", async () => {
    const root = scratchDirectory();
    const outside = writeFiles(scratchDirectory(), { target: "precious" });
    await sync(root, treeOf(first));
    chmodSync(join(root, "bin/run"), 0o644);
    execFileSync("ln", ["-sf", join(outside, "target"), join(root, "config.yaml")]);
    expect((await sync(root, treeOf(first))).write).toEqual(["bin/run", "config.yaml"]);
    expectSameTree(readDirectory(root), first);
    expect(readFileSync(join(outside, "target"), "utf8")).toBe("precious");
  });

  test("does not write into a hard-linked file, but replaces the name", async () => {
    const root = writeFiles(scratchDirectory(), { "config.yaml": "old" });
    const outside = scratchDirectory();
    linkSync(join(root, "config.yaml"), join(outside, "other-name"));
    await sync(root, treeOf(first));
    expect(readFileSync(join(outside, "other-name"), "utf8")).toBe("old");
    expectSameTree(readDirectory(root), first);
  });

  test("turns a file into a directory and back", async () => {
    const root = scratchDirectory();
    await sync(root, treeOf({ a: "file", "b/c": "file" }));
    await sync(root, treeOf({ "a/x": "file", b: "file" }));
    expectSameTree(readDirectory(root), { "a/x": "file", b: "file" });
  });

  test("never goes through a directory that is a link, not to write and not to remove", async () => {
    const outside = writeFiles(scratchDirectory(), { "a.md": "precious", "old.md": "precious" });
    const root = scratchDirectory();
    symlinkSync(outside, join(root, "prompts"));
    const steps = [
      { write: [...treeOf({ "prompts/a.md": "hostile" })], remove: [], unchanged: 0 },
      { write: [], remove: ["prompts/old.md"], unchanged: 0 },
    ];
    for (const plan of steps) {
      using directory = AnchoredDirectory.open(root);
      await expect(applyPlan(directory, plan)).rejects.toMatchObject({ code: "PATH_LINKED" });
    }
    expectSameTree(readDirectory(outside), { "a.md": "precious", "old.md": "precious" });
    expect(lstatSync(join(root, "prompts")).isSymbolicLink()).toBe(true);
  });

  test("stays in the directory that it checked when a parent is swapped for a link meanwhile", () => {
    const outside = writeFiles(scratchDirectory(), { "a.md": "precious" });
    const root = writeFiles(scratchDirectory(), { "prompts/a.md": "old" });
    using held = AnchoredDirectory.open(root);
    using prompts = held.enter("prompts");
    renameSync(join(root, "prompts"), join(root, "moved"));
    symlinkSync(outside, join(root, "prompts"));
    writeFileIn(prompts as AnchoredDirectory, "a.md", Buffer.from("new"));
    expectSameTree(readDirectory(outside), { "a.md": "precious" });
    expectSameTree(readDirectory(join(root, "moved")), { "a.md": "new" });
    expect(() => held.enter("prompts")).toThrowError(expect.objectContaining({ code: "PATH_LINKED" }));
  });

  test("stops at a directory with content in a file's place, and at a file in a directory's", async () => {
    const root = writeFiles(scratchDirectory(), { "config.yaml/x": "mine", prompts: "mine" });
    const write = (literal: TreeLiteral) => sync(root, treeOf(literal), () => false);
    await expect(write({ "config.yaml": "" })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    await expect(write({ "prompts/a.md": "" })).rejects.toMatchObject({ code: "ENTRY_TYPE" });
    expectSameTree(readDirectory(root), { "config.yaml/x": "mine", prompts: "mine" });
  });

  test("clears away what a killed run left, where it writes and where it removes", async () => {
    const root = scratchDirectory();
    await sync(root, treeOf(first));
    writeFiles(root, { ".identikit-0123456789ab.tmp": "h", "prompts/.identikit-ba9876543210.tmp": "h" });
    await sync(root, treeOf({ "config.yaml": "1" }));
    expect(execFileSync("find", [root, "-type", "f"], { encoding: "utf8" })).toBe(`${root}/config.yaml\n`);
    expect(readdirSync(root)).toEqual(["config.yaml"]);
  });

  test("stops between two files when told to, leaving each whole", async () => {
    const root = scratchDirectory();
    await sync(root, treeOf(first));
    const controller = new AbortController();
    controller.abort();
    await expect(sync(root, treeOf(second), () => true, { signal: controller.signal })).rejects.toThrowError(
      /abort/,
    );
    expectSameTree(readDirectory(root), first);
  });

  test("in a directory without permission says which, and changes nothing", async () => {
    const root = writeFiles(scratchDirectory(), { "prompts/a.md": "old" });
    chmodSync(root, 0o755);
    const write = () => asOrdinaryUserLater(() => sync(root, treeOf({ "prompts/a.md": "new" })));
    await expect(write()).rejects.toMatchObject({
      code: "FILE_UNWRITABLE",
      message: `${root}/prompts/a.md may not be accessed by this user`,
    });
    expectSameTree(readDirectory(root), { "prompts/a.md": "old" });
  });

  test("uses private modes from the first byte where they are asked for", async () => {
    const root = join(scratchDirectory(), "env");
    mkdirSync(root, { mode: 0o700 });
    await sync(root, treeOf({ "skills/a": "x" }), () => true, { modes: { file: 0o600, directory: 0o700 } });
    expect(statSync(join(root, "skills")).mode & 0o7777).toBe(0o700);
    expect(statSync(join(root, "skills/a")).mode & 0o7777).toBe(0o600);
  });
});

describe("one atomic file", () => {
  test("is the old content or the new for every reader, through a thousand writes", async () => {
    const path = join(scratchDirectory(), "deep/file");
    const contents = ["a".repeat(100_000), "b".repeat(50_000)] as const;
    writeFileAtomically(path, contents[0]);
    const reads = "for i in $(seq 200); do sha256sum < $0; done | sort -u";
    const reader = spawn("sh", ["-c", reads, path], { stdio: ["ignore", "pipe", "inherit"] });
    for (let i = 0; i < 1000; i++) writeFileAtomically(path, contents[i % 2 ? 1 : 0], { sync: false });
    const seen = (await text(reader.stdout)).trim().split("\n");
    const whole = contents.map((content) => `${digestOf(content).slice(7)}  -`);
    expect(seen.filter((sum) => !whole.includes(sum))).toEqual([]);
    expect(readdirSync(join(path, ".."))).toEqual(["file"]);
  });

  test("leaves no temporary file when it fails", () => {
    const root = scratchDirectory();
    mkdirSync(join(root, "file/x"), { recursive: true });
    expect(() => writeFileAtomically(join(root, "file"), "x")).toThrowError(
      expect.objectContaining({ code: "FILE_UNWRITABLE" }),
    );
    expect(readdirSync(root)).toEqual(["file"]);
  });
});
