import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { GitMemoryStore } from "../../../src/agents/memory/git-memory-store.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";

/** A real git repository that holds a memory, for one test. */
export class MemoryRepository {
  readonly root: string = scratchDirectory();
  readonly store: GitMemoryStore = new GitMemoryStore(join(this.root, ".git"), { PATH: process.env.PATH });

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Commits files with a committer's date, and gives the commit. */
  commit(date: string, files: Readonly<Record<string, string | Uint8Array>>): string {
    writeFiles(this.root, files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message=change", `--date=${date}`, { date });
    return this.git("rev-parse", "HEAD");
  }

  git(...args: readonly (string | { readonly date: string })[]): string {
    const words = args.filter((one) => typeof one === "string");
    const date = args.find((one) => typeof one !== "string")?.date ?? "2026-01-01T00:00:00Z";
    const who = { NAME: "mira", EMAIL: "mira@example.com", DATE: date };
    const env = Object.fromEntries(
      Object.entries(who).flatMap(([name, value]) =>
        ["AUTHOR", "COMMITTER"].map((role) => [`GIT_${role}_${name}`, value]),
      ),
    );
    const options = {
      cwd: this.root,
      env: { PATH: process.env.PATH, HOME: this.root, ...env },
      encoding: "utf8",
    } as const;
    return execFileSync("git", words, options).trim();
  }
}
