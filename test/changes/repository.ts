import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GitContent } from "../../src/changes/git-content.ts";
import { scratchDirectory } from "../scratch.ts";

/** A real repository with a base branch, on which a change is made. */
export class Repository {
  readonly root: string = scratchDirectory();

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.email", "somebody@example.invalid");
    this.git("config", "user.name", "Somebody");
    this.git("config", "core.precomposeUnicode", "false");
    this.write({ "README.md": "A repository\n", ...files });
    this.commit("The base");
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, {
      cwd: this.root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
    return this;
  }

  link(path: string, target: string): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    rmSync(join(this.root, path), { force: true });
    symlinkSync(target, join(this.root, path));
    return this;
  }

  executable(path: string): this {
    chmodSync(join(this.root, path), 0o755);
    return this;
  }

  /** Commits everything; gives the commit's id. */
  commit(message = "A change"): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  content(): GitContent {
    const content = GitContent.open(this.root, {
      environment: process.env,
      signal: new AbortController().signal,
    });
    if (!content) throw new Error("no repository");
    return content;
  }
}
