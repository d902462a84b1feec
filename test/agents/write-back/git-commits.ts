import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { FileState, TreePatch } from "../../../src/agents/run-bundle/tree-patch.ts";
import type { BranchTip, CommitPort, CommitRequest } from "../../../src/agents/write-back/write-ports.ts";
import { certain } from "../../../src/fault/certain.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { comparePaths } from "../../../src/tree/path.ts";
import { scratchDirectory } from "../../scratch.ts";

/** Real git repositories of a forge, by OWNER/REPO, written to with plumbing alone. */
export class GitCommits implements CommitPort {
  readonly #root: string = scratchDirectory();
  readonly #repositories = new Set<string>();
  /** Pushes that reached the repositories. */
  pushes = 0;
  /** Called before and after each push, so that a test can break it off there. */
  around: (moment: "before push" | "after push") => void = () => {};

  /** Makes a repository with one commit on main. @returns the commit */
  make(repository: string, files: Readonly<Record<string, string>>): string {
    execFileSync("git", ["init", "--quiet", "--bare", this.#at(repository)], { env: this.#env() });
    this.#repositories.add(repository);
    const tree = this.#tree(repository, undefined, Object.entries(files));
    const commit = this.#git(repository, ["commit-tree", tree, "-m", "first"]);
    this.#git(repository, ["update-ref", "refs/heads/main", commit]);
    return commit;
  }

  async tip(repository: string, branch: string): Promise<BranchTip | undefined> {
    const refs = this.#git(repository, ["for-each-ref", "--format=%(objectname)", `refs/heads/${branch}`]);
    if (refs === "") return undefined;
    return { commit: refs, message: this.#git(repository, ["log", "-1", "--format=%B", refs]) };
  }

  async push(order: CommitRequest): Promise<BranchTip> {
    this.around("before push");
    const { repository, branch, patch, content, time } = order;
    const { title, body, trailers } = order.message;
    const last = trailers.map(([name, value]) => `${name}: ${value}`).join("\n");
    const message = [title, body, last].filter((one) => one !== "").join("\n\n");
    const files: [string, string | Uint8Array | undefined][] = [];
    for (const { path, after } of patch.changes)
      files.push([path, after ? await content(after.digest) : undefined]);
    const tree = this.#tree(repository, patch.base, files);
    const commit = this.#git(repository, ["commit-tree", tree, "-p", patch.base], message, time);
    this.#git(repository, ["update-ref", `refs/heads/${branch}`, commit, "0".repeat(40)]);
    this.pushes++;
    this.around("after push");
    return { commit, message };
  }

  async changesOf({ repository, commit, base }: Parameters<CommitPort["changesOf"]>[0]): Promise<TreePatch> {
    const raw = this.#git(repository, ["diff-tree", "-r", "-z", "--no-renames", base, commit]).split("\0");
    const changes: TreePatch["changes"] = [];
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const [, was = "", , before = "", after = "", kind = ""] =
        /^:(\d+) (\d+) (\w+) (\w+) (\w)$/.exec(raw[at] ?? "") ?? [];
      const [, , is = ""] = /^:(\d+) (\d+)/.exec(raw[at] ?? "") ?? [];
      changes.push({
        path: certain(raw[at + 1]),
        ...(kind === "A" ? {} : { before: this.#state(repository, was, before) }),
        ...(kind === "D" ? {} : { after: this.#state(repository, is, after) }),
      });
    }
    return { version: 1, base, changes: changes.sort((a, b) => comparePaths(a.path, b.path)) };
  }

  async filesAt({
    repository,
    commit,
    paths,
  }: Parameters<CommitPort["filesAt"]>[0]): Promise<ReadonlyMap<string, FileState>> {
    const found = new Map<string, FileState>();
    for (const path of paths) {
      const [, mode, blob] =
        /^(\d+) blob (\w+)/.exec(this.#git(repository, ["ls-tree", commit, "--", path])) ?? [];
      if (mode !== undefined && blob !== undefined) found.set(path, this.#state(repository, mode, blob));
    }
    return found;
  }

  /** What a file of a branch is. */
  show(repository: string, branch: string, path: string): string {
    return this.#git(repository, ["show", `refs/heads/${branch}:${path}`]);
  }

  /** Makes a commit on a branch by hand, as somebody else. */
  commitBy(
    repository: string,
    branch: string,
    files: Readonly<Record<string, string>>,
    message = "mine",
  ): string {
    const base = this.#git(repository, ["rev-parse", "refs/heads/main"]);
    const tree = this.#tree(repository, base, Object.entries(files));
    const commit = this.#git(repository, ["commit-tree", tree, "-p", base, "-m", message]);
    this.#git(repository, ["update-ref", `refs/heads/${branch}`, commit]);
    return commit;
  }

  /** Where a repository lies. */
  location(repository: string): string {
    return this.#at(repository);
  }

  branches(repository: string): string[] {
    return this.#git(repository, ["for-each-ref", "--format=%(refname:short)", "refs/heads"]).split("\n");
  }

  #state(repository: string, mode: string, blob: string): FileState {
    const content = execFileSync("git", ["cat-file", "blob", blob], {
      cwd: this.#at(repository),
      env: this.#env(),
    });
    return {
      mode: mode === "100755" ? "100755" : "100644",
      digest: digestOf(content),
      bytes: content.length,
    };
  }

  #tree(
    repository: string,
    base: string | undefined,
    files: readonly (readonly [string, string | Uint8Array | undefined])[],
  ): string {
    const index = { GIT_INDEX_FILE: join(scratchDirectory(), "index") };
    if (base !== undefined) this.#git(repository, ["read-tree", base], "", undefined, index);
    for (const [path, content] of files) {
      if (content === undefined) {
        this.#git(
          repository,
          ["update-index", "--index-info"],
          `0 ${"0".repeat(40)}	${path}
`,
          undefined,
          index,
        );
        continue;
      }
      const blob = this.#git(repository, ["hash-object", "-w", "--stdin"], content);
      this.#git(
        repository,
        ["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`],
        "",
        undefined,
        index,
      );
    }
    return this.#git(repository, ["write-tree"], "", undefined, index);
  }

  #git(
    repository: string,
    args: readonly string[],
    input: string | Uint8Array = "",
    time = "2026-01-01T00:00:00Z",
    more = {},
  ): string {
    const env = { ...this.#env(), GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time, ...more };
    return execFileSync("git", [...args], {
      cwd: this.#at(repository),
      env,
      input,
      encoding: "utf8",
    }).trimEnd();
  }

  #at(repository: string): string {
    return join(this.#root, `${repository.replace("/", "+")}.git`);
  }

  #env() {
    const who = { NAME: "identikit", EMAIL: "bot@example.com" };
    const named = Object.entries(who).flatMap(([name, value]) =>
      ["AUTHOR", "COMMITTER"].map((role) => [`GIT_${role}_${name}`, value] as const),
    );
    return { PATH: process.env.PATH, HOME: this.#root, ...Object.fromEntries(named) };
  }
}
