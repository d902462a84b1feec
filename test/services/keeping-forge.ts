import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { finished } from "node:stream/promises";
import { httpBackend } from "../template/git-server.ts";
import { listenAlone } from "./free-port.ts";

interface Kept {
  readonly id: number;
  readonly body: string;
  readonly title?: string;
  /** Of a pull request: the branch that it is made of, and the one that it goes into. */
  readonly head?: string;
  readonly base?: string;
  readonly user: { readonly id: number; readonly login: string };
  readonly created_at: string;
  readonly html_url: string;
}

/**
 * A part of Gitea's API over HTTP on the loopback that keeps what is written and gives it again: comments, issues, pull requests, labels,
 * statuses. Git's own server is behind the same address where there are repositories.
 */
export class KeepingForge implements AsyncDisposable {
  /** Comments by issue. */
  readonly comments: Map<string, Kept[]> = new Map();
  readonly issues: Kept[] = [];
  readonly pulls: Kept[] = [];
  readonly labels: Map<string, Set<number>> = new Map();
  readonly statuses: object[] = [];
  /** What else is read, by path under the repository, or from the root of the API where it starts with `/`. */
  readonly answers: Map<string, unknown> = new Map<string, unknown>([
    ["/user", { id: 9, login: "identikit" }],
    ["labels", [{ id: 3, name: "done" }]],
  ]);
  /** Called before a request is done, and once it is done; an answer waits for what it returns. */
  around: (moment: "before" | "after", request: string) => Promise<void> | undefined = () => undefined;
  readonly #server: Server;
  #id = 1;

  private constructor(repositories: string | undefined) {
    this.#server = createServer(async (request, response) => {
      const word = `${request.method} ${request.url}`;
      if (repositories !== undefined && !request.url?.startsWith("/api/"))
        return await this.#git(repositories, word, request, response);
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      await this.around("before", word);
      const answer = this.#answer(request, Buffer.concat(chunks).toString("utf8"));
      await this.around("after", word);
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { message: "Not Found" }));
    });
  }

  /** @param repositories a directory with bare repositories, OWNER/REPO.git, that are pushed to */
  static async listen(repositories?: string): Promise<KeepingForge> {
    const forge = new KeepingForge(repositories);
    await listenAlone(forge.#server);
    return forge;
  }

  /** What a runner of that host sets. */
  env(): Record<string, string> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { GITEA_ACTIONS: "true", GITHUB_API_URL: `${url}/api/v1`, GITHUB_SERVER_URL: url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #git(root: string, word: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.around("before", word);
    httpBackend(root, request, response);
    await finished(response).catch(() => undefined);
    await this.around("after", word);
  }

  #answer({ method, url = "" }: IncomingMessage, text: string): unknown {
    const path = new URL(url, "http://x").pathname.replace(/^\/api\/v1(\/repos\/[^/]+\/[^/]+\/)?/, "");
    const body: Record<string, string> = text === "" ? {} : JSON.parse(text);
    const isWrite = method === "POST";
    if (method === "GET" && this.answers.has(path)) return this.answers.get(path);
    const list = { issues: this.issues, pulls: this.pulls }[path];
    if (list) return isWrite ? this.#keep(list, body) : list.toReversed();
    const [, issue = "", of] = /^issues\/(\d+)(?:\/(comments|labels))?$/.exec(path) ?? [];
    if (of === "comments") {
      const kept = this.comments.get(issue) ?? [];
      this.comments.set(issue, kept);
      return isWrite ? this.#keep(kept, body) : kept;
    }
    const set = this.labels.get(issue) ?? new Set();
    if (of === "labels" && isWrite) {
      this.labels.set(issue, set);
      for (const id of Object.values(body.labels ?? {})) set.add(Number(id));
      return [];
    }
    if (issue !== "") return { labels: [...set].map((id) => ({ id, name: "done" })), html_url: `/${issue}` };
    if (!/status/.test(path)) return undefined;
    if (isWrite)
      this.statuses.unshift({ ...body, status: body.state, creator: { id: 9, login: "identikit" } });
    return this.statuses;
  }

  #keep(to: Kept[], { body = "", ...said }: Readonly<Record<string, string>>): Kept {
    const id = this.#id++;
    const user = { id: 9, login: "identikit" };
    const kept = {
      ...said,
      id,
      body,
      user,
      created_at: new Date().toISOString(),
      html_url: `https://x/${id}`,
    };
    to.push(kept);
    return kept;
  }
}
