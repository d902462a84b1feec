import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { ApiClient } from "./api-client.ts";
import { isCommitId, refCandidates, unknownRef } from "./ref-name.ts";
import type { CommitId, Revision } from "./source.ts";

/** What is asked of a server that gives out archives of commits. */
export interface ArchiveApi {
  /** The repository's address, without credentials. */
  readonly description: string;
  /**
   * The commit that a ref stands for; the default branch's where none is asked for.
   * @throws {IdentikitError} `REF_UNKNOWN`, `SOURCE_DENIED`, `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`
   */
  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision>;
  /** The gzipped tar archive of a commit, as it arrives. */
  archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Whether the archive's first folder is the one that the server puts around the repository's content. */
  isTopFolder(name: string): boolean;
}

export interface ArchiveApiOptions {
  /** The instance's address for Gitea, that of the API for GitHub. */
  readonly baseUrl: string;
  readonly token?: string;
  readonly owner: string;
  readonly repo: string;
  /** Variables that may name a proxy. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hosts inside a network that the server may redirect to. */
  readonly allowPrivateHosts?: readonly string[] | undefined;
}

/** What both answer where a ref names nothing: 409 in an empty repository, 422 elsewhere. */
const noSuchCommit: readonly number[] = [409, 422];

const sha = z.object({ sha: z.string().refine(isCommitId, "is no commit id") });
const repository = z.object({ default_branch: z.string().min(1) });

/** Gitea and Forgejo, API v1. */
export class GiteaArchives implements ArchiveApi {
  readonly description: string;
  readonly #http: ApiClient;
  readonly #path: string;
  readonly #repo: string;

  constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }: ArchiveApiOptions) {
    const base = baseOf(baseUrl);
    this.#repo = repo;
    this.description = `${base.href}${owner}/${repo}`;
    this.#path = `api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    this.#http = new ApiClient({
      base,
      owner: this.description,
      environment,
      allowPrivateHosts,
      ...(token === undefined ? {} : { authorization: `token ${token}` }),
    });
  }

  async resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    const name = ref ?? (await this.#defaultBranch(signal));
    checkRef(name, this.description);
    const query = "stat=false&verification=false&files=false";
    const text = await this.#commit(
      `${this.#path}/git/commits/${encodeURIComponent(name)}?${query}`,
      name,
      signal,
    );
    return { commit: parse(text, sha, this.description).sha, ref: name };
  }

  async archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return (await this.#http.get(`${this.#path}/archive/${commit}.tar.gz`, "*/*", signal)).body;
  }

  /** The repository's lower-case name, or no folder at all: an instance chooses. */
  isTopFolder(name: string): boolean {
    return name === this.#repo.toLowerCase();
  }

  async #defaultBranch(signal: AbortSignal): Promise<string> {
    const text = await this.#http.text(this.#path, "application/json", signal);
    return parse(text, repository, this.description).default_branch;
  }

  /** Gitea says 404 for a commit and for a repository alike. */
  async #commit(path: string, ref: string, signal: AbortSignal): Promise<string> {
    const text = await this.#http.text(path, "application/json", signal, [404, ...noSuchCommit]);
    if (text !== undefined) return text;
    await this.#defaultBranch(signal);
    throw unknownRef(ref, this.description, "is no branch, tag or commit of it");
  }
}

/** GitHub's REST API, on github.com and on Enterprise servers. */
export class GitHubArchives implements ArchiveApi {
  readonly description: string;
  readonly #http: ApiClient;
  readonly #path: string;
  readonly #folder: RegExp;

  constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }: ArchiveApiOptions) {
    const base = baseOf(baseUrl);
    this.description =
      base.hostname === "api.github.com"
        ? `https://github.com/${owner}/${repo}`
        : `${base.href}repos/${owner}/${repo}`;
    this.#path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    this.#folder = new RegExp(`^${RegExp.escape(`${owner}-${repo}`)}-[0-9a-f]{7,64}$`, "i");
    this.#http = new ApiClient({
      base,
      owner: this.description,
      environment,
      allowPrivateHosts,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });
  }

  async resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    if (ref !== undefined) checkRef(ref, this.description);
    const name = (ref ?? "HEAD").replace(/^refs\//, "");
    const path = `${this.#path}/commits/${encodeURIComponent(name)}`;
    const text = await this.#http.text(path, "application/vnd.github.sha", signal, noSuchCommit);
    if (text === undefined)
      throw unknownRef(ref ?? "HEAD", this.description, "is no branch, tag or commit of it");
    const commit = text.trim();
    if (!isCommitId(commit)) throw malformed(this.description);
    return { commit, ref: ref ?? "HEAD" };
  }

  async archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return (await this.#http.get(`${this.#path}/tarball/${commit}`, "*/*", signal)).body;
  }

  isTopFolder(name: string): boolean {
    return this.#folder.test(name);
  }
}

/** With a slash at its end, so that addresses are below it. */
function baseOf(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  const plain = url && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new IdentikitError("SOURCE_INVALID", "the server's address is no plain http(s) URL", {
      remedy: "Write it like https://git.example, without a user, a password, a query or a fragment.",
    });
  }
  return url;
}

function checkRef(ref: string, owner: string): void {
  if (!isCommitId(ref)) refCandidates(ref, owner);
}

function parse<Schema extends z.ZodType>(
  text: string | undefined,
  schema: Schema,
  owner: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text ?? ""));
  } catch (cause) {
    throw malformed(owner, cause);
  }
}

function malformed(owner: string, cause?: unknown): IdentikitError {
  return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with something that is no API answer`, {
    remedy: "Check the server's address; a sign-in page or a proxy may have answered.",
    cause,
  });
}
