import { malformed } from "./api-answer.ts";
import { ApiClient } from "./api-client.ts";
import {
  type ArchiveApi,
  type ArchiveApiOptions,
  checkRef,
  newName,
  noSuchCommit,
  serverBaseOf,
} from "./archive-api.ts";
import { ObjectApi } from "./object-api.ts";
import { isCommitId, unknownRef } from "./ref-name.ts";
import type { CommitId, Revision } from "./source.ts";

/** GitHub's REST API, on github.com and on Enterprise servers. */
export class GitHubArchives implements ArchiveApi {
  readonly description: string;
  readonly #http: ApiClient;
  readonly #path: string;
  readonly #name: string;
  #isRedirected = false;
  readonly objects: ObjectApi;

  constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }: ArchiveApiOptions) {
    const base = serverBaseOf(baseUrl);
    this.description =
      base.hostname === "api.github.com"
        ? `https://github.com/${owner}/${repo}`
        : `${base.href}repos/${owner}/${repo}`;
    this.#path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    this.#name = `${owner}/${repo}`;
    this.#http = new ApiClient({
      base,
      owner: this.description,
      environment,
      allowPrivateHosts,
      onRedirect: () => {
        this.#isRedirected = true;
      },
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });
    const [http, path] = [this.#http, this.#path];
    this.objects = new ObjectApi({ http, path, owner: this.description, isPaged: false });
  }

  async resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    if (ref !== undefined) checkRef(ref, this.description);
    const name = (ref ?? "HEAD").replace(/^refs\//, "");
    const path = `${this.#path}/commits/${encodeURIComponent(name)}`;
    const text = await this.#http.text(path, "application/vnd.github.sha", signal, {
      expected: noSuchCommit,
    });
    if (text === undefined)
      throw unknownRef(ref ?? "HEAD", this.description, "is no branch, tag or commit of it");
    const commit = text.trim();
    if (!isCommitId(commit)) throw malformed(this.description);
    return { commit, ref: ref ?? "HEAD" };
  }

  async archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return (await this.#http.get(`${this.#path}/tarball/${commit}`, "*/*", signal)).body;
  }

  /** `OWNER-REPO-COMMIT`, with the names of today, which may not be those that were asked for. */
  isTopFolder(name: string, commit: CommitId): boolean {
    const shown = /^.+-([0-9a-f]{7,64})$/.exec(name)?.[1];
    return shown !== undefined && commit.startsWith(shown);
  }

  async movedTo(signal: AbortSignal): Promise<string | null> {
    if (!this.#isRedirected) return null;
    const [http, path, name] = [this.#http, this.#path, this.#name];
    return await newName({ http, path, name, description: this.description }, signal);
  }
}
