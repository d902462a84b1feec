import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { digestOf } from "../../src/tree/digest.ts";
import { listenAlone } from "./free-port.ts";

/** What arrived. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** An answer as a value. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** What a server can do to a request instead of serving it. */
export type Mischief =
  /** An answer of its own. */
  | ({ readonly kind: "answer" } & Answer)
  /** The connection is closed without an answer, after so many bytes of the request's body. */
  | { readonly kind: "cut-request"; readonly after: number }
  /** The request is served and its answer lost: the connection is closed instead of it, or in its body. */
  | { readonly kind: "cut-answer"; readonly after?: number }
  /** The request is served after a while. */
  | { readonly kind: "late"; readonly ms: number }
  /** The request is served when that is settled. */
  | { readonly kind: "held"; readonly until: Promise<unknown> };

export interface MemoryRegistryOptions {
  /** Looked at for each request, in order; nothing means that it is served. */
  readonly mischief?: (arrival: Arrival, nth: number) => Mischief | undefined;
  /** How a mount is answered; `serve` mounts. Default `serve`. */
  readonly mounts?: "serve" | "ignore" | number;
  /** Whether a broken upload's bytes are kept. Default true. */
  readonly keepsParts?: boolean;
  /** Whether `Range` is honoured when reading. Default true. */
  readonly ranges?: boolean;
  /** `Location` with or without the server's own address. Default `relative`. */
  readonly locations?: "relative" | "absolute";
  /** What `Docker-Content-Digest` says. Default: nothing. */
  readonly contentDigest?: string;
  /** Gives a 401's `WWW-Authenticate` where a request may not be served. */
  readonly guard?: (arrival: Arrival) => string | undefined;
}

interface Stored {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** One repository's content. */
export class MemoryRepository {
  readonly blobs = new Map<string, Buffer>();
  /** By tag and by digest. */
  readonly manifests = new Map<string, Stored>();
}

/**
 * A registry in memory on the loopback that serves the Distribution API, and what a real one cannot be made to do:
 * any request can be cut, delayed, or answered with something else.
 */
export class MemoryRegistry implements AsyncDisposable {
  readonly arrivals: Arrival[] = [];
  readonly repositories = new Map<string, MemoryRepository>();
  options: MemoryRegistryOptions;
  readonly #server;
  readonly #uploads = new Map<string, Buffer>();

