import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patchDigest, type TreePatch } from "../../src/agents/run-bundle/tree-patch.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { commitPatch } from "../../src/workspace/commit/commit-patch.ts";
import { ObjectScratch } from "../../src/workspace/commit/object-scratch.ts";
import { proveBranch } from "../../src/workspace/commit/prove-branch.ts";
import { pushBranch } from "../../src/workspace/commit/push-branch.ts";
import type { PatchBlobs } from "../../src/workspace/files/blob-folder.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { commitAll, git } from "../template/git-repository.ts";
import { gitServer } from "../template/git-server.ts";
import { scene, signal } from "./workspace-scene.ts";

const mira = { name: "Mira", email: "mira@example.invalid" };
const order = {
  message: {
    title: "Fix the berths",
    body: "Closes nothing.\n\nIdentikit-Run: forged",
    trailers: [["Identikit-Run", "r-12"]] as const,
  },
  author: mira,
  committer: { name: "identikit", email: "bot@example.invalid" },
  date: "2026-05-04T10:00:00Z",
};

/** A patch of a workspace, a store that has its base, and a bare remote. */
async function written(files: Record<string, string>, change: (path: string) => void) {
  const one = scene(files);
  const { path } = await one.make();
  change(path);
  const { patch, blobs, digest } = await one.harvest();
  const bare = join(scratchDirectory(), "remote.git");
  git(one.repository, "clone", "--quiet", "--bare", one.repository, bare);
  const store = one.root.sharedStore("tidewater", "tidewater/berths", "trusted");
  return { ...one, path, patch, blobs, digest, bare, store, remote: gitRemote(bare) };
}

const branch = "refs/heads/agent/berths-12";

