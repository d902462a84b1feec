import { z } from "zod";
import { parseAnswer } from "./api-answer.ts";
import { ApiClient } from "./api-client.ts";
import {
  type ArchiveApi,
  type ArchiveApiOptions,
  checkRef,
  newName,
  noSuchCommit,
  repositorySchema,
  serverBaseOf,
} from "./archive-api.ts";
import { ObjectApi } from "./object-api.ts";
import { isCommitId, unknownRef } from "./ref-name.ts";
import type { CommitId, Revision } from "./source.ts";

const sha = z.object({ sha: z.string().refine(isCommitId, "is no commit id") });

/** Gitea and Forgejo, API v1. */
export class GiteaArchives implements ArchiveApi {
  readonly description: string;
  readonly #http: ApiClient;
  readonly #path: string;
  readonly #name: string;
  /** The names by which an archive may call its top folder: of a renamed repository also the new one. */
  readonly #folders = new Set<string>();
  #isRedirected = false;
  readonly objects: ObjectApi;

  constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }: ArchiveApiOptions) {
    const base = serverBaseOf(baseUrl);
    this.#name = `${owner}/${repo}`;
    this.#folders.add(repo.toLowerCase());
    this.description = `${base.href}${owner}/${repo}`;
    this.#path = `api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    this.#http = new ApiClient({
      base,
      owner: this.description,
      environment,
      allowPrivateHosts,
      onRedirect: (to) => this.#noteRedirect(to),
      ...(token === undefined ? {} : { authorization: `token ${token}` }),
    });
    const [http, path] = [this.#http, this.#path];
    this.objects = new ObjectApi({ http, path, owner: this.description, isPaged: true });
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
    return { commit: parseAnswer(text, sha, this.description).sha, ref: name };
  }

  async archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return (await this.#http.get(`${this.#path}/archive/${commit}.tar.gz`, "*/*", signal)).body;
  }

  /** The repository's lower-case name, or no folder at all: an instance chooses. */
  isTopFolder(name: string): boolean {
    return this.#folders.has(name);
  }

  async movedTo(signal: AbortSignal): Promise<string | null> {
    if (!this.#isRedirected) return null;
    const [http, path, name] = [this.#http, this.#path, this.#name];
    return await newName({ http, path, name, description: this.description }, signal);
  }

  /** Of a renamed repository, Gitea sends every address on to the same one under the new name. */
  #noteRedirect(to: URL): void {
    this.#isRedirected = true;
    const repo = /\/api\/v1\/repos\/[^/]+\/([^/]+)\//.exec(to.pathname)?.[1];
    if (repo !== undefined) this.#folders.add(repo.toLowerCase());
  }

  async #defaultBranch(signal: AbortSignal): Promise<string> {
    const text = await this.#http.text(this.#path, "application/json", signal);
    return parseAnswer(text, repositorySchema, this.description).default_branch;
  }

  /** Gitea says 404 for a commit and for a repository alike. */
  async #commit(path: string, ref: string, signal: AbortSignal): Promise<string> {
    const text = await this.#http.text(path, "application/json", signal, {
      expected: [404, ...noSuchCommit],
    });
    if (text !== undefined) return text;
    await this.#defaultBranch(signal);
    throw unknownRef(ref, this.description, "is no branch, tag or commit of it");
  }
}
