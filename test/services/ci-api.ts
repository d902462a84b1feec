import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiDialect } from "../../src/host/host.ts";
import { listenAlone } from "./free-port.ts";

export interface RecordedStatus {
  readonly commit: string;
  readonly state: string;
  readonly context: string;
  readonly description: string;
  readonly target_url: string;
}

export interface RecordedComment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
}

export interface CiApiOptions {
  readonly dialect: ApiDialect;
  /** All comments of an issue in one answer, whatever page is asked for: Gitea up to 1.27. */
  readonly commentsInOnePage?: boolean;
  /** Answers to give before the real ones, first in first out: a server that stumbles. */
  readonly stumbles?: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: object;
  }[];
  /** How many statuses a commit and context may have; GitHub: 1 000. */
  readonly statusLimit?: number;
}

/** The tokens that the server knows. */
export const tokens = {
  write: "token-that-writes",
  read: "token-that-only-reads",
  /** That of a person, `release-manager`, who may write. */
  person: "token-of-a-person",
} as const;

/**
 * The part of GitHub's or Gitea's API that statuses and comments need, over HTTP on the loopback: who may write, how
 * rows are paged and named, what is `null`, which lengths are refused.
 */
export class CiApi implements AsyncDisposable {
  readonly statuses: RecordedStatus[] = [];
  readonly comments: RecordedComment[] = [];
  /** `owner/name -> repository` of each package that was linked. */
  readonly links: string[] = [];
  /** `METHOD path?query` of each request, in order. */
  readonly requests: string[] = [];
  readonly #server;
  readonly #options: CiApiOptions;
  readonly #stumbles;
  #nextId = 1;

