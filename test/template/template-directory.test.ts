import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { policyNamed } from "../../src/template/policy.ts";
import { readTemplateDirectory } from "../../src/template/template-directory.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { commitAll, environment, git, newRepository } from "./git-repository.ts";

const assets = { "config.yaml": "name: a\n", "prompts/a.md": "a\n", "agent-skills/s/SKILL.md": "s\n" };
const everything = { ...assets, "README.md": "readme\n", "src/main.ts": "x\n", "CLAUDE.md": "root\n" };

function read(directory: string, policy = "assets/v1") {
  return readTemplateDirectory(directory, {
    policy: policyNamed(policy),
    environment,
    signal: new AbortController().signal,
  });
}

describe("a template's directory", () => {
  test("outside a checkout is read as it is, and says what it left out", async () => {
    const root = writeFiles(scratchDirectory(), everything);
    const { tree, leftOut, ...rest } = await read(root);
    expectSameTree(tree, assets);
    expect(leftOut).toEqual(["CLAUDE.md", "README.md", "src/"]);
    expect(rest).toEqual({ commit: null, origin: "directory", note: null, repository: null });
  });

  test("in a clean checkout is its commit, with the repository's address without credentials", async () => {
    const { path, commit } = newRepository(everything);
    git(path, "remote", "add", "origin", "https://user:hunter2@git.example/acme/a.git");
    const { tree, leftOut, ...rest } = await read(path);
    expectSameTree(tree, assets);
    expect(leftOut).toEqual(["CLAUDE.md", "README.md", "src/main.ts"]);
    expect(rest).toEqual({
      commit,
      origin: "commit",
      note: null,
      repository: "https://git.example/acme/a.git",
    });
  });

  test("that is a directory inside a checkout is that part of the commit", async () => {
    const { path, commit } = newRepository({
      "templates/a/config.yaml": "1",
      "templates/b/config.yaml": "2",
    });
    writeFiles(path, { "templates/b/config.yaml": "changed elsewhere" });
    const { tree, ...rest } = await read(join(path, "templates/a"));
    expectSameTree(tree, { "config.yaml": "1" });
    expect(rest).toMatchObject({ commit, origin: "commit" });
  });

  test("gives the committed bytes whatever line endings, umask and filters made of the worktree", async () => {
    const { path } = newRepository({
      ...assets,
      ".gitattributes": "*.md text eol=crlf filter=upper\nconfig.yaml ident\n",
      "config.yaml": "id: $Id$\n",
    });
    git(path, "config", "filter.upper.smudge", "tr a-z A-Z");
    git(path, "config", "filter.upper.clean", "tr A-Z a-z");
    const commit = commitAll(path);
    rmSync(join(path, "prompts"), { recursive: true });
    rmSync(join(path, "config.yaml"));
    git(path, "checkout", "--", ".");
    chmodSync(join(path, "prompts/a.md"), 0o600);
    expect(execFileSync("cat", [join(path, "prompts/a.md")], { encoding: "utf8" })).toBe("A\r\n");
    const { tree, ...rest } = await read(path);
    expectSameTree(tree, { ...assets, "config.yaml": "id: $Id$\n" });
    expect(rest).toMatchObject({ commit, origin: "commit", note: null });
  });

  test.each([
    ["a changed file", (path: string) => writeFiles(path, { "prompts/a.md": "changed" }), "prompts/a.md"],
    ["an untracked file", (path: string) => writeFiles(path, { "prompts/new.md": "new" }), "prompts/new.md"],
    ["an ignored file", (path: string) => writeFiles(path, { "prompts/a.swp": "new" }), "prompts/a.swp"],
    ["a removed file", (path: string) => rmSync(join(path, "prompts/a.md")), "prompts/a.md"],
    ["a changed mode", (path: string) => chmodSync(join(path, "prompts/a.md"), 0o755), "prompts/a.md"],
  ])("with %s is read as it is, and says so", async (_what, change, named) => {
    const { path } = newRepository({ ...everything, ".gitignore": "*.swp\n" });
    change(path);
    const { tree, ...rest } = await read(path);
    expect(rest).toMatchObject({ commit: null, origin: "directory" });
    expect(rest.note).toBe(`"${named}" is not as it was committed`);
    const plain = writeFiles(scratchDirectory(), {});
    execFileSync("sh", ["-c", `cp -R ${path}/. ${plain} && rm -rf ${plain}/.git`]);
    expectSameTree(tree, (await read(plain)).tree);
  });

  test("is its commit although something outside the policy has changed", async () => {
    const { path, commit } = newRepository(everything);
    writeFiles(path, { "README.md": "changed", untracked: "x" });
    expect(await read(path)).toMatchObject({ commit, origin: "commit" });
    writeFiles(path, { "agent-skills/s/SKILL.md": "changed" });
    expect(await read(path)).toMatchObject({ commit: null });
    expect(await read(path, "identity/v1")).toMatchObject({ commit });
  });

  test("in a checkout without a commit, and in a linked worktree, is what it is", async () => {
    const { path, commit } = newRepository(assets);
    const linked = join(scratchDirectory(), "linked");
    git(path, "worktree", "add", "--quiet", "--detach", linked);
    expect(await read(linked)).toMatchObject({ commit, origin: "commit" });
    const unborn = writeFiles(scratchDirectory(), assets);
    git(unborn, "init", "--quiet");
    expect(await read(unborn)).toMatchObject({ commit: null, note: "the checkout has no commit yet" });
  });

  test("runs nothing that a hostile checkout has configured", async () => {
    const { path } = newRepository(assets);
    const witness = join(scratchDirectory(), "witness");
    const hook = join(path, ".git/hooks/post-index-change");
    mkdirSync(join(path, ".git/hooks"), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch ${witness}\n`, { mode: 0o755 });
    git(path, "config", "core.fsmonitor", `touch ${witness}; false`);
    git(path, "config", "core.pager", `touch ${witness}`);
    git(path, "config", "core.sshCommand", `touch ${witness}`);
    git(path, "config", "remote.origin.url", `ext::touch ${witness}`);
    git(path, "config", "remote.origin.promisor", "true");
    git(path, "config", "extensions.partialClone", "origin");
    git(path, "config", "protocol.ext.allow", "always");
    git(
      path,
      "replace",
      git(path, "rev-parse", "HEAD:prompts/a.md"),
      git(path, "rev-parse", "HEAD:config.yaml"),
    );
    expectSameTree((await read(path)).tree, assets);
    const blob = git(path, "rev-parse", "HEAD:prompts/a.md");
    rmSync(join(path, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    await read(path).catch(() => {});
    expect(existsSync(witness)).toBe(false);
  });

  test.skipIf(process.geteuid?.() !== 0)(
    "of another owner counts as its commit where the bytes are the same, without trusting its settings",
    async () => {
      const { path, commit } = newRepository(assets);
      const witness = join(scratchDirectory(), "witness");
      git(path, "config", "filter.x.clean", `touch ${witness}; cat`);
      writeFiles(path, { ".git/info/attributes": "* filter=x\n" });
      execFileSync("chown", ["-R", "65534:65534", path]);
      execFileSync("touch", [join(path, "prompts/a.md")]);
      expect(await read(path)).toMatchObject({ commit, origin: "commit", note: null });
      writeFiles(path, { "prompts/a.md": "other\n" });
      expect(await read(path)).toMatchObject({ commit: null, note: "the checkout belongs to another user" });
      expect(existsSync(witness)).toBe(false);
    },
  );

  test.each(["prompts/link.md", "config.yaml", "prompts"])(
    "with a link at %s is refused, committed or not",
    async (at) => {
      const { path } = newRepository({ "agent-skills/s/SKILL.md": "s" });
      mkdirSync(join(path, at, ".."), { recursive: true });
      symlinkSync("/etc/passwd", join(path, at));
      await expect(read(path)).rejects.toMatchObject({ code: "ENTRY_TYPE" });
      commitAll(path);
      await expect(read(path)).rejects.toMatchObject({ code: "ENTRY_TYPE" });
    },
  );

  test("with links and submodules outside the policy is fine; a submodule among the assets is not", async () => {
    const { path } = newRepository(assets);
    symlinkSync("../..", join(path, "up"));
    git(path, "update-index", "--add", "--cacheinfo", `160000,${git(path, "rev-parse", "HEAD")},vendor`);
    git(path, "add", "up");
    git(path, "commit", "--quiet", "-m", "more");
    expect((await read(path)).leftOut).toEqual(["up", "vendor"]);
    git(path, "update-index", "--add", "--cacheinfo", `160000,${git(path, "rev-parse", "HEAD")},prompts/sub`);
    git(path, "commit", "--quiet", "-m", "submodule");
    mkdirSync(join(path, "prompts/sub"));
    await expect(read(path)).rejects.toMatchObject({ code: "ENTRY_TYPE" });
  });

  test("that is not there is one clear line", async () => {
    await expect(read("/nonexistent/x")).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  });
});
