import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiDialect } from "../../src/host/host.ts";
import { listenAlone } from "./free-port.ts";

/** The token that reads and writes, and the one that only reads. */
export const forgeTokens = { write: "forge-token-that-writes", read: "forge-token-that-only-reads" } as const;

/** Something that was written to the host: a status, an issue. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
}

/**
 * A part of GitHub's or Gitea's API over HTTP on the loopback. What is read is given by path, in the shapes that the hosts
 * document: lists are paged as each host does, a text is sent as it is, whatever is not there is a 404. What is written is kept.
 */
export class ForgeApi implements AsyncDisposable {
  /** By path under the repository, or from the root of the API where it starts with `/`. */
  readonly answers: Map<string, unknown> = new Map();
  readonly written: Written[] = [];
  readonly requests: string[] = [];
  readonly dialect: ApiDialect;
  readonly #server: Server;

  private constructor(dialect: ApiDialect) {
    this.dialect = dialect;
    this.#server = createServer(async (request, response) => {
      const { status, body, headers } = await this.#answer(request);
      const isText = typeof body === "string";
      response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
      response.end(isText ? body : JSON.stringify(body));
    });
  }

  static async listen(dialect: ApiDialect): Promise<ForgeApi> {
    const api = new ForgeApi(dialect);
    await listenAlone(api.#server);
    return api;
  }

  get serverUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.serverUrl}${this.dialect === "gitea" ? "/api/v1" : "/api/v3"}`;
  }

  /** What a runner of that host sets. */
  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      ...(this.dialect === "gitea" ? { GITEA_ACTIONS: "true" } : {}),
      GITHUB_API_URL: this.apiUrl,
      GITHUB_SERVER_URL: this.serverUrl,
      GITHUB_REPOSITORY: "acme/fleet",
      GITHUB_RUN_ID: "42",
      ...more,
    };
  }

  /** The statuses that were set, as `context: state`. */
  get statuses(): string[] {
    return this.written
      .filter(({ path }) => path.startsWith("statuses/"))
      .map(({ body }) => `${body.context}: ${body.state}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown; headers?: Record<string, string> }> {
    this.requests.push(`${request.method} ${request.url}`);
    const token = (request.headers.authorization ?? "").split(" ")[1] ?? "";
    if (!Object.values<string>(forgeTokens).includes(token))
      return { status: 401, body: { message: "Bad credentials" } };
    const url = new URL(request.url ?? "/", this.serverUrl);
    const base = new URL(this.apiUrl).pathname;
    const repository = `${base}/repos/acme/fleet/`;
    const path = url.pathname.startsWith(repository)
      ? url.pathname.slice(repository.length)
      : url.pathname.slice(base.length);
    if (request.method !== "GET") {
      if (token === forgeTokens.read) return { status: 403, body: { message: "Resource not accessible" } };
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}");
      this.written.push({ method: request.method ?? "", path, body });
      return { status: 201, body: { id: 1, number: 1, ...body } };
    }
    const ref = url.searchParams.get("ref");
    const answer = this.answers.get(ref === null ? path : `${path}?ref=${ref}`);
    if (answer === undefined) return { status: 404, body: { message: "Not Found" } };
    return Array.isArray(answer) ? this.#page(answer, url) : { status: 200, body: answer };
  }

  #page(
    rows: readonly unknown[],
    url: URL,
  ): { status: number; body: unknown; headers: Record<string, string> } {
    const gitea = this.dialect === "gitea";
    const size = Math.min(Number(url.searchParams.get(gitea ? "limit" : "per_page") ?? 30), gitea ? 50 : 100);
    const page = Number(url.searchParams.get("page") ?? 1);
    const more = page * size < rows.length;
    const slice = rows.slice((page - 1) * size, page * size);
    const body = gitea && slice.length === 0 ? null : slice;
    return {
      status: 200,
      body,
      headers: more ? { link: `<http://x.invalid?page=${page + 1}>; rel="next"` } : {},
    };
  }
}

/** A user as the host gives it. */
export function forgeUser(dialect: ApiDialect, login: string): object {
  const bot = login.endsWith("[bot]") || login === "gitea-actions";
  if (dialect === "gitea") return { id: bot ? -2 : login.length, login, full_name: "", is_admin: false };
  return { id: login.length, login, type: bot ? "Bot" : "User" };
}

/** A pull request as the host gives it. */
export function forgePull(
  dialect: ApiDialect,
  {
    head,
    base,
    ...more
  }: { readonly head: string; readonly base: string } & Readonly<Record<string, unknown>>,
): object {
  return {
    number: 7,
    state: "open",
    title: '"; rm -rf / #\n::add-mask::x',
    body: "",
    user: forgeUser(dialect, "mallory"),
    labels: [],
    requested_reviewers: dialect === "gitea" ? null : [],
    head: { sha: head, ref: "--upload-pack=x", repo: { full_name: "acme/fleet" } },
    base: { sha: base, ref: "main", repo: { full_name: "acme/fleet" } },
    merged_at: null,
    merge_commit_sha: null,
    ...more,
  };
}
