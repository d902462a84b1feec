import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patchDigest } from "../../src/agents/run-bundle/tree-patch.ts";
import { BlobFolder } from "../../src/workspace/files/blob-folder.ts";
import { harvestWorkspace } from "../../src/workspace/host/harvest-workspace.ts";
import { writeFiles } from "../scratch.ts";
import { git } from "../template/git-repository.ts";
import { agentGit, changesOf, scene, signal } from "./workspace-scene.ts";

describe("a harvest", () => {
  test("is the difference of the base commit and the directory, with the content by its digest", async () => {
    const { make, harvest, commit } = scene();
    const { path } = await make();
    writeFileSync(join(path, "src/a.ts"), "changed\n");
    writeFiles(path, { "docs/new.md": "new\n", empty: "" });
    rmSync(join(path, "src/b.ts"));
    chmodSync(join(path, "README.md"), 0o755);
    const taken = await harvest();
    expect(taken.patch.base).toBe(commit);
    expect(changesOf(taken)).toEqual(["~ README.md", "+ docs/new.md", "+ empty", "~ src/a.ts", "- src/b.ts"]);
    expect(taken.digest).toBe(patchDigest(taken.patch));
    const [readme, added] = taken.patch.changes;
    expect(readme?.before?.mode).toBe("100644");
    expect(readme?.after?.mode).toBe("100755");
    expect(Buffer.from(taken.blobs.read(added?.after?.digest ?? "")).toString()).toBe("new\n");
    expect(taken.refused).toEqual([]);
  });

  test("of nothing is an empty patch without a digest", async () => {
    const { make, harvest } = scene();
    await make();
    const taken = await harvest();
    expect(taken.patch.changes).toEqual([]);
    expect(taken.digest).toBeUndefined();
  });

  test("does not ask the agent's commits, index, config, attributes, hooks or excludes", async () => {
    const { make, harvest } = scene();
    const made = await make();
    writeFileSync(join(made.path, "src/a.ts"), "committed\n");
    writeFileSync(join(made.path, ".gitattributes"), "* filter=evil text eol=crlf ident\n");
    agentGit(made, "add", "src/a.ts");
    agentGit(made, "commit", "-m", "mine");
    writeFileSync(join(made.path, "left.txt"), "left\n");
    agentGit(made, "update-index", "--assume-unchanged", "README.md");
    writeFileSync(join(made.path, "README.md"), "hidden from the agent's index\n");
    expect(agentGit(made, "log", "--format=%s").split("\n")).toEqual(["mine", "change"]);
    expect(changesOf(await harvest())).toEqual([
      "+ .gitattributes",
      "~ README.md",
      "+ left.txt",
      "~ src/a.ts",
    ]);
  });

  test("leaves out what the base commit's own .gitignore leaves out, whatever the agent's says", async () => {
    const { make, harvest } = scene({
      ".gitignore": "node_modules/\n*.log\n!keep.log\n/build\n",
      "sub/.gitignore": "out\n",
      "sub/a": "a",
      "tracked.log": "tracked although ignored\n",
    });
    const { path } = await make();
    writeFiles(path, {
      "node_modules/x/index.js": "x",
      "sub/node_modules/y/index.js": "y",
      "a.log": "a",
      "keep.log": "kept",
      "build/out.bin": "b",
      "sub/out/z": "z",
      "sub/build/kept": "only the one at the top is ignored",
      "tracked.log": "changed\n",
      ".gitignore": "keep.log\nsub\n",
      "deep/.gitignore": "*\n",
      "deep/file": "seen",
    });
    const taken = await harvest();
    expect(changesOf(taken)).toEqual([
      "~ .gitignore",
      "+ deep/.gitignore",
      "+ deep/file",
      "+ keep.log",
      "+ sub/build/kept",
      "~ tracked.log",
    ]);
    expect(taken.ignored).toBe(5);
  });

  test("refuses links, special files and hard links, and reads none of them", async () => {
    const { make, harvest } = scene({ "a/b": "b", c: "c", d: "d" });
    const { path } = await make();
    symlinkSync("/etc/passwd", join(path, "out"));
    rmSync(join(path, "a"), { recursive: true });
    symlinkSync("/etc", join(path, "a"));
    execFileSync("mkfifo", [join(path, "pipe")]);
    rmSync(join(path, "c"));
    execFileSync("mkfifo", [join(path, "c")]);
    writeFileSync(join(path, "d"), "changed");
    linkSync(join(path, "d"), join(path, "e"));
    const taken = await harvest();
    expect(changesOf(taken)).toEqual([]);
    expect(taken.refused).toEqual([
      { path: "a", reason: "it is a link" },
      { path: "c", reason: "it is a FIFO" },
      { path: "d", reason: "it is a hard link" },
      { path: "e", reason: "it is a hard link" },
      { path: "out", reason: "it is a link" },
      { path: "pipe", reason: "it is a FIFO" },
    ]);
  });

  test("takes a file's change into a folder, and a folder's into a file", async () => {
    const { make, harvest } = scene({ a: "a", "b/c": "c", "b/d": "d" });
    const { path } = await make();
    rmSync(join(path, "a"));
    rmSync(join(path, "b"), { recursive: true });
    writeFiles(path, { "a/inner": "inner", b: "file" });
    expect(changesOf(await harvest())).toEqual(["- a", "+ a/inner", "+ b", "- b/c", "- b/d"]);
  });

  test("notices a change that kept length and time", async () => {
    const { make, harvest } = scene({ a: "one\n" });
    const { path } = await make();
    const file = join(path, "a");
    const { mtime, atime } = statSync(file);
    writeFileSync(file, "two\n");
    utimesSync(file, atime, mtime);
    expect(changesOf(await harvest())).toEqual(["~ a"]);
    renameSync(file, join(path, "b"));
    writeFileSync(file, "one\n");
    expect(changesOf(await harvest())).toEqual(["+ b"]);
  });

  test("keeps the order of bytes and refuses names that are another file elsewhere", async () => {
    const { make, harvest } = scene({ "Read.me": "r", "z/a": "a" });
    const { path } = await make();
    writeFiles(path, {
      "read.me": "other case",
      "Z/new": "other case of a folder",
      "\u{10000}": "astral",
      "\uffff": "last of the plane",
      "with\nnewline": "n",
      "git~1": "git on Windows",
      "x/.GIT/config": "git elsewhere",
      "nested/.git/config": "a repository",
      "nested/file": "its file",
    });
    const odd = Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff, 0x61])]);
    writeFileSync(odd, "not UTF-8");
    const taken = await harvest();
    expect(changesOf(taken)).toEqual(["+ nested/file", "+ \uffff", "+ \u{10000}"]);
    expect(Object.fromEntries(taken.refused.map((one) => [one.path, one.reason]))).toEqual({
      "Z/new": 'it differs from "z" only in letter case',
      "git~1": "its path leads into a .git directory",
      "nested/.git": "it is a repository in the repository",
      "read.me": 'it differs from "Read.me" only in letter case',
      "with\nnewline": "its path has a control character",
      "x/.GIT": "its path leads into a .git directory",
      "\ufffda": "its name is not UTF-8",
    });
  });

  test("takes a base as its bytes are, whatever its attributes say", async () => {
    const { make, harvest, repository } = scene({
      "a.txt": "$Id$\nline\n",
      "b.bin": "pointer",
      "c.u": "plain",
      "d.txt": "one\r\ntwo\n",
    });
    writeFileSync(
      join(repository, ".gitattributes"),
      "*.txt text eol=crlf ident\n*.bin filter=lfs\n*.u working-tree-encoding=UTF-16\n",
    );
    git(repository, "update-index", "--add", ".gitattributes");
    const commit = git(repository, "commit-tree", "-m", "attributes", git(repository, "write-tree"));
    git(repository, "update-ref", "refs/heads/main", commit);
    const { path } = await make();
    expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("$Id$\nline\n");
    expect(changesOf(await harvest())).toEqual([]);
  });

  test("leaves the base's links alone while they are as they were", async () => {
    const place = scene({ a: "a" });
    symlinkSync("/etc/passwd", join(place.repository, "link"));
    symlinkSync("a", join(place.repository, "second"));
    symlinkSync("a", join(place.repository, "third"));
    execFileSync("git", ["add", "--all"], { cwd: place.repository });
    const id = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"];
    execFileSync("git", [...id, "commit", "-qm", "links"], { cwd: place.repository });
    const { path } = await place.make();
    expect(changesOf(await place.harvest())).toEqual([]);
    rmSync(join(path, "second"));
    rmSync(join(path, "third"));
    writeFileSync(join(path, "third"), "a file now");
    const taken = await place.harvest();
    expect(changesOf(taken)).toEqual(["- second", "+ third"]);
    expect(taken.refused).toEqual([]);
    rmSync(join(path, "link"));
    symlinkSync("/etc/shadow", join(path, "link"));
    expect((await place.harvest()).refused).toEqual([
      { path: "link", reason: "it is a link that was changed" },
    ]);
  });

  test("is bounded in files and bytes", async () => {
    const { make, root } = scene({ a: "a" });
    const { path, namespace, name } = await make();
    writeFiles(path, { b: "b", c: "c".repeat(2000) });
    mkdirSync(join(root.path, "b"));
    using blobs = new BlobFolder(join(root.path, "b"));
    for (const bounds of [
      { entries: 10, files: 1, bytes: 10_000 },
      { entries: 10, files: 10, bytes: 1000 },
      { entries: 2, files: 10, bytes: 10_000 },
    ])
      await expect(
        harvestWorkspace(root, { namespace, name }, { blobs, bounds, signal }),
      ).rejects.toMatchObject({ code: "HARVEST_TOO_LARGE" });
  });
});
