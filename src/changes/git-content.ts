import { decodeText, maxDocumentBytes } from "../document/text.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { type GitRun, runGit } from "../git/git-command.ts";
import { findCheckout, localCommit } from "../template/git-checkout.ts";
import type { ChangeContent } from "./content.ts";
import type { ChangedFile, Diff } from "./diff.ts";
import { type PatchSection, parsePatch } from "./patch.ts";

/** So many commits of a branch are listed at most. */
export const mostCommits = 2_000;

/** Of one change: its list of paths, and its patch. */
const bounds = { list: 32 * 1024 * 1024, patch: 64 * 1024 * 1024, files: 100_000 } as const;

/**
 * Nothing that the repository says of its own files (attributes, drivers, filters) may hide a line: every file is text, and a
 * move is the whole file at its new place.
 */
const patchForm = [
  ...["-p", "-r", "--text", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index"],
  ...["--unified=0", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short"],
  ...["--ignore-submodules=none", "--no-relative"],
];

/** The content of a change, read from the objects of a repository on this machine. */
export class GitContent implements ChangeContent {
  readonly description: string;
  /** The directory that was opened, from the top of the repository; empty for the top. */
  readonly directory: string;
  readonly #run: GitRun;

  private constructor(run: GitRun, description: string, directory: string) {
    this.#run = run;
    this.description = description;
    this.directory = directory;
  }

  /** Opens the repository that a directory lies in; `undefined` where there is none. */
  static open(directory: string, run: Omit<GitRun, "gitDirectory">): GitContent | undefined {
    const checkout = findCheckout(directory);
    if (!checkout) return undefined;
    return new GitContent({ ...run, gitDirectory: checkout.gitDirectory }, "the checkout", checkout.prefix);
  }

  /** The commit that a revision names here; `undefined` where it names none. A revision is never read as an option. */
  commit(revision: string): Promise<string | undefined> {
    return localCommit(this.#run, revision);
  }

  /** Whether commits are here with their history: a shallow clone does not know its merge bases. */
  async has(...commits: readonly string[]): Promise<boolean> {
    const shallow = await this.#git(["rev-parse", "--is-shallow-repository"]);
    if (shallow.toString().trim() !== "false") return false;
    for (const commit of commits) if ((await this.commit(commit)) === undefined) return false;
    return true;
  }

  /** Whether a commit's history leads to another one. */
  async goesOn(from: string, to: string): Promise<boolean> {
    return (await runGit(["merge-base", "--is-ancestor", from, to], this.#run)).status === 0;
  }

  /**
   * A commit and its first parents, newest first.
   * @throws {IdentikitError} `CHANGE_UNKNOWN`
   */
  async mainline(commit: string): Promise<readonly Merge[]> {
    const args = ["rev-list", "--first-parent", "--format=%H%x00%P%x00%cI%x00%an", "--no-commit-header"];
    const output = await this.#git([...args, `--max-count=${mostCommits}`, commit, "--"]);
    return output
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const [id = "", parents = "", at = "", author = ""] = line.split("\0");
        return { commit: id, parents: parents.split(" ").filter(Boolean), at: new Date(at), author };
      });
  }

  async diff(base: string, head: string): Promise<Diff> {
    const from = await this.#mergeBase(base, head);
    const range = [from, head, "--"];
    const [raw, moves, patch] = [
      await this.#git(
        ["diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", ...range],
        bounds.list,
      ),
      await this.#git(["diff-tree", "-r", "--raw", "-z", "-M", "-l0", "--no-abbrev", ...range], bounds.list),
      await this.#git(["diff-tree", ...patchForm, ...range], bounds.patch),
    ];
    const entries = parseRaw(raw.toString());
    const origins = new Map(parseRaw(moves.toString()).map(({ path, from: old }) => [path, old]));
    if (entries.length > bounds.files) throw unreadable(`it changes more than ${bounds.files} files`);
    const sections = parsePatch(patch.toString("latin1"));
    const files = entries.map((entry) => fileOf(entry, origins.get(entry.path), sections));
    // Both lists come in git's own order; what is left over was counted wrong.
    if (sections.length > 0) throw unreadable("its patch has other files than its list of paths");
    return { files };
  }

  async file(commit: string, path: string): Promise<string | undefined> {
    const bytes = await this.#entry(commit, path);
    return bytes && decodeText(bytes, path);
  }

  async list(commit: string, directory: string): Promise<readonly string[]> {
    const output = await this.#git(
      ["ls-tree", "-z", "--full-tree", commit, "--", `${directory}/`],
      bounds.list,
    );
    return treeEntries(output).flatMap(({ mode, path }) => (mode.startsWith("100") ? [path] : []));
  }

  /** The bytes of a regular file; a link in its place is not followed. */
  async #entry(commit: string, path: string): Promise<Buffer | undefined> {
    const [entry] = treeEntries(await this.#git(["ls-tree", "-z", "--full-tree", commit, "--", path]));
    if (!entry) return undefined;
    if (!entry.mode.startsWith("100")) throw unreadable(`${JSON.stringify(path)} is no regular file of it`);
    return await this.#git(["cat-file", "blob", entry.id], maxDocumentBytes);
  }

  async #mergeBase(base: string, head: string): Promise<string> {
    const { status, output } = await runGit(["merge-base", "--all", base, head], this.#run);
    const found = output.toString().split("\n").filter(Boolean);
    const [only, another] = found;
    if (status === 0 && only !== undefined && another === undefined) return only;
    throw new IdentikitError(
      "CHANGE_UNKNOWN",
      `${base.slice(0, 12)} and ${head.slice(0, 12)} have ${another === undefined ? "no" : "more than one"} merge base`,
      { remedy: "Merge the base branch into the pull request, or rebase the pull request onto it." },
    );
  }

  async #git(args: readonly string[], maxOutput?: number): Promise<Buffer> {
    try {
      const run = maxOutput === undefined ? this.#run : { ...this.#run, maxOutput };
      const { status, output, complaint } = await runGit(args, run);
      if (status === 0) return output;
      throw unreadable(`git ${args[0]} failed: ${complaint.split("\n")[0] ?? ""}`);
    } catch (caught) {
      const fault = asFault(caught);
      throw fault.code === "ARCHIVE_TOO_LARGE"
        ? unreadable("it is larger than what is read of one change")
        : fault;
    }
  }
}

