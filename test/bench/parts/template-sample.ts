import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { randomFrom } from "../../attack/archive-fuzz.ts";

const words =
  "the agent reads its prompts from here and asks before it writes to a service that others own".split(" ");

/** A new directory in memory where the machine has a memory file system, else in the temporary directory. */
export function memoryDirectory(): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "identikit-bench-"));
}

/** Prompts and skills of plain prose: so many files, so many bytes together. */
export function writeTemplate(root: string, files: number, bytes: number): void {
  const random = randomFrom(1);
  const each = Math.floor(bytes / files);
  for (let index = 0; index < files; index++) {
    const path = join(root, index % 2 ? "prompts" : `agent-skills/s${index % 50}`, `f${index}.md`);
    mkdirSync(dirname(path), { recursive: true });
    let text = "";
    while (text.length < each)
      text += `${words[random(words.length)]}${random(12) === 0 ? `-${random(1e6)}.\n` : " "}`;
    writeFileSync(path, text.slice(0, each));
  }
  writeFileSync(join(root, "config.yaml"), "name: bench\n");
}

/** Makes a directory a repository with one commit; gives the commit's id. */
export function commitTemplate(root: string): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("-c", "user.name=b", "-c", "user.email=b@example.invalid", "commit", "--quiet", "-m", "bench");
  return git("rev-parse", "HEAD");
}

/** The tree of a repository's last commit as Gitea lists it. */
export function listingOf(root: string): string {
  const listed = execFileSync("git", ["ls-tree", "-r", "-t", "-l", "HEAD"], { cwd: root, encoding: "utf8" });
  const tree = listed
    .trim()
    .split("\n")
    .map((line) => {
      const [mode, type, sha, size, path] = line.split(/\s+/);
      return { mode, type, sha, path, ...(size === "-" ? {} : { size: Number(size) }) };
    });
  return JSON.stringify({ tree, truncated: false });
}