describe("a patch as a commit", () => {
  test("is pushed, and what is read back is what was approved", async () => {
    const one = await written(
      {
        "README.md": "hello\n",
        "src/a.ts": "a\n",
        "folder/x": "x",
        "folder/y/z": "z",
        file: "f",
        run: "#!/bin/sh\n",
      },
      (path) => {
        writeFileSync(join(path, "src/a.ts"), "changed\n");
        rmSync(join(path, "folder"), { recursive: true });
        rmSync(join(path, "file"));
        chmodSync(join(path, "run"), 0o755);
        writeFiles(path, {
          "file/inner": "a folder now",
          folder: "a file now",
          empty: "",
          "odd \"name' ü*?": "odd",
        });
      },
    );
    using scratch = new ObjectScratch(one.store);
    const made = await commitPatch(scratch, { ...order, ...one, head: one.commit }, signal);
    expect(made).toMatchObject({ head: one.commit, moved: false, digest: one.digest });
    const push = { remote: one.remote, branch, commit: made.commit };
    expect(await pushBranch(scratch.git, push, signal)).toBe(true);
    expect(await pushBranch(scratch.git, push, signal)).toBe(false);
    await proveBranch(one.store, push, made, signal);
    expect(git(one.bare, "rev-parse", branch)).toBe(made.commit);
    expect(git(one.bare, "ls-tree", "-r", "--name-only", "-z", branch).split("\0").slice(0, -1)).toEqual([
      "README.md",
      "empty",
      "file/inner",
      "folder",
      "odd \"name' ü*?",
      "run",
      "src/a.ts",
    ]);
    expect(git(one.bare, "ls-tree", branch, "run")).toMatch(/^100755/);
    expect(git(one.bare, "log", "-1", "--format=%an %ae|%cn|%aI|%(trailers)", branch)).toBe(
      "Mira mira@example.invalid|identikit|2026-05-04T10:00:00+00:00|Identikit-Run: r-12",
    );
    await one.store.check(signal);
    using second = new ObjectScratch(one.store);
    expect(await commitPatch(second, { ...order, ...one, head: one.commit }, signal)).toEqual(made);
    using at = new ObjectScratch(one.store);
    expect(existsSync(scratch.folder)).toBe(true);
    expect(at.folder).not.toBe(second.folder);
  });

  test("is moved to a head that went on, where that is without conflicts, and is refused elsewhere", async () => {
    const one = await written({ a: "1\n2\n3\n4\n5\n6\n7\n8\n9\n", b: "b" }, (path) =>
      writeFileSync(join(path, "a"), "1\n2\n3\n4\n5\n6\n7\n8\nnine\n"),
    );
    writeFileSync(join(one.repository, "a"), "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
    const clean = commitAll(one.repository);
    git(one.repository, "push", "--quiet", one.bare, "main");
    await one.store.fetch(one.remote, { ref: "refs/heads/main" }, signal);
    using scratch = new ObjectScratch(one.store);
    const made = await commitPatch(scratch, { ...order, ...one, head: clean }, signal);
    expect(made).toMatchObject({ head: clean, moved: true });
    expect(made.digest).not.toBe(one.digest);
    await pushBranch(scratch.git, { remote: one.remote, branch, commit: made.commit }, signal);
    await proveBranch(one.store, { remote: one.remote, branch }, made, signal);
    expect(git(one.bare, "show", `${branch}:a`)).toBe("one\n2\n3\n4\n5\n6\n7\n8\nnine");
    writeFileSync(join(one.repository, "a"), "1\n2\n3\n4\n5\n6\n7\n8\nNINE\n");
    const other = commitAll(one.repository);
    git(one.repository, "push", "--quiet", "--force", one.bare, "main");
    await one.store.fetch(one.remote, { ref: "refs/heads/main" }, signal);
    await expect(commitPatch(scratch, { ...order, ...one, head: other }, signal)).rejects.toMatchObject({
      code: "PATCH_CONFLICTS",
      message: expect.stringContaining("changes: a"),
    });
  });

  test("is not pushed over what somebody else wrote", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    using scratch = new ObjectScratch(one.store);
    const { commit } = await commitPatch(scratch, { ...order, ...one, head: one.commit }, signal);
    git(one.bare, "update-ref", branch, one.commit);
    const refused = { code: "PUSH_REFUSED" };
    const push = { remote: one.remote, branch, commit };
    await expect(pushBranch(scratch.git, push, signal)).rejects.toMatchObject(refused);
    const elsewhere = { ...push, expected: "1".repeat(40) };
    await expect(pushBranch(scratch.git, elsewhere, signal)).rejects.toMatchObject(refused);
    expect(await pushBranch(scratch.git, { ...push, expected: one.commit }, signal)).toBe(true);
    writeFiles(one.bare, { "hooks/pre-receive": "#!/bin/sh\necho protected >&2\nexit 1\n" });
    chmodSync(join(one.bare, "hooks/pre-receive"), 0o755);
    await expect(
      pushBranch(scratch.git, { ...push, branch: "refs/heads/main", expected: one.commit }, signal),
    ).rejects.toMatchObject({ ...refused, message: expect.stringContaining("pre-receive hook declined") });
    for (const name of ["main", "refs/tags/v1", "refs/heads/--upload-pack=x"])
      await expect(pushBranch(scratch.git, { ...push, branch: name }, signal)).rejects.toMatchObject({
        code: "REF_UNSAFE",
      });
  });

  test("is not proven by a branch that is something else", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    using scratch = new ObjectScratch(one.store);
    const made = await commitPatch(scratch, { ...order, ...one, head: one.commit }, signal);
    const push = { remote: one.remote, branch };
    const unproven = { code: "PUSH_UNPROVEN" };
    await expect(proveBranch(one.store, push, made, signal)).rejects.toMatchObject(unproven);
    await pushBranch(scratch.git, { ...push, commit: made.commit }, signal);
    const other = digestOf("another patch");
    await expect(proveBranch(one.store, push, { ...made, digest: other }, signal)).rejects.toMatchObject(
      unproven,
    );
    await expect(proveBranch(one.store, push, { ...made, tree: one.commit }, signal)).rejects.toMatchObject(
      unproven,
    );
    git(one.bare, "update-ref", branch, one.commit);
    await expect(proveBranch(one.store, push, made, signal)).rejects.toMatchObject(unproven);
  });

  const state = (text: string) => ({ mode: "100644" as const, digest: digestOf(text), bytes: text.length });
  const blobsOf = (...texts: string[]): PatchBlobs => ({
    read: (digest) => Buffer.from(texts.find((text) => digestOf(text) === digest) ?? ""),
  });
  test.each<[string, TreePatch["changes"]]>([
    ["leads out", [{ path: "../out", after: state("x") }]],
    ["is absolute", [{ path: "/etc/passwd", after: state("x") }]],
    ["is in .git", [{ path: ".git/config", after: state("x") }]],
    ["is in .GIT", [{ path: "sub/.GIT/hooks/x", after: state("x") }]],
    ["has a line end", [{ path: "a\nb", after: state("x") }]],
    [
      "is out of order",
      [
        { path: "z", after: state("x") },
        { path: "b", after: state("x") },
      ],
    ],
    [
      "stands twice",
      [
        { path: "b", after: state("x") },
        { path: "b", after: state("x") },
      ],
    ],
    [
      "is below a file",
      [
        { path: "b", after: state("x") },
        { path: "b/c", after: state("x") },
      ],
    ],
    ["is in the base and said to be new", [{ path: "a", after: state("x") }]],
    ["is not in the base and said to change", [{ path: "b", before: state("a"), after: state("x") }]],
    ["had other content", [{ path: "a", before: state("other"), after: state("x") }]],
    ["had another mode", [{ path: "a", before: { ...state("a"), mode: "100755" }, after: state("x") }]],
    ["is nothing", [{ path: "b" }]],
    ["has content of another length", [{ path: "b", after: { ...state("x"), bytes: 2 } }]],
  ])("is refused where its path %s", async (_, changes) => {
    const one = scene({ a: "a" });
    await one.make();
    const store = one.root.sharedStore("tidewater", "tidewater/berths", "trusted");
    using scratch = new ObjectScratch(store);
    const patch: TreePatch = { version: 1, base: one.commit, changes };
    const blobs = blobsOf("x");
    await expect(
      commitPatch(scratch, { ...order, patch, blobs, head: one.commit }, signal),
    ).rejects.toMatchObject({
      code: "PATCH_INVALID",
    });
    const made = one.make({ name: "w-2", commit: one.commit, patch: { patch, blobs } });
    await expect(made).rejects.toMatchObject({ code: "PATCH_INVALID" });
  });

  test("takes away a link of the base, or puts a file in its place", async () => {
    const one = scene({ a: "a" });
    symlinkSync("/etc/passwd", join(one.repository, "link"));
    symlinkSync("a", join(one.repository, "other"));
    const base = commitAll(one.repository);
    const { path } = await one.make();
    rmSync(join(path, "link"));
    rmSync(join(path, "other"));
    writeFileSync(join(path, "other"), "a file");
    const { patch, blobs, digest } = await one.harvest();
    using scratch = new ObjectScratch(one.root.sharedStore("tidewater", "tidewater/berths", "trusted"));
    const made = await commitPatch(scratch, { ...order, patch, blobs, head: base }, signal);
    expect(made.digest).toBe(digest);
    expect(patchDigest(patch)).toBe(digest);
  });

  test("names nobody and says nothing that git would read otherwise", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    using scratch = new ObjectScratch(one.store);
    const wrong = [
      { author: { name: "Mira\n<x>", email: "x" } },
      { message: { ...order.message, title: "one\ntwo" } },
      { message: { ...order.message, trailers: [["Identikit-Run", "x\nSigned-off-by: somebody"]] as const } },
      { message: { ...order.message, trailers: [["Not a key", "x"]] as const } },
    ];
    for (const one_ of wrong)
      await expect(
        commitPatch(scratch, { ...order, ...one, head: one.commit, ...one_ }, signal),
      ).rejects.toMatchObject({ code: "PATCH_INVALID" });
  });

  test("is sent with a token that is in no argument and no file", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    git(one.bare, "config", "http.receivepack", "true");
    const server = await gitServer(join(one.bare, ".."));
    const token = "token-of-the-write-back";
    const seen = new Set<string | undefined>();
    server.answer = (request, response) => {
      seen.add(request.headers.authorization);
      if (request.headers.authorization) return false;
      response.writeHead(401, { "www-authenticate": "Basic realm=git" }).end();
      return true;
    };
    using scratch = new ObjectScratch(one.store);
    const { commit } = await commitPatch(scratch, { ...order, ...one, head: one.commit }, signal);
    const url = `${server.origin}/remote.git`;
    const denied = { remote: gitRemote(url), branch, commit };
    await expect(pushBranch(scratch.git, denied, signal)).rejects.toMatchObject({ code: "SOURCE_DENIED" });
    const remote = gitRemote(url, { username: "identikit", token });
    await pushBranch(scratch.git, { remote, branch, commit }, signal);
    expect(seen).toContain(`Basic ${Buffer.from(`identikit:${token}`).toString("base64")}`);
    const found = spawnSync("grep", ["-rl", token, one.root.path, scratch.folder], { encoding: "utf8" });
    expect(found).toMatchObject({ status: 1, stdout: "" });
  });
});

