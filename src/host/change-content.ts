import { z } from "zod";
import type { ChangeContent } from "../changes/content.ts";
import type { ChangedFile, Diff } from "../changes/diff.ts";
import { type PatchSection, parseFilePatch, parsePatch, pathsOf } from "../changes/patch.ts";
import { decodeText } from "../document/text.ts";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { readOne, readRows } from "./host-read.ts";
import { readPullRequest } from "./pull-requests.ts";

/** GitHub lists no more files of a pull request, whatever page is asked for. */
const listedByGitHub = 3000;

const fileSchema = z.looseObject({
  filename: z.string(),
  previous_filename: z.string().nullish(),
  status: z.string(),
  additions: z.int().nonnegative(),
  changes: z.int().nonnegative(),
  patch: z.string().nullish(),
});

const entrySchema = z.looseObject({ type: z.string(), path: z.string() });
const contentSchema = z.looseObject({
  type: z.string(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

/** The content of a pull request as its host gives it: for jobs without a checkout, and checkouts without history. */
export class HostContent implements ChangeContent {
  readonly description = "the host";
  readonly #api: HostApi;
  readonly #number: number;

  constructor(api: HostApi, number: number) {
    this.#api = api;
    this.#number = number;
  }

  /** The change of the pull request as it is now; the commits only say which one was meant. */
  async diff(_base: string, head: string): Promise<Diff> {
    const api = this.#api;
    const before = await readPullRequest(api, this.#number);
    const files = api.dialect === "github" ? await this.#listed() : await this.#patched();
    const after = await readPullRequest(api, this.#number);
    if (before.head !== head || after.head !== head) throw incomplete("its head moved on meanwhile");
    const { changedFiles } = after;
    if (changedFiles !== undefined && changedFiles !== files.length)
      throw incomplete(`the host lists ${files.length} of its ${changedFiles} files`);
    return { files };
  }

  async file(commit: string, path: string): Promise<string | undefined> {
    const url = contentUrl(path);
    const question = { attempt: `read ${path}`, url, query: { ref: commit }, schema: contentSchema };
    const row = await this.#found(commit, () => readOne(this.#api, question));
    if (row === undefined) return undefined;
    if (row.type === "file" && row.encoding === "base64" && typeof row.content === "string")
      return decodeText(Buffer.from(row.content, "base64"), path);
    throw incomplete(`the host does not give the content of ${JSON.stringify(path)}`);
  }

  async list(commit: string, directory: string): Promise<readonly string[]> {
    const url = contentUrl(directory);
    const question = {
      attempt: `list ${directory}`,
      url,
      query: { ref: commit },
      schema: z.array(entrySchema),
    };
    const rows = await this.#found(commit, () => readOne(this.#api, question));
    return (rows ?? []).flatMap(({ type, path }) => (type === "file" ? [path] : []));
  }

  /** `undefined` for what the host does not have; to a token that may not read, hosts say the same of everything. */
  async #found<Value>(commit: string, read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (caught) {
      if (!(caught instanceof IdentikitError) || hostStatus(caught.cause) !== 404) throw caught;
      const attempt = `read the commit ${commit.slice(0, 12)}`;
      const url = `git/commits/${encodeURIComponent(commit)}`;
      await readOne(this.#api, { attempt, url, schema: z.looseObject({ sha: z.literal(commit) }) });
      return undefined;
    }
  }

  /** GitHub: a list of files, with a patch of each that is not too large. */
  async #listed(): Promise<ChangedFile[]> {
    const rows = await readRows(this.#api, {
      attempt: `list the files of #${this.#number}`,
      url: `pulls/${this.#number}/files`,
      schema: fileSchema,
    });
    if (rows.length >= listedByGitHub)
      throw incomplete(`the host lists at most ${listedByGitHub} of its files`);
    return rows.map(listedFile);
  }

  /** Gitea: the whole patch, as git writes it. */
  async #patched(): Promise<ChangedFile[]> {
    const url = `pulls/${this.#number}.diff`;
    const attempt = `read the diff of #${this.#number}`;
    const text = await readOne(this.#api, {
      attempt,
      url,
      schema: z.union([z.string(), z.instanceof(ArrayBuffer)]),
    });
    const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text);
    return parsePatch(bytes.toString("latin1")).map(patchedFile);
  }
}

function listedFile(row: z.output<typeof fileSchema>): ChangedFile {
  const { filename: path, previous_filename: from, status, patch, additions } = row;
  const kind =
    status === "added" || status === "removed" ? (status === "added" ? "added" : "deleted") : "modified";
  const added = typeof patch === "string" ? parseFilePatch(patch) : undefined;
  // A file that was moved is new at its place as a whole, and only what differs is listed.
  const whole = !from && added !== undefined && added.length === additions;
  return {
    path,
    kind,
    ...(from ? { from } : {}),
    ...(patch && /^[-+]Subproject commit [0-9a-f]{40}/m.test(patch) ? { special: "submodule" as const } : {}),
    added: kind === "deleted" ? [] : whole ? added : undefined,
  };
}

function patchedFile(section: PatchSection): ChangedFile {
  const { before, after } = pathsOf(section);
  const path = after ?? before;
  if (path === undefined) throw incomplete("its patch names no path for a file");
  const from = after !== undefined && before !== undefined && before !== after ? before : undefined;
  const modes = section.header.flatMap((line) => /\b(120000|160000)$/.exec(line)?.[1] ?? []);
  const special = modes.includes("160000") ? "submodule" : modes.length > 0 ? "symlink" : undefined;
  const kind = after === undefined ? "deleted" : before === undefined ? "added" : "modified";
  return {
    path,
    kind,
    ...(from === undefined ? {} : { from }),
    ...(special === undefined ? {} : { special }),
    added: section.binary || from !== undefined ? undefined : section.added,
  };
}

/** @throws {IdentikitError} `CHANGE_UNKNOWN` for a path that a URL would lead elsewhere */
function contentUrl(path: string): string {
  const segments = path.split("/");
  if (segments.some((segment) => ["", ".", ".."].includes(segment)))
    throw incomplete(`${JSON.stringify(path)} is no path of a repository`);
  return `contents/${segments.map(encodeURIComponent).join("/")}`;
}

function incomplete(problem: string): IdentikitError {
  return new IdentikitError("CHANGE_UNKNOWN", `the change cannot be read from the host: ${problem}`, {
    remedy: "Check out the repository with fetch-depth: 0, so that the change is read from git.",
  });
}