  private constructor(options: CiApiOptions) {
    this.#options = options;
    this.#stumbles = [...(options.stumbles ?? [])];
    this.#server = createServer(async (request, response) => {
      const { status, body, headers } = await this.#answer(request);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? "" : JSON.stringify(body));
    });
  }

  static async listen(options: CiApiOptions): Promise<CiApi> {
    const api = new CiApi(options);
    await listenAlone(api.#server);
    return api;
  }

  get serverUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the runner gives jobs as `GITHUB_API_URL`. */
  get apiUrl(): string {
    return this.#options.dialect === "gitea" ? `${this.serverUrl}/api/v1` : `${this.serverUrl}/api/v3`;
  }

  addComment(issue: number, body: string, author = "somebody"): RecordedComment {
    const comment = { id: this.#nextId++, issue, author, body };
    this.comments.push(comment);
    return comment;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    this.requests.push(`${request.method} ${request.url}`);
    const stumble = this.#stumbles.shift();
    if (stumble) return answer(stumble.status, stumble.body ?? { message: "stumbled" }, stumble.headers);
    const token = (request.headers.authorization ?? "").split(" ")[1];
    if (!Object.values<string | undefined>(tokens).includes(token))
      return answer(401, { message: "Bad credentials" });
    if (request.method !== "GET" && token === tokens.read) {
      return answer(403, { message: "Resource not accessible by integration" });
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : {};
    const url = new URL(request.url ?? "/", this.serverUrl);
    const base = new URL(this.apiUrl).pathname;
    if (url.pathname === `${base}/user`) return this.#whoIs(token);
    const link = /\/packages\/([^/]+)\/container\/([^/]+)\/-\/link\/([^/]+)$/.exec(url.pathname);
    if (link && request.method === "POST") return this.#link(link.slice(1).map(decodeURIComponent));
    if (url.pathname === `${base}/repos/acme/fleet`)
      return answer(200, { full_name: "acme/fleet", permissions: { pull: true } });
    if (!url.pathname.startsWith(`${base}/repos/acme/fleet/`)) return answer(404, { message: "Not Found" });
    const route = `${request.method} ${url.pathname.slice(`${base}/repos/acme/fleet/`.length)}`;
    return this.#route(route, url, body, token === tokens.person ? "release-manager" : "identikit");
  }

  /** GitHub does not tell a job's own token who it is. */
  #whoIs(token: string | undefined): Answer {
    if (token === tokens.person) return answer(200, this.#user("release-manager"));
    if (this.#options.dialect === "gitea") return answer(200, this.#user("identikit"));
    return answer(403, { message: "Resource not accessible by integration" });
  }

  /** `identikit` is whoever the job's own token belongs to. */
  #user(author: string): object {
    if (author !== "identikit") return { id: 7, login: author, type: "User" };
    if (this.#options.dialect === "gitea") return { id: -2, login: "gitea-actions" };
    return { id: 41_898_282, login: "github-actions[bot]", type: "Bot" };
  }

  /** Gitea links a package to a repository of its own owner. */
  #link([owner, name, repository]: string[]): Answer {
    this.links.push(`${owner}/${name} -> ${repository}`);
    return answer(201, undefined);
  }

  #route(route: string, url: URL, body: Record<string, string>, author: string): Answer {
    const status = /^POST statuses\/([0-9a-f]{40})$/.exec(route)?.[1];
    if (status === "0".repeat(40))
      return this.#options.dialect === "gitea"
        ? answer(404, { message: "sha not found" })
        : answer(422, { message: `No commit found for SHA: ${status}` });
    if (status) return this.#createStatus(status, body);
    const ref = /^GET commits\/([0-9a-f]{40})\/status$/.exec(route)?.[1];
    if (ref) return this.#combinedStatus(ref, url);
    const issue = /^(GET|POST) issues\/(\d+)\/comments$/.exec(route);
    if (issue?.[1] === "GET") return this.#listComments(Number(issue[2]), url);
    if (issue?.[1] === "POST") {
      if ((body.body ?? "").length > 65_536) return answer(422, { message: "body is too long" });
      return answer(201, this.addComment(Number(issue[2]), body.body ?? "", author));
    }
    const id = /^PATCH issues\/comments\/(\d+)$/.exec(route)?.[1];
    if (id) return this.#updateComment(Number(id), body);
    return answer(404, { message: "Not Found" });
  }

  #createStatus(commit: string, body: Record<string, string>): Answer {
    const { state = "", context = "", description = "", target_url = "" } = body;
    if (!["pending", "success", "error", "failure"].includes(state)) return answer(422, { message: "state" });
    if ([...description].length > 140)
      return answer(422, { message: "description is too long (maximum is 140)" });
    const before = this.statuses.filter((status) => status.commit === commit && status.context === context);
    if (before.length >= (this.#options.statusLimit ?? 1000)) {
      return answer(422, { message: "This SHA and context has reached the maximum number of statuses." });
    }
    this.statuses.push({ commit, state, context, description, target_url });
    return answer(201, this.#statusRow({ commit, state, context, description, target_url }));
  }

  /** Of each context the newest; Gitea answers an empty body where there is none, and rows have `status`. */
  #combinedStatus(commit: string, url: URL): Answer {
    const newest = new Map(
      this.statuses.filter((status) => status.commit === commit).map((status) => [status.context, status]),
    );
    const { rows, headers } = this.#page([...newest.values()], url);
    if (this.#options.dialect === "gitea" && newest.size === 0) return answer(200, undefined);
    const statuses = rows.map((row) => this.#statusRow(row));
    return answer(200, { sha: commit, state: "pending", total_count: newest.size, statuses }, headers);
  }

  #statusRow({ state, ...row }: RecordedStatus): object {
    return this.#options.dialect === "gitea" ? { ...row, status: state } : { ...row, state };
  }

  #listComments(issue: number, url: URL): Answer {
    const all = this.comments.filter((comment) => comment.issue === issue);
    const { rows, headers } = this.#options.commentsInOnePage
      ? { rows: all, headers: {} }
      : this.#page(all, url);
    const shown = rows.map((row) => ({ ...row, user: this.#user(row.author) }));
    return answer(200, this.#options.dialect === "gitea" && rows.length === 0 ? null : shown, headers);
  }

  #updateComment(id: number, body: Record<string, string>): Answer {
    const comment = this.comments.find((candidate) => candidate.id === id);
    if (!comment) return answer(404, { message: "Not Found" });
    comment.body = body.body ?? "";
    return answer(200, comment);
  }

  /** GitHub reads `per_page` (30, at most 100), Gitea `limit` (30, at most 50); both link to the next page. */
  #page<Row>(all: Row[], url: URL): { rows: Row[]; headers: Record<string, string> } {
    const gitea = this.#options.dialect === "gitea";
    const asked = Number(url.searchParams.get(gitea ? "limit" : "per_page") ?? 30);
    const size = Math.min(asked, gitea ? 50 : 100);
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    // An instance links to its outward address, which a job may not reach.
    next.host = "git.example.invalid";
    next.searchParams.set("page", String(page + 1));
    const more = page * size < all.length;
    return {
      rows: all.slice((page - 1) * size, page * size),
      headers: more ? { link: `<${next.href}>; rel="next"` } : {},
    };
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, body, headers };
}