requires("ssh-keygen")("a signed commit", () => {
  test("carries a signature that git accepts for the key", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    const keys = scratchDirectory();
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "bot", "-f", join(keys, "key")]);
    const privateKey = readFileSync(join(keys, "key"), "utf8");
    using scratch = new ObjectScratch(one.store);
    const signing = { format: "ssh" as const, privateKey };
    const made = await commitPatch(scratch, { ...order, ...one, head: one.commit, signing }, signal);
    await pushBranch(scratch.git, { remote: one.remote, branch, commit: made.commit }, signal);
    await proveBranch(one.store, { remote: one.remote, branch }, made, signal);
    writeFileSync(
      join(keys, "allowed"),
      `bot@example.invalid ${readFileSync(join(keys, "key.pub"), "utf8")}`,
    );
    git(
      one.bare,
      "-c",
      "gpg.format=ssh",
      "-c",
      `gpg.ssh.allowedSignersFile=${join(keys, "allowed")}`,
      "verify-commit",
      made.commit,
    );
    const wrong = { ...order, ...one, head: one.commit, signing: { ...signing, privateKey: "no key" } };
    await expect(commitPatch(scratch, wrong, signal)).rejects.toMatchObject({ code: "COMMIT_UNSIGNED" });
  });
});

requires("gpg")("a commit signed with GnuPG", () => {
  test("carries a signature that git accepts for the key", async () => {
    const one = await written({ a: "a" }, (path) => writeFileSync(join(path, "a"), "changed"));
    const home = scratchDirectory();
    chmodSync(home, 0o700);
    const env = { ...process.env, GNUPGHOME: home };
    const id = "bot@example.invalid";
    execFileSync(
      "gpg",
      ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", id, "ed25519", "sign"],
      { env, stdio: "pipe" },
    );
    try {
      using scratch = new ObjectScratch(one.store);
      const signing = { format: "openpgp" as const, key: id, home };
      const made = await commitPatch(scratch, { ...order, ...one, head: one.commit, signing }, signal);
      await pushBranch(scratch.git, { remote: one.remote, branch, commit: made.commit }, signal);
      execFileSync("git", ["verify-commit", made.commit], { cwd: one.bare, env, stdio: "pipe" });
    } finally {
      execFileSync("gpgconf", ["--kill", "all"], { env });
    }
  });
});
