import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { IdentikitError } from "../../src/fault/error.ts";
import { archiveWorkspace } from "../../src/workspace/actions/archive.ts";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { startRebase } from "../../src/workspace/rebase/rebase-workspace.ts";
import { readGitState } from "../../src/workspace/state/read-git-state.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { commitAll, git, newRepository } from "../template/git-repository.ts";
import { agentGit, changesOf, scene, signal } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };

describe("a hostile repository", () => {
  test("gets no submodule fetched, whatever its address says", async () => {
    const trap = join(scratchDirectory(), "trap");
    const one = scene({
      a: "a",
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch ${trap}\n[submodule "y"]\n\tpath = y\n\turl = ext::sh -c "touch% ${trap}"\n\tupdate = !touch ${trap}\n`,
    });
    for (const path of ["x", "y"])
      git(one.repository, "update-index", "--add", "--cacheinfo", `160000,${one.commit},${path}`);
    const commit = git(
      one.repository,
      "commit-tree",
      "-m",
      "modules",
      "-p",
      one.commit,
      git(one.repository, "write-tree"),
    );
    git(one.repository, "update-ref", "refs/heads/main", commit);
    const { path } = await one.make();
    expect(existsSync(trap)).toBe(false);
    expect(changesOf(await one.harvest())).toEqual([]);
    writeFiles(path, { "x/.git/config": "[core]\n", "x/inner": "inner" });
    const taken = await one.harvest();
    expect(changesOf(taken)).toEqual([]);
    expect(taken.refused).toEqual([
      { path: "x", reason: "it is a submodule, and nothing in it is in a patch" },
    ]);
    rmSync(join(path, "y"), { recursive: true });
    expect(changesOf(await one.harvest())).toEqual(["- y"]);
    expect(existsSync(trap)).toBe(false);
  });

  test("cannot be told where else to read objects by what an agent writes", async () => {
    const one = scene();
    const made = await one.make();
    const other = newRepository({ secret: "secret" });
    const objects = made.git.environment.GIT_OBJECT_DIRECTORY ?? "";
    writeFiles(objects, { "info/alternates": `${other.path}/.git/objects\n` });
    const admin = made.git.paths.at(-1)?.path ?? "";
    writeFileSync(join(admin, "HEAD"), `${other.commit}\n`);
    writeFileSync(join(made.path, "src/a.ts"), "changed");
    const state = await readGitState(one.root, key, signal);
    // What its HEAD says is shown; nothing is counted from there.
    expect(state).toMatchObject({ head: other.commit, ahead: 0, behind: 0 });
    const taken = await one.harvest();
    expect(taken.patch.base).toBe(one.commit);
    expect(changesOf(taken)).toEqual(["~ src/a.ts"]);
  });

  test("leads no step out of the root by a link that it plants between two of them", async () => {
    const outside = writeFiles(scratchDirectory(), { "a.ts": "theirs\n", x: "theirs\n" });
    const isUntouched = () => {
      expect(readdirSync(outside).sort()).toEqual(["a.ts", "x"]);
      for (const name of ["a.ts", "x"]) expect(readFileSync(join(outside, name), "utf8")).toBe("theirs\n");
    };
    // In place of a folder of the base, of an ignored one that a later base has files in, and of git's own files.
    const one = scene({ ".gitignore": "build\n", "src/a.ts": "a\n", "lib/a.ts": "a\n" });
    const made = await one.make();
    rmSync(join(made.path, "src"), { recursive: true });
    symlinkSync(outside, join(made.path, "src"));
    const taken = await one.harvest();
    expect(changesOf(taken)).toEqual([]);
    expect(taken.refused.map(({ path }) => path)).toEqual(["src"]);
    rmSync(join(made.path, "src"));
    symlinkSync(outside, join(made.path, "build"));
    rmSync(join(made.path, ".git"));
    symlinkSync(join(outside, "x"), join(made.path, ".git"));
    const admin = made.git.paths.at(-1)?.path ?? "";
    for (const name of ["HEAD", "index", "gitdir", "commondir"]) {
      rmSync(join(admin, name), { force: true });
      symlinkSync(join(outside, "x"), join(admin, name));
    }
    await one.harvest();
    writeFiles(one.repository, { ".gitignore": "none\n", "build/x": "ours\n", "lib/a.ts": "later\n" });
    commitAll(one.repository);
    const again = await one.make();
    expect(changesOf(await one.harvest())).toEqual([]);
    expect(readFileSync(join(again.path, "build/x"), "utf8")).toBe("ours\n");
    expect(readFileSync(join(again.path, "src/a.ts"), "utf8")).toBe("a\n");
    isUntouched();

    // In place of the workspace itself.
    writeFiles(one.repository, { "src/a.ts": "later\n" });
    commitAll(one.repository);
    rmSync(again.path, { recursive: true });
    symlinkSync(outside, again.path);
    const steps = [
      () => one.harvest(),
      () => readGitState(one.root, key, signal),
      () => archiveWorkspace(one.root, key, undefined, signal),
      () => startRebase(one.root, key, gitRemote(one.repository), signal),
      () => removeWorkspace(one.root, key, undefined, signal),
      () => one.make(),
    ];
    for (const [at, step] of steps.entries())
      await expect(step(), `step ${at}`).rejects.toBeInstanceOf(IdentikitError);
    isUntouched();
  });

  test("runs nothing on this machine: no hook, no filter, no monitor, no include", async () => {
    const trap = join(scratchDirectory(), "trap");
    const one = scene({
      ".gitattributes": "* filter=evil diff=evil merge=evil\n",
      "evil.config": `[core]\n\tfsmonitor = "touch ${trap}"\n\tsshCommand = touch ${trap}\n`,
      a: "a",
    });
    const made = await one.make();
    const admin = made.git.paths.at(-1)?.path ?? "";
    const config = `[include]\n\tpath = ${made.path}/evil.config\n[filter "evil"]\n\tclean = touch ${trap}\n\tsmudge = touch ${trap}\n`;
    writeFiles(admin, {
      "config.worktree": config,
      config,
      "hooks/post-checkout": `#!/bin/sh\ntouch ${trap}\n`,
    });
    chmodSync(join(admin, "hooks/post-checkout"), 0o755);
    rmSync(join(made.path, ".git"));
    writeFiles(made.path, { ".git/config": config, ".git/HEAD": "ref: refs/heads/main\n", a: "changed" });
    mkdirSync(join(made.path, ".git/objects"));
    mkdirSync(join(made.path, ".git/refs"));
    await readGitState(one.root, key, signal);
    expect(changesOf(await one.harvest())).toEqual(["~ a"]);
    const again = await one.make();
    expect(again.reused).toBe(true);
    expect(agentGit(again, "status", "--porcelain")).toBe("");
    await removeWorkspace(one.root, key, made.path, signal);
    expect(existsSync(trap)).toBe(false);
  });

  test("with 10,000 files is made and harvested as any other", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [`part-${at % 100}/file-${at}.txt`, `${at}\n`]),
    );
    const one = scene(files);
    const { path } = await one.make();
    writeFileSync(join(path, "part-7/file-7.txt"), "changed\n");
    rmSync(join(path, "part-9"), { recursive: true });
    const taken = await one.harvest();
    expect(taken.patch.changes).toHaveLength(101);
    await one.make({ name: "w-2", tier: "untrusted" });
    writeFileSync(join(one.root.place({ ...key, name: "w-2" }).tree, "part-7/file-7.txt"), "changed\n");
    expect(changesOf(await one.harvest("w-2"))).toEqual(["~ part-7/file-7.txt"]);
  });

  test("with a folder so deep that it cannot be looked at is refused there, and harvested elsewhere", async () => {
    const one = scene();
    const { path } = await one.make();
    const deep = Array.from({ length: 300 }, () => "d").join("/");
    mkdirSync(join(path, deep), { recursive: true });
    writeFileSync(join(path, deep, "file"), "deep");
    writeFileSync(join(path, "src/a.ts"), "changed");
    const taken = await one.harvest();
    expect(changesOf(taken)).toEqual(["~ src/a.ts"]);
    expect(taken.refused).toHaveLength(1);
    expect(readFileSync(join(path, "src/a.ts"), "utf8")).toBe("changed");
  });
});
