import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { readGitState } from "../../src/workspace/state/read-git-state.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { commitAll, git } from "../template/git-repository.ts";
import { agentGit, changesOf, scene, signal } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };

describe("a workspace", () => {
  test("is a worktree of a bare store, and the agent can commit in it without writing to the store", async () => {
    const { make, harvest, commit, root } = scene();
    const made = await make();
    expect(made).toMatchObject({ base: commit, reused: false, tier: "trusted" });
    expect(readFileSync(join(made.path, "src/a.ts"), "utf8")).toBe("a\n");
    expect(agentGit(made, "status", "--porcelain")).toBe("");
    expect(agentGit(made, "log", "-1", "--format=%H", "origin/main")).toBe(commit);
    const store = made.git.paths.find(({ path }) => path.endsWith("store.git"));
    expect(store?.writable).toBe(false);
    const worktrees = git(store?.path ?? "", "worktree", "list", "--porcelain");
    expect(worktrees).toContain(`worktree ${made.path}\nHEAD ${commit}\ndetached`);
    writeFileSync(join(made.path, "src/a.ts"), "changed\n");
    agentGit(made, "commit", "-qam", "mine");
    expect(changesOf(await harvest())).toEqual(["~ src/a.ts"]);
    const all = readdirSync(root.path, { recursive: true, encoding: "utf8" });
    const texts = all.filter((name) => /config$|packed-refs$|HEAD$/.test(name));
    expect(texts.length).toBeGreaterThan(2);
  });

  test("can be made again anywhere from its repository, commit and patch", async () => {
    const one = scene({ a: "a", "b/c": "c", gone: "gone" });
    const first = await one.make();
    rmSync(join(first.path, "gone"));
    rmSync(join(first.path, "b"), { recursive: true });
    writeFiles(first.path, { b: "now a file", "x/y/z": "new", a: "changed" });
    const taken = await one.harvest();
    const again = await one.make({
      name: "w-2",
      commit: one.commit,
      patch: { patch: taken.patch, blobs: taken.blobs },
    });
    expect(readFileSync(join(again.path, "b"), "utf8")).toBe("now a file");
    expect(existsSync(join(again.path, "gone"))).toBe(false);
    expect((await one.harvest("w-2")).digest).toBe(taken.digest);
  });

  test("of an untrusted run is a clone that shares nothing with others (P-72)", async () => {
    const { make, root } = scene();
    const trusted = await make();
    const fork = await make({ name: "w-2", tier: "untrusted" });
    const other = await make({ name: "w-3", tier: "untrusted" });
    const folders = (one: typeof fork) => one.git.paths.map(({ path }) => path);
    for (const path of folders(fork)) {
      expect(folders(trusted)).not.toContain(path);
      expect(folders(other)).not.toContain(path);
    }
    for (const name of readdirSync(join(root.path, "stores")))
      expect(existsSync(join(root.path, "stores", name, "store.git/objects/info/alternates"))).toBe(false);
    expect((await make({ name: "w-2", tier: "untrusted" })).reused).toBe(false);
  });

  test("is used again for the same repository, ref and tier only (P-74)", async () => {
    const { make, harvest, repository } = scene({ a: "a", ".gitignore": "built\n" });
    const { path } = await make();
    writeFiles(path, { a: "changed", added: "added", built: "kept from run to run" });
    await expect(make()).rejects.toMatchObject({ code: "WORKSPACE_DIRTY" });
    await harvest();
    for (const other of [
      { ref: "refs/heads/other" },
      { tier: "restricted" },
      { repository: "tidewater/other" },
    ] as const)
      await expect(make(other)).rejects.toMatchObject({ code: "WORKSPACE_TAKEN" });
    writeFileSync(join(repository, "a"), "moved on");
    const moved = commitAll(repository);
    const again = await make();
    expect(again).toMatchObject({ reused: true, base: moved });
    expect(readFileSync(join(path, "a"), "utf8")).toBe("moved on");
    expect(existsSync(join(path, "added"))).toBe(false);
    expect(readFileSync(join(path, "built"), "utf8")).toBe("kept from run to run");
    expect(changesOf(await harvest())).toEqual([]);
    expect(agentGit(again, "status", "--porcelain")).toBe("");
  });

  test("is used again where files that are the same were touched, as isolation does when it gives them to a user", async () => {
    const { make, harvest } = scene({ a: "a", b: "b" });
    const { path } = await make();
    writeFiles(path, { b: "changed" });
    utimesSync(join(path, "a"), 1, 1);
    await harvest();
    const again = await make();
    expect(again.reused).toBe(true);
    expect(["a", "b"].map((name) => readFileSync(join(path, name), "utf8"))).toEqual(["a", "b"]);
    expect(changesOf(await harvest())).toEqual([]);
  });

  test("keeps caches from run to run for trusted refs that the policy names (P-73)", async () => {
    const { make, root } = scene({ a: "a", ".gitignore": "node_modules\n" });
    const caches = [{ path: "**/node_modules", refs: ["refs/heads/main"] }];
    const { path } = await make({ caches });
    writeFiles(path, { "node_modules/x": "x", "deep/node_modules/y": "y" });
    await removeWorkspace(root, key, path, signal);
    expect(
      existsSync(join((await make({ name: "w-2", tier: "restricted", caches })).path, "node_modules")),
    ).toBe(false);
    expect(
      existsSync(
        join((await make({ name: "w-3", ref: "refs/heads/main", caches: [] })).path, "node_modules"),
      ),
    ).toBe(false);
    const next = await make({ name: "w-4", caches });
    expect(readFileSync(join(next.path, "node_modules/x"), "utf8")).toBe("x");
    expect(readFileSync(join(next.path, "deep/node_modules/y"), "utf8")).toBe("y");
    expect(existsSync(join((await make({ name: "w-5", caches })).path, "node_modules"))).toBe(false);
  });

  test("that was broken off while it was made is made again (P-85)", async () => {
    const { make, root, harvest } = scene();
    const { path } = await make();
    const file = join(root.path, "records/tidewater/w-1/workspace.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"state":"made"', '"state":"making"'));
    rmSync(join(path, "src"), { recursive: true });
    expect((await readGitState(root, key, signal)).missing).toBe(true);
    await make();
    expect(changesOf(await harvest())).toEqual([]);
  });
});

describe("a remote", () => {
  test.each([
    "ext::sh -c touch% /tmp/x",
    "--upload-pack=touch",
    "-oProxyCommand=x",
    "ssh://-oProxyCommand=x/y",
    "https://mira:secret@example.invalid/a",
    "https://example.invalid/a?token=x",
    "http://exa mple/a",
    "git://example.invalid/a",
    "ftp://example.invalid/a",
    "file://elsewhere/a",
    "relative/path",
  ])("%s is refused, and no credential of it is shown", (address) => {
    let fault: unknown;
    try {
      gitRemote(address);
    } catch (caught) {
      fault = caught;
    }
    expect(fault).toMatchObject({ code: "REMOTE_REFUSED" });
    expect(String(fault)).not.toContain("secret");
  });

  test("gets a token in the clear on this machine only", () => {
    const credential = { username: "x", token: "y" };
    expect(() => gitRemote("http://example.invalid/a", credential)).toThrow(/unencrypted/);
    expect(gitRemote("http://127.0.0.1:3000/a", credential).transport).toBe("http");
  });

  test.each([
    "refs/heads/--upload-pack=x",
    "--upload-pack=x",
    "refs/heads/a..b",
    "main",
    "refs/heads/a b",
    "refs/-x",
  ])("the ref %s is refused before git is started", async (ref) => {
    await expect(scene().make({ ref })).rejects.toMatchObject({ code: "REF_UNSAFE" });
  });

  test("without the ref says so", async () => {
    await expect(scene().make({ ref: "refs/heads/none" })).rejects.toMatchObject({ code: "REF_UNKNOWN" });
    await expect(scene().make({ commit: "0".repeat(40) })).rejects.toMatchObject({ code: "REF_UNKNOWN" });
  });
});

describe("a touched store", () => {
  const store = ({ git: { paths } }: { git: { paths: readonly { path: string }[] } }) =>
    paths.find(({ path }) => path.endsWith("store.git"))?.path ?? "";
  const packOf = (path: string) => {
    const name = readdirSync(join(path, "objects/pack")).find((one) => one.endsWith(".pack")) ?? "";
    return join(path, "objects/pack", name);
  };

  test.each<[string, (store: string) => void]>([
    ["config", (path) => appendFileSync(join(path, "config"), '[core]\n\tfsmonitor = "touch /tmp/x"\n')],
    ["a hook", (path) => writeFiles(path, { "hooks/post-checkout": "#!/bin/sh\n" })],
    ["a ref", (path) => writeFiles(path, { "refs/heads/evil": `${"0".repeat(40)}\n` })],
    ["packed refs", (path) => writeFileSync(join(path, "packed-refs"), "")],
    ["alternates", (path) => writeFiles(path, { "objects/info/alternates": "/tmp\n" })],
    ["attributes", (path) => writeFileSync(join(path, "info/attributes"), "* filter=evil\n")],
    ["a new object", (path) => writeFiles(path, { [`objects/ab/${"c".repeat(38)}`]: "x" })],
    [
      "a pack, with its length and times as they were",
      (path) => {
        const pack = packOf(path);
        execFileSync("sh", [
          "-c",
          'chmod u+w "$0"; touch -r "$0" "$0.t"; printf X | dd of="$0" bs=1 seek=20 conv=notrunc 2>/dev/null; touch -r "$0.t" "$0"; rm "$0.t"; chmod u-w "$0"',
          pack,
        ]);
      },
    ],
    [
      "a pack that was replaced",
      (path) => {
        const bytes = readFileSync(packOf(path));
        rmSync(packOf(path), { force: true });
        writeFileSync(join(path, "objects/pack/pack-x.pack"), bytes);
      },
    ],
    [
      "its folder of worktrees, which leads elsewhere",
      (path) => {
        renameSync(join(path, "worktrees"), join(path, "../elsewhere"));
        symlinkSync("../elsewhere", join(path, "worktrees"));
      },
    ],
  ])("is noticed: %s", async (_, touch) => {
    const { make, harvest } = scene();
    const made = await make();
    touch(store(made));
    await expect(harvest()).rejects.toMatchObject({ code: "STORE_TAMPERED" });
    await expect(make({ name: "w-2", commit: "0".repeat(40) })).rejects.toMatchObject({
      code: "STORE_TAMPERED",
    });
  });

  test("is not one in which only worktrees were written, or from which another workspace was made", async () => {
    const { make, harvest, repository } = scene();
    const made = await make();
    writeFileSync(join(repository, "later"), "later");
    commitAll(repository);
    await make({ name: "w-2" });
    const admin = made.git.paths.at(-1)?.path ?? "";
    writeFileSync(join(admin, "HEAD"), "ref: refs/heads/../../etc/passwd\n");
    writeFileSync(join(admin, "commondir"), "/tmp\n");
    writeFiles(admin, { "config.worktree": "[core]\n\tfsmonitor = touch /tmp/x\n" });
    rmSync(join(made.path, ".git"));
    mkdirSync(join(made.path, ".git"));
    writeFiles(made.path, { ".git/config": "[core]\n\tfsmonitor = touch /tmp/x\n", added: "x" });
    expect(changesOf(await harvest())).toEqual(["+ added"]);
    await make({ name: "w-3" });
  });

  test("is not one whose pack only has another time, as git itself sets it", async () => {
    const { make, harvest } = scene();
    const made = await make();
    utimesSync(packOf(store(made)), 1, 1);
    expect(changesOf(await harvest())).toEqual([]);
  });

  test("whose last fetch was killed is taken up again, and one that was touched then as well is not", async () => {
    const { make, repository, root } = scene();
    const made = await make();
    const path = store(made);
    const folder = join(path, "..");
    writeFileSync(join(folder, "unfinished"), "");
    execFileSync("git", ["repack", "-q"], { cwd: repository });
    for (const name of readdirSync(join(repository, ".git/objects/pack")))
      execFileSync("cp", [join(repository, ".git/objects/pack", name), join(path, "objects/pack")]);
    writeFileSync(join(repository, "later"), "later");
    commitAll(repository);
    await make({ name: "w-2" });
    expect(existsSync(join(folder, "unfinished"))).toBe(false);
    writeFileSync(join(folder, "unfinished"), "");
    appendFileSync(join(path, "config"), "\n");
    await expect(make({ name: "w-3", commit: "0".repeat(40) })).rejects.toMatchObject({
      code: "STORE_TAMPERED",
    });
    expect(root.path).toBeTruthy();
  });
});

describe("a cleanup", () => {
  test("removes a workspace and what it had in the store, and the record of it (P-68)", async () => {
    const { make, root, harvest } = scene();
    const made = await make();
    writeFileSync(join(made.path, "src/a.ts"), "changed");
    await harvest();
    expect(await removeWorkspace(root, key, made.path, signal)).toBe(true);
    for (const { path, writable } of made.git.paths) expect(existsSync(path)).toBe(!writable);
    expect(await removeWorkspace(root, key, made.path, signal)).toBe(false);
    await make({ name: "w-2", tier: "untrusted" });
    await removeWorkspace(root, { ...key, name: "w-2" }, undefined, signal);
    expect(readdirSync(join(root.path, "stores")).filter((name) => name.startsWith("own-"))).toEqual([]);
  });

  test("never leaves the root (P-75)", async () => {
    const { make, root } = scene();
    const { path } = await make();
    const outside = writeFiles(scratchDirectory(), { precious: "precious" });
    const denied = { code: "CLEANUP_OUTSIDE_ROOT" };
    await expect(removeWorkspace(root, key, outside, signal)).rejects.toMatchObject(denied);
    await expect(removeWorkspace(root, key, `${path}/../../../..`, signal)).rejects.toMatchObject(denied);
    await expect(
      removeWorkspace(root, { namespace: "..", name: ".." }, undefined, signal),
    ).rejects.toMatchObject(denied);
    for (const name of [
      ".",
      "a/../w-1",
      "a..b",
      ".w-1",
      "w-1.",
      "w-1/",
      "W-1",
      "w-1\0",
      "%2e%2e",
      "..\\w-1",
      "",
    ]) {
      await expect(removeWorkspace(root, { ...key, name }, undefined, signal), name).rejects.toMatchObject(
        denied,
      );
      await expect(make({ name }), name).rejects.toMatchObject(denied);
    }
    expect((await make({ name: "w.1" })).path).toBe(join(root.path, "workspaces/tidewater/w.1/tree"));
    rmSync(path, { recursive: true });
    symlinkSync(outside, path);
    await expect(removeWorkspace(root, key, path, signal)).rejects.toMatchObject(denied);
    rmSync(join(path, ".."), { recursive: true });
    symlinkSync(outside, join(path, ".."));
    await expect(removeWorkspace(root, key, path, signal)).rejects.toMatchObject(denied);
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });

  test("removes links in it, and nothing that they lead to", async () => {
    const { make, root } = scene();
    const { path } = await make();
    const outside = writeFiles(scratchDirectory(), { "folder/precious": "precious" });
    symlinkSync(join(outside, "folder"), join(path, "link"));
    await removeWorkspace(root, key, path, signal);
    expect(readFileSync(join(outside, "folder/precious"), "utf8")).toBe("precious");
  });

  test("keeps changes beyond what was harvested, after a crash too (P-77)", async () => {
    const { make, root, harvest } = scene();
    const { path } = await make();
    writeFileSync(join(path, "src/a.ts"), "changed");
    const dirty = { code: "WORKSPACE_DIRTY" };
    await expect(removeWorkspace(root, key, path, signal)).rejects.toMatchObject(dirty);
    await harvest();
    expect(await readGitState(root, key, signal)).toMatchObject({ dirty: false, uncommitted: 1 });
    writeFileSync(join(path, "src/b.ts"), "changed after the harvest");
    expect(await readGitState(root, key, signal)).toMatchObject({ dirty: true, uncommitted: 2 });
    await expect(removeWorkspace(root, key, path, signal)).rejects.toMatchObject(dirty);
    rmSync(join(root.path, "records"), { recursive: true });
    await expect(removeWorkspace(root, key, path, signal)).rejects.toMatchObject(dirty);
    expect(readFileSync(join(path, "src/b.ts"), "utf8")).toBe("changed after the harvest");
  });

  test.skipIf(process.getuid?.() !== 0)("does not remove what is mounted in a workspace", async () => {
    const { make, root } = scene();
    const { path } = await make();
    const outside = writeFiles(scratchDirectory(), { precious: "precious" });
    const script =
      'mkdir "$0/mnt" && mount --bind "$1" "$0/mnt" && exec "$2" --input-type=module -e "$3" "$0" "$4"';
    const body = `
      import { WorkspaceRoot } from "${join(process.cwd(), "src/workspace/host/workspace-root.ts")}";
      import { removeFiles } from "${join(process.cwd(), "src/workspace/host/remove-workspace.ts")}";
      const root = new WorkspaceRoot(process.argv[2], process.env, () => new Date());
      try { removeFiles(root, { namespace: "tidewater", name: "w-1" }, undefined); } catch (fault) { console.log(fault.code); }`;
    const said = execFileSync(
      "unshare",
      ["--mount", "sh", "-c", script, path, outside, process.execPath, body, root.path],
      { encoding: "utf8" },
    );
    expect(said.trim()).toBe("CLEANUP_OUTSIDE_ROOT");
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });
});

describe("the git state", () => {
  test("has every field, and runs nothing that the agent configured (P-70)", async () => {
    const { make, root, repository, commit } = scene();
    const made = await make();
    writeFileSync(join(repository, "later"), "later");
    commitAll(repository);
    await make({ name: "w-2" });
    writeFileSync(join(made.path, "src/a.ts"), "changed");
    agentGit(made, "commit", "-qam", "mine");
    const trap = join(scratchDirectory(), "trap");
    const admin = made.git.paths.at(-1)?.path ?? "";
    writeFiles(admin, {
      "config.worktree": `[core]\n\tfsmonitor = "touch ${trap}"\n\thooksPath = ${trap}\n`,
    });
    const state = await readGitState(root, key, signal);
    expect(state).toEqual({
      head: agentGit(made, "rev-parse", "HEAD"),
      upstream: "origin/main",
      ahead: 1,
      behind: 1,
      dirty: true,
      uncommitted: 1,
      conflicts: [],
      rebase: "needed",
      lastActivity: "2026-05-04T10:00:00.000Z",
      missing: false,
      editorLink: `vscode://file${made.path}`,
    });
    expect(state.head).not.toBe(commit);
    expect(existsSync(trap)).toBe(false);
    writeFileSync(join(admin, "HEAD"), "ref: refs/heads/mine\n");
    expect(await readGitState(root, key, signal)).toMatchObject({ branch: "mine", head: commit });
  });

  test("of a path that is gone says so (P-76)", async () => {
    const { make, root } = scene();
    const { path } = await make();
    rmSync(path, { recursive: true });
    expect(await readGitState(root, key, signal)).toEqual({ missing: true });
    expect((await make()).reused).toBe(false);
    expect(await readGitState(root, key, signal)).toMatchObject({ missing: false });
  });
});
