import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Kept {
  readonly id: number;
  readonly body: string;
  readonly title?: string;
  readonly user: { readonly id: number; readonly login: string };
  readonly created_at: string;
  readonly html_url: string;
}

/** A part of Gitea's API over HTTP on the loopback that keeps what is written and gives it again: comments, issues, labels, statuses. */
export class KeepingForge implements AsyncDisposable {
  /** Comments by issue. */
  readonly comments: Map<string, Kept[]> = new Map();
  readonly issues: Kept[] = [];
  readonly labels: Map<string, Set<number>> = new Map();
  readonly statuses: object[] = [];
  /** What else is read, by path under the repository, or from the root of the API where it starts with `/`. */
  readonly answers: Map<string, unknown> = new Map<string, unknown>([
    ["/user", { id: 9, login: "identikit" }],
    ["labels", [{ id: 3, name: "done" }]],
  ]);
  readonly #server: Server;
  #id = 1;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = this.#answer(request, Buffer.concat(chunks).toString("utf8"));
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { message: "Not Found" }));
    });
  }

  static async listen(): Promise<KeepingForge> {
    const forge = new KeepingForge();
    await new Promise<void>((resolve) => forge.#server.listen(0, "127.0.0.1", resolve));
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

  #answer({ method, url = "" }: IncomingMessage, text: string): unknown {
    const path = new URL(url, "http://x").pathname.replace(/^\/api\/v1(\/repos\/[^/]+\/[^/]+\/)?/, "");
    const body: Record<string, string> = text === "" ? {} : JSON.parse(text);
    const isWrite = method === "POST";
    if (method === "GET" && this.answers.has(path)) return this.answers.get(path);
    if (path === "issues") return isWrite ? this.#keep(this.issues, body) : this.issues.toReversed();
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

  #keep(to: Kept[], body: Record<string, string>): Kept {
    const id = this.#id++;
    const user = { id: 9, login: "identikit" };
    const kept = {
      id,
      body: body.body ?? "",
      user,
      created_at: new Date().toISOString(),
      html_url: `https://x/${id}`,
    };
    to.push({ ...kept, ...(body.title === undefined ? {} : { title: body.title }) });
    return kept;
  }
}