/** A commit on the mainline of a branch. */
export interface Merge {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly at: Date;
  /** As the commit has it: a name that anybody can write. */
  readonly author: string;
}

interface RawEntry {
  readonly path: string;
  readonly from?: string;
  readonly modes: readonly [string, string];
  readonly status: string;
}

/** The records of `--raw -z` (git-diff-tree(1), *Raw output format*): paths as they are, ended by NUL. */
function parseRaw(raw: string): RawEntry[] {
  const fields = raw.split("\0");
  const entries: RawEntry[] = [];
  for (let at = 0; fields[at]; ) {
    const [, before, after, status] =
      /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/.exec(fields[at++] ?? "") ?? [];
    if (before === undefined || after === undefined || status === undefined)
      throw unreadable("git lists its paths in a form that is not known");
    const first = fields[at++] ?? "";
    const moved = status === "R" || status === "C";
    const path = moved ? (fields[at++] ?? "") : first;
    entries.push({ path, modes: [before, after], status, ...(moved ? { from: first } : {}) });
  }
  return entries;
}

/** Takes the sections of one entry from the front: a change of type is a removal and a new file. */
function fileOf(entry: RawEntry, from: string | undefined, sections: PatchSection[]): ChangedFile {
  const own = sections.splice(0, entry.status === "T" ? 2 : 1);
  if (own.length === 0) throw unreadable("its patch has fewer files than its list of paths");
  const kind = entry.status === "A" ? "added" : entry.status === "D" ? "deleted" : "modified";
  const special = specialOf(entry.modes);
  return {
    path: entry.path,
    kind,
    ...(from === undefined ? {} : { from }),
    ...(special === undefined ? {} : { special }),
    added: own.some(({ binary }) => binary) ? undefined : own.flatMap(({ added }) => added),
  };
}

function specialOf(modes: readonly string[]): ChangedFile["special"] {
  if (modes.includes("160000")) return "submodule";
  return modes.includes("120000") ? "symlink" : undefined;
}

function treeEntries(
  output: Buffer,
): { readonly mode: string; readonly id: string; readonly path: string }[] {
  return output
    .toString()
    .split("\0")
    .flatMap((record) => {
      const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
      return mode === undefined || id === undefined || path === undefined ? [] : [{ mode, id, path }];
    });
}

function unreadable(problem: string): IdentikitError {
  return new IdentikitError("CHANGE_UNKNOWN", `the change cannot be read from the checkout: ${problem}`, {
    remedy: "Split the change, or find out what is wrong with the checkout.",
  });
}
