import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { StoreGit } from "../store/store-git.ts";
import { unusable } from "../store/store-git.ts";
import type { BaseTree } from "./base-tree.ts";
import { readObjects } from "./blob-reader.ts";

/** Something that is there and not in the base. */
export interface NewEntry {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * The rules of the `.gitignore` files that stand in a base commit, and no others: what an agent writes into one, or into its own git's excludes,
 * hides nothing. Git itself answers, in an empty worktree of ours that holds these files only.
 */
export class IgnoreRules implements Disposable {
  readonly #git: StoreGit;
  readonly #files: ReadonlyMap<string, string>;
  readonly #written = new Set<string>();
  #worktree: string | undefined;

  private constructor(git: StoreGit, files: ReadonlyMap<string, string>) {
    this.#git = git;
    this.#files = files;
  }

  static of(git: StoreGit, base: BaseTree): IgnoreRules {
    const files = new Map<string, string>();
    for (const [path, { mode, object }] of base.all()) {
      const isRules = path === ".gitignore" || path.endsWith("/.gitignore");
      // A link is none, as git has it.
      if (isRules && mode !== "120000" && mode !== "160000") files.set(path, object);
    }
    return new IgnoreRules(git, files);
  }

  /**
   * Which of some paths the rules leave out.
   * @throws {IdentikitError} `STORE_UNUSABLE`
   */
  async ignored(candidates: readonly NewEntry[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (this.#files.size === 0 || candidates.length === 0) return new Set();
    const asked = candidates.filter(({ path }) => !/(^|\/)\.gitignore$/.test(path));
    if (asked.length === 0) return new Set();
    this.#worktree ??= mkdtempSync(join(tmpdir(), "identikit-rules-"));
    const worktree = this.#worktree;
    await this.#write(worktree, asked, signal);
    // A rule for folders asks whether it is one.
    for (const { path } of asked.filter(({ isFolder }) => isFolder))
      mkdirSync(join(worktree, path), { recursive: true });
    const { status, output, complaint } = await this.#git.run(
      ["check-ignore", "--no-index", "-z", "--stdin"],
      signal,
      {
        cwd: worktree,
        // Nothing in a path that begins so is read as more than a path.
        input: Buffer.from(asked.map(({ path }) => `./${path}\0`).join("")),
        variables: {
          GIT_LITERAL_PATHSPECS: "0",
          GIT_WORK_TREE: worktree,
          GIT_INDEX_FILE: join(worktree, ".git-no-index"),
        },
        maxOutput: 64 * 1024 * 1024,
      },
    );
    if (status > 1 || status < 0) throw unusable("git check-ignore failed", new Error(complaint));
    const found = output.toString().split("\0").slice(0, -1);
    return new Set(found.map((path) => path.slice("./".length)));
  }

  [Symbol.dispose](): void {
    if (this.#worktree !== undefined) rmSync(this.#worktree, { recursive: true, force: true });
  }

  /** The rules that can say something of these paths: those of the folders above them. */
  async #write(worktree: string, asked: readonly NewEntry[], signal: AbortSignal): Promise<void> {
    const wanted = new Map<string, string>();
    const seen = new Set<string>();
    for (const { path } of asked)
      for (let folder = dirname(path); !seen.has(folder); folder = dirname(folder)) {
        seen.add(folder);
        const file = folder === "." ? ".gitignore" : `${folder}/.gitignore`;
        const object = this.#files.get(file);
        if (object !== undefined && !this.#written.has(file)) wanted.set(file, object);
      }
    const objects = [...new Set(wanted.values())];
    for await (const [object, bytes] of readObjects(this.#git, objects, signal))
      for (const [file] of [...wanted].filter(([, one]) => one === object)) {
        mkdirSync(dirname(join(worktree, file)), { recursive: true });
        writeFileSync(join(worktree, file), bytes);
        this.#written.add(file);
      }
  }
}
