import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { abortRebase, autoResolve, markResolved } from "../../src/workspace/rebase/end-rebase.ts";
import { startRebase } from "../../src/workspace/rebase/rebase-workspace.ts";
import { readGitState } from "../../src/workspace/state/read-git-state.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { writeFiles } from "../scratch.ts";
import { commitAll } from "../template/git-repository.ts";
import { changesOf, scene, signal } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };
const lines = (...changed: readonly [number, string][]) =>
  Array.from({ length: 20 }, (_, at) => `${new Map(changed).get(at) ?? `line ${at}`}\n`).join("");

/** A workspace with changes, of a repository that went on. */
async function apart(
  files: Record<string, string>,
  ours: (path: string) => void,
  theirs: (path: string) => void,
  harvestFirst = true,
) {
  const one = scene(files);
  const { path } = await one.make();
  ours(path);
  if (harvestFirst) await one.harvest();
  theirs(one.repository);
  const moved = commitAll(one.repository);
  const start = () => startRebase(one.root, key, gitRemote(one.repository), signal);
  const state = () => readGitState(one.root, key, signal);
  const read = (file: string) => readFileSync(join(path, file), "utf8");
  return { ...one, path, moved, start, state, read };
}

describe("a rebase", () => {
  test("moves a workspace to the head of its ref, with its changes", async () => {
    const one = await apart(
      { a: lines(), b: "b", gone: "gone" },
      (path) => {
        writeFileSync(join(path, "a"), lines([1, "ours"]));
        writeFiles(path, { new: "new" });
      },
      (path) => {
        writeFileSync(join(path, "a"), lines([18, "theirs"]));
        writeFiles(path, { "deep/er": "added" });
        rmSync(join(path, "gone"));
        symlinkSync("a", join(path, "link"));
      },
    );
    expect(await one.start()).toEqual({ phase: "done", onto: one.moved, conflicts: [] });
    expect(one.read("a")).toBe(lines([1, "ours"], [18, "theirs"]));
    expect(one.read("deep/er")).toBe("added");
    expect(existsSync(join(one.path, "gone"))).toBe(false);
    expect(await one.state()).toMatchObject({
      rebase: "done",
      head: one.moved,
      dirty: false,
      behind: 0,
      uncommitted: 2,
    });
    expect(changesOf(await one.harvest())).toEqual(["~ a", "+ new"]);
    expect(await one.start()).toMatchObject({ phase: "done", onto: one.moved });
    await removeWorkspace(one.root, key, one.path, signal);
  });

  test("lists what conflicts, and can be aborted to exactly what was before (P-78)", async () => {
    const one = await apart(
      { a: lines(), b: "b\n", c: "c\n" },
      (path) => {
        writeFileSync(join(path, "a"), lines([5, "ours"]));
        rmSync(join(path, "c"));
        writeFiles(path, { new: "new" });
      },
      (path) => {
        writeFileSync(join(path, "a"), lines([5, "theirs"]));
        writeFileSync(join(path, "c"), "changed\n");
        writeFiles(path, { later: "later" });
      },
    );
    const before = await one.harvest();
    expect(await one.start()).toEqual({ phase: "conflicts", onto: one.moved, conflicts: ["a", "c"] });
    expect(await one.state()).toMatchObject({ rebase: "conflicts", conflicts: ["a", "c"] });
    expect(one.read("a")).toMatch(/<{7} .*\ntheirs\n={7}\nours\n>{7} /);
    expect(one.read("later")).toBe("later");
    expect(await one.start()).toMatchObject({ phase: "conflicts", conflicts: ["a", "c"] });
    await expect(removeWorkspace(one.root, key, one.path, signal)).rejects.toMatchObject({
      code: "WORKSPACE_DIRTY",
    });
    writeFileSync(join(one.path, "a"), "half resolved\n<<<<<<< x\n");
    expect(await abortRebase(one.root, key, signal)).toMatchObject({ phase: "aborted" });
    expect(await one.state()).toMatchObject({
      rebase: "needed",
      head: one.commit,
      conflicts: [],
      dirty: false,
    });
    expect((await one.harvest()).patch).toEqual(before.patch);
    expect(existsSync(join(one.path, "later"))).toBe(false);
    expect(await abortRebase(one.root, key, signal)).toMatchObject({ phase: "aborted" });
    expect(() => markResolved(one.root, key)).toThrow(expect.objectContaining({ code: "REBASE_REFUSED" }));
  });

  test("is not marked as resolved while a file has markers", async () => {
    const one = await apart(
      { a: lines() },
      (path) => writeFileSync(join(path, "a"), lines([5, "ours"])),
      (path) => writeFileSync(join(path, "a"), lines([5, "theirs"])),
    );
    expect(() => markResolved(one.root, key)).toThrow(expect.objectContaining({ code: "REBASE_REFUSED" }));
    await one.start();
    expect(() => markResolved(one.root, key)).toThrow(expect.objectContaining({ code: "REBASE_CONFLICTS" }));
    writeFileSync(join(one.path, "a"), lines([5, "both"]));
    expect(markResolved(one.root, key)).toEqual({ phase: "done", onto: one.moved, conflicts: [] });
    expect(await one.state()).toMatchObject({ rebase: "done", conflicts: [], dirty: true, head: one.moved });
    expect(changesOf(await one.harvest())).toEqual(["~ a"]);
  });

  test("resolves by itself what differs in line ends and space at the end of lines, and nothing else", async () => {
    const one = await apart(
      { space: lines(), same: lines(), both: lines(), indent: lines(), edited: lines() },
      (path) => {
        writeFileSync(join(path, "space"), lines([5, "ours"]));
        writeFileSync(join(path, "same"), lines([5, "equal  "]));
        writeFileSync(join(path, "both"), lines([5, "ours"]));
        writeFileSync(join(path, "indent"), lines([5, "ours"]));
        writeFileSync(join(path, "edited"), lines([5, "ours"]));
      },
      (path) => {
        writeFileSync(join(path, "space"), lines().replaceAll("\n", "\r\n"));
        writeFileSync(join(path, "same"), lines([5, "equal"]));
        writeFileSync(join(path, "both"), lines([5, "theirs"]));
        writeFileSync(join(path, "indent"), lines([5, "  line 5"]));
        writeFileSync(join(path, "edited"), lines().replaceAll("\n", "\r\n"));
      },
    );
    expect((await one.start()).conflicts).toEqual(["both", "edited", "indent", "same", "space"]);
    writeFileSync(join(one.path, "edited"), "<<<<<<< somebody is at it\n");
    expect(await autoResolve(one.root, key, signal)).toMatchObject({
      phase: "conflicts",
      conflicts: ["both", "edited", "indent"],
    });
    expect(one.read("space")).toBe(lines([5, "ours"]));
    expect(one.read("same")).toBe(lines([5, "equal"]));
    expect(one.read("edited")).toBe("<<<<<<< somebody is at it\n");
    expect((await one.state()).conflicts).toEqual(["both", "edited", "indent"]);
    for (const name of ["both", "edited", "indent"]) writeFileSync(join(one.path, name), "decided\n");
    markResolved(one.root, key);
  });

  test("that resolves itself whole is done", async () => {
    const one = await apart(
      { a: lines() },
      (path) => writeFileSync(join(path, "a"), lines([5, "ours"])),
      (path) => writeFileSync(join(path, "a"), lines().replaceAll("\n", " \n")),
    );
    expect((await one.start()).phase).toBe("conflicts");
    expect(await autoResolve(one.root, key, signal)).toEqual({
      phase: "done",
      onto: one.moved,
      conflicts: [],
    });
    expect(await one.state()).toMatchObject({ rebase: "done" });
  });

  test("takes no link along, and keeps what was not harvested unharvested", async () => {
    const one = await apart(
      { a: lines() },
      (path) => writeFileSync(join(path, "a"), lines([5, "ours"])),
      (path) => writeFileSync(join(path, "b"), "b"),
      false,
    );
    symlinkSync("/etc", join(one.path, "link"));
    await expect(one.start()).rejects.toMatchObject({ code: "REBASE_REFUSED" });
    rmSync(join(one.path, "link"));
    expect((await one.start()).phase).toBe("done");
    expect(await one.state()).toMatchObject({ dirty: true });
  });

  test.each([false, true])(
    "that was killed while it wrote files can be aborted, and begun again first: %s (P-85)",
    async (goesOn) => {
      const one = await apart(
        { a: lines(), b: "b\n" },
        (path) => writeFileSync(join(path, "a"), lines([5, "ours"])),
        (path) => {
          writeFileSync(join(path, "a"), lines([5, "theirs"]));
          writeFiles(path, { later: "later", b: "changed\n" });
        },
      );
      const record = join(one.root.path, "records/tidewater/w-1");
      const [index, before] = [readFileSync(join(record, "index")), await one.harvest()];
      await one.start();
      // As a kill between two files leaves it: some are new, some old, the index is old, and its lock is there.
      writeFileSync(join(record, "index"), index);
      writeFileSync(join(record, "index.lock"), "");
      writeFileSync(join(one.path, "b"), "b\n");
      const text = JSON.parse(readFileSync(join(record, "workspace.json"), "utf8"));
      writeFileSync(join(record, "workspace.json"), JSON.stringify({ ...text, base: text.rebase.from }));
      if (goesOn) {
        expect(await one.start()).toMatchObject({ phase: "conflicts", conflicts: ["a"] });
        expect(one.read("b")).toBe("changed\n");
        expect(one.read("a")).toContain("<<<<<<<");
      }
      await abortRebase(one.root, key, signal);
      expect((await one.harvest()).patch).toEqual(before.patch);
      expect(existsSync(join(one.path, "later"))).toBe(false);
    },
  );
});