  private constructor(options: MemoryRegistryOptions) {
    this.options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(options: MemoryRegistryOptions = {}): Promise<MemoryRegistry> {
    const registry = new MemoryRegistry(options);
    await listenAlone(registry.#server);
    return registry;
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The same server under another name, for another origin. */
  get otherHost(): string {
    return this.host.replace("127.0.0.1", "localhost");
  }

  repository(name: string): MemoryRepository {
    const repository = this.repositories.get(name) ?? new MemoryRepository();
    this.repositories.set(name, repository);
    return repository;
  }

  /** `METHOD path` of every arrival so far, without digests and upload ids, which tests do not know. */
  get log(): string[] {
    const short = (path: string) =>
      path.replace(/sha256:[0-9a-f]{64}/, "DIGEST").replace(/uploads\/.+/, "uploads/ID");
    return this.arrivals.map(({ method, path }) => `${method} ${short(path)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    request.on("error", () => {});
    const url = new URL(request.url ?? "/", `http://${this.host}`);
    const method = request.method ?? "";
    const arrival = { method, path: url.pathname, query: url.searchParams, headers: request.headers };
    this.arrivals.push(arrival);
    const mischief = this.options.mischief?.(arrival, this.arrivals.length);
    if (mischief?.kind === "late") await sleep(mischief.ms);
    if (mischief?.kind === "held") await mischief.until;
    const challenge = mischief?.kind === "answer" ? undefined : this.options.guard?.(arrival);
    const cutAfter = mischief?.kind === "cut-request" ? mischief.after : Number.POSITIVE_INFINITY;
    const body = await bodyOf(request, cutAfter);
    if (body.whole) {
      const cut = mischief?.kind === "cut-answer" ? (mischief.after ?? 0) : undefined;
      if (mischief?.kind === "answer") return send(response, mischief, cut);
      if (challenge !== undefined) return send(response, unauthorized(challenge), cut);
      return send(response, this.#route(arrival, body.bytes), cut);
    }
    const upload = /\/blobs\/uploads\/(.+)$/.exec(url.pathname)?.[1];
    if (upload && this.options.keepsParts !== false) this.#append(upload, body.bytes);
    socket.destroy();
  }

  #route(arrival: Arrival, body: Buffer): Answer {
    const { method, path } = arrival;
    if (path === "/v2/") return reply(200);
    const match = /^\/v2\/(.+?)\/(?:(manifests|blobs)\/([^/]+)|blobs\/uploads\/([^/]*))$/.exec(path);
    const [, name = "", kind, reference = "", upload = ""] = match ?? [];
    if (!match) return refuse(404, "UNSUPPORTED");
    if (kind === "manifests") return this.#manifest(arrival, name, reference, body);
    if (kind === "blobs") return this.#blob(arrival, name, reference);
    if (method === "POST") return this.#startUpload(arrival, name);
    if (method === "GET") return this.#uploadStatus(name, upload);
    return this.#finishUpload(arrival, name, upload, body);
  }

  #manifest(arrival: Arrival, name: string, reference: string, body: Buffer): Answer {
    const { manifests } = this.repository(name);
    const named = decodeURIComponent(reference);
    if (arrival.method === "PUT") {
      const missing = this.#missing(name, body);
      if (missing) return refuse(400, "MANIFEST_BLOB_UNKNOWN", missing);
      const stored = { bytes: body, mediaType: arrival.headers["content-type"] ?? "" };
      manifests.set(named, stored);
      manifests.set(digestOf(body), stored);
      return reply(201);
    }
    const stored = manifests.get(named);
    if (!stored) return refuse(404, "MANIFEST_UNKNOWN");
    return reply(200, { "content-type": stored.mediaType, ...this.#digestHeader() }, stored.bytes);
  }

  /** A blob or manifest that a manifest names and the repository lacks. */
  #missing(name: string, body: Buffer): string | undefined {
    const { blobs, manifests } = this.repository(name);
    const { layers = [], config, manifests: children = [] } = JSON.parse(body.toString("utf8"));
    const named = [...layers, ...(config ? [config] : [])].map(({ digest }) => digest);
    return (
      named.find((digest) => !blobs.has(digest)) ??
      children
        .map((child: { digest: string }) => child.digest)
        .find((digest: string) => !manifests.has(digest))
    );
  }

  #blob({ method, headers }: Arrival, name: string, reference: string): Answer {
    const blob = this.repository(name).blobs.get(decodeURIComponent(reference));
    if (!blob) return refuse(404, "BLOB_UNKNOWN");
    if (method === "HEAD") return reply(200, { "content-length": `${blob.length}` });
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    if (start === 0 || this.options.ranges === false) return reply(200, this.#digestHeader(), blob);
    if (start >= blob.length) return refuse(416, "RANGE_INVALID");
    const range = `bytes ${start}-${blob.length - 1}/${blob.length}`;
    return reply(206, { "content-range": range }, blob.subarray(start));
  }

  #startUpload({ query }: Arrival, name: string): Answer {
    const { mounts = "serve" } = this.options;
    const [digest, from] = [query.get("mount"), query.get("from")];
    if (digest && from && typeof mounts === "number") return refuse(mounts, "DENIED");
    const blob = digest && from && mounts === "serve" ? this.repository(from).blobs.get(digest) : undefined;
    if (digest && blob) {
      this.repository(name).blobs.set(digest, blob);
      return reply(201, { location: `/v2/${name}/blobs/${digest}` });
    }
    const id = randomUUID();
    this.#uploads.set(id, Buffer.alloc(0));
    return reply(202, { location: this.#location(`/v2/${name}/blobs/uploads/${id}?state=a%2Fb`) });
  }

  #uploadStatus(name: string, id: string): Answer {
    const kept = this.#uploads.get(id);
    if (!kept) return refuse(404, "BLOB_UPLOAD_UNKNOWN");
    const location = this.#location(`/v2/${name}/blobs/uploads/${id}?state=a%2Fb`);
    return reply(204, { location, range: `0-${Math.max(0, kept.length - 1)}` });
  }

  #finishUpload({ query }: Arrival, name: string, id: string, body: Buffer): Answer {
    if (!this.#uploads.has(id) || query.get("state") !== "a/b") return refuse(404, "BLOB_UPLOAD_UNKNOWN");
    const blob = this.#append(id, body);
    this.#uploads.delete(id);
    if (digestOf(blob) !== query.get("digest")) return refuse(400, "DIGEST_INVALID");
    this.repository(name).blobs.set(digestOf(blob), blob);
    return reply(201, { location: `/v2/${name}/blobs/${digestOf(blob)}` });
  }

  #append(id: string, bytes: Buffer): Buffer {
    const all = Buffer.concat([this.#uploads.get(id) ?? Buffer.alloc(0), bytes]);
    this.#uploads.set(id, all);
    return all;
  }

  #location(path: string): string {
    return this.options.locations === "absolute" ? `http://${this.host}${path}` : path;
  }

  #digestHeader(): Record<string, string> {
    const { contentDigest } = this.options;
    return contentDigest === undefined ? {} : { "docker-content-digest": contentDigest };
  }
}

async function bodyOf(
  request: IncomingMessage,
  cutAfter: number,
): Promise<{ whole: boolean; bytes: Buffer }> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (cutAfter === 0) return { whole: false, bytes: Buffer.alloc(0) };
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= cutAfter) return { whole: false, bytes: Buffer.concat(chunks).subarray(0, cutAfter) };
    }
  } catch {
    return { whole: false, bytes: Buffer.concat(chunks) };
  }
  return { whole: true, bytes: Buffer.concat(chunks) };
}

/** Sends an answer; where it is to be cut, the connection breaks after so many bytes of its body. */
function send(
  response: ServerResponse,
  { status, headers = {}, body = "" }: Answer,
  cut: number | undefined,
): void {
  const bytes = Buffer.from(body);
  const length = status === 204 ? {} : { "content-length": `${bytes.length}` };
  if (cut === 0) return void response.socket?.destroy();
  response.writeHead(status, { ...length, ...headers });
  if (cut === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cut), () => response.socket?.destroy());
}

function reply(status: number, headers?: Record<string, string>, body?: Buffer): Answer {
  return { status, ...(headers ? { headers } : {}), ...(body ? { body } : {}) };
}

function refuse(status: number, code: string, detail = code.toLowerCase()): Answer {
  return reply(status, {}, Buffer.from(JSON.stringify({ errors: [{ code, message: detail }] })));
}

function unauthorized(challenge: string): Answer {
  return { ...refuse(401, "UNAUTHORIZED"), headers: { "www-authenticate": challenge } };
}
