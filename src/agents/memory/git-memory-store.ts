import { IdentikitError } from "../../fault/error.ts";
import { type GitRun, runGit } from "../../git/git-command.ts";
import { localCommit } from "../../template/git-checkout.ts";
import type { DatedCommit, MemoryContent, MemoryStore } from "./memory-store.ts";

/** What is read at most. */
export const memoryBounds = {
  files: 20_000,
  fileBytes: 1024 * 1024,
  bytes: 64 * 1024 * 1024,
  output: 64 * 1024 * 1024,
} as const;

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  readonly size: number;
}

/** The memory in a git repository on this machine, bare or not, read through its objects: no worktree, no filter, no hook. */
export class GitMemoryStore implements MemoryStore {
  readonly #gitDirectory: string;
  readonly #environment: GitRun["environment"];

  constructor(gitDirectory: string, environment: GitRun["environment"]) {
    this.#gitDirectory = gitDirectory;
    this.#environment = environment;
  }

  resolve(name: string, signal: AbortSignal): Promise<string | undefined> {
    return localCommit(this.#run(signal), name);
  }

  async history(ref: string, signal: AbortSignal): Promise<readonly DatedCommit[]> {
    const commit = await this.resolve(ref, signal);
    if (commit === undefined) throw unreadable(`it has no ${JSON.stringify(ref)}`);
    const output = await this.#ask(["rev-list", "--first-parent", "--timestamp", commit], signal);
    return lines(output).map((line) => {
      const [seconds = "", id = ""] = line.split(" ");
      return { commit: id, at: new Date(Number(seconds) * 1000).toISOString() };
    });
  }

  async read(commit: string, signal: AbortSignal): Promise<MemoryContent> {
    if ((await this.resolve(commit, signal)) !== commit)
      throw unreadable(`it has no commit ${JSON.stringify(commit)}`);
    const entries = await this.#list(commit, signal);
    const unread: MemoryContent["unread"][number][] = [];
    const wanted = entries.filter((entry) => {
      const problem = problemOf(entry);
      if (problem !== undefined) unread.push({ path: entry.path, problem });
      return problem === undefined;
    });
    const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
    if (wanted.length > memoryBounds.files || bytes > memoryBounds.bytes)
      throw unreadable(
        `commit ${commit} has ${wanted.length} files and ${bytes} bytes, which is over the bound`,
      );
    const changed = await this.#changes(commit, signal);
    const texts = await this.#texts(wanted, signal);
    const files = wanted.flatMap(({ path }, at) => {
      const text = texts[at];
      if (text === undefined) unread.push({ path, problem: "it is not UTF-8 text" });
      const changedAt = changed.get(path);
      return text === undefined ? [] : [{ path, text, ...(changedAt === undefined ? {} : { changedAt }) }];
    });
    return { commit, files, unread };
  }

  async #list(commit: string, signal: AbortSignal): Promise<Entry[]> {
    const output = await this.#ask(["ls-tree", "-r", "-l", "-z", "--full-tree", `${commit}^{tree}`], signal);
    return output
      .toString()
      .split("\0")
      .flatMap((record) => {
        const [, mode = "", object = "", size = "", path = ""] =
          /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(record) ?? [];
        return /\.md$/i.test(path) ? [{ path, mode, object, size: size === "-" ? 0 : Number(size) }] : [];
      });
  }

  /** When each path changed last, from one walk over the log. */
  async #changes(commit: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const output = await this.#ask(
      ["log", "--no-show-signature", "--no-renames", "--name-only", "-z", "--format=commit %ct", commit],
      signal,
    );
    const changed = new Map<string, string>();
    let at = "";
    for (const part of output.toString().split("\0")) {
      const [, seconds] = /^\n?commit (\d+)$/.exec(part) ?? [];
      const path = part.replace(/^\n/, "");
      if (seconds !== undefined) at = new Date(Number(seconds) * 1000).toISOString();
      else if (path !== "" && !changed.has(path)) changed.set(path, at);
    }
    return changed;
  }

  /** The contents of files; `undefined` for one that is not UTF-8. */
  async #texts(wanted: readonly Entry[], signal: AbortSignal): Promise<(string | undefined)[]> {
    if (wanted.length === 0) return [];
    const input = Buffer.from(wanted.map(({ object }) => `${object}\n`).join(""));
    const output = await this.#ask(["cat-file", "--batch"], signal, input);
    let at = 0;
    return wanted.map(({ object, size, path }) => {
      const header = `${object} blob ${size}\n`;
      const start = at + header.length;
      if (output.toString("latin1", at, start) !== header)
        throw unreadable(`the object of ${JSON.stringify(path)} is missing`);
      at = start + size + 1;
      return utf8(output.subarray(start, start + size));
    });
  }

  async #ask(args: readonly string[], signal: AbortSignal, input?: Buffer): Promise<Buffer> {
    const run = { ...this.#run(signal), maxOutput: memoryBounds.output + 1024 * 1024 };
    const { status, output, complaint } = await runGit(args, input ? { ...run, input } : run);
    if (status === 0) return output;
    throw unreadable(`git ${args[0]} failed`, new Error(complaint));
  }

  #run(signal: AbortSignal) {
    return { environment: this.#environment, signal, gitDirectory: this.#gitDirectory };
  }
}

function problemOf({ mode, size }: Entry): string | undefined {
  if (mode === "120000") return "it is a link, and links are not followed";
  if (mode === "160000") return "it is another repository";
  return size > memoryBounds.fileBytes ? `it has more than ${memoryBounds.fileBytes} bytes` : undefined;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lines(output: Buffer): string[] {
  return output
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

function unreadable(problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("MEMORY_UNREADABLE", `the memory repository could not be read: ${problem}`, {
    remedy: "Check the repository, its branch and the token that may read it.",
    cause,
  });
}
