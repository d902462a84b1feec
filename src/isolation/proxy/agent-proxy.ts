import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { IdentikitError } from "../../fault/error.ts";
import { AllowList, canonicalHost } from "./allow-list.ts";
import { carriedHeaders, headersWithSecret } from "./carried-headers.ts";
import {
  allowedDestination,
  type Destination,
  ProxyRefusal,
  type Resolve,
  resolver,
  secretDestination,
} from "./destination.ts";
import { passOn } from "./pass-on.ts";
import type { AgentProxyOptions, ProxyEvent } from "./proxy-options.ts";
import { type SecretUpstream, upstreamOf } from "./secret-upstream.ts";
import { connectedTo, joinEnds } from "./tunnel.ts";

/** Where it is in a network of the agent's own, where nothing else is. */
const ownPort = 3128;
const mostConnections = 200;

/**
 * The supervisor's proxy: for an agent without a network, the only way out. It tunnels (`CONNECT`) and forwards (absolute form) to the
 * hosts of a list, and speaks TLS to the hosts of secrets, whose header it adds: there the agent speaks plain HTTP to
 * {@link AgentProxy.baseUrlOf}. Nothing is decrypted on the way.
 */
export class AgentProxy implements AsyncDisposable {
  readonly #options: AgentProxyOptions;
  readonly #list: AllowList;
  readonly #upstreams: readonly SecretUpstream[];
  readonly #resolve: Resolve;
  readonly #http: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #servers: NetServer[] = [];
  readonly #key = randomBytes(16).toString("hex");
  #port = ownPort;

  private constructor(options: AgentProxyOptions) {
    this.#options = options;
    this.#list = new AllowList(options.mode === "proxy" ? options.hosts : []);
    this.#upstreams = options.secrets.map(upstreamOf);
    this.#resolve = resolver(options.lookup);
    const limits = { maxHeaderSize: 64 * 1024, requestTimeout: 0, insecureHTTPParser: false };
    this.#http = createHttpServer(limits, (request, response) => {
      void this.#serve(request, response);
    });
    this.#http.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.#tunnel(request, socket, head);
    });
    // What a parser finds wrong is answered by nothing: there is no telling where the next request would begin.
    this.#http.on("clientError", (_fault, socket) => socket.destroy());
  }

  /** @throws {IdentikitError} `USAGE` for a host that is none */
  static async open(options: AgentProxyOptions): Promise<AgentProxy> {
    const proxy = new AgentProxy(options);
    if (options.listens === "on this machine") proxy.#port = await proxy.#listenHere();
    return proxy;
  }

  /** Where the agent finds it: `127.0.0.1:PORT`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** Whether it waits to be given a server that listens in the agent's network. */
  get isInAgentsNetwork(): boolean {
    return this.#options.listens === "in the agent's network";
  }

  /** The variables by which programs find a proxy; none where the agent has the whole network, or no host to reach. */
  get variables(): Readonly<Record<string, string>> {
    if (this.#options.mode !== "proxy") return {};
    const at = `http://${this.address}`;
    const local = "127.0.0.1,localhost,::1";
    return {
      HTTP_PROXY: at,
      HTTPS_PROXY: at,
      http_proxy: at,
      https_proxy: at,
      NO_PROXY: local,
      no_proxy: local,
      // Node.js's own fetch does not look at these by itself.
      NODE_USE_ENV_PROXY: "1",
    };
  }

  /**
   * Where the agent sends requests that get a secret: `https://HOST/PATH` is this and `/PATH`. It holds a key, so that nobody else on the
   * machine can use it.
   * @throws {IdentikitError} `USAGE` for a host without a secret
   */
  baseUrlOf(host: string): string {
    if (!this.#upstreams.some((upstream) => upstream.host === host))
      throw new IdentikitError("USAGE", `no secret is granted for ${host}`, {
        remedy: "Grant one whose mount policy is proxy and whose proxyHost is that host.",
      });
    return `http://${this.address}/_/${this.#key}/${host}`;
  }

  /** Takes over a server that listens in the agent's network. */
  serve(server: NetServer): void {
    server.maxConnections = mostConnections;
    server.on("connection", (socket: Socket) => this.#http.emit("connection", socket));
    server.on("connection", (socket: Socket) => this.#keep(socket));
    this.#servers.push(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#servers.map((server) => {
      const done = server.listening ? once(server, "close") : undefined;
      server.close();
      return done;
    });
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  async #listenHere(): Promise<number> {
    const server = createServer();
    this.serve(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => {});
    const { method = "", url = "" } = request;
    let target = "";
    try {
      const passage = this.#own(request) ?? this.#absolute(url);
      target = `${passage.host}:${passage.port}`;
      const to = await this.#destination(passage);
      this.#tell({ method, target, outcome: "passed" });
      const { secret, path } = passage;
      const headers = secret ? headersWithSecret(request, secret) : carriedHeaders(request);
      const { authorities } = this.#options;
      await passOn(request, response, {
        protocol: secret ? "https:" : "http:",
        to,
        path,
        headers,
        authorities,
      });
    } catch (cause) {
      this.#refuse(cause, { method, target }, (status, text) => {
        if (response.headersSent) return void response.destroy();
        response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(`${text}\n`);
      });
    }
  }

  /** A request to the proxy itself: for the host of a secret. Some clients ask a proxy for it, too. */
  #own({ url = "", headers }: IncomingMessage): RequestAim | undefined {
    const local = `http://${this.address}`;
    const own = url.startsWith(`${local}/`) ? url.slice(local.length) : url;
    if (!own.startsWith("/")) return undefined;
    // A name that somebody points at this machine is not this machine's name.
    if (own === url && headers.host !== this.address && headers.host !== `localhost:${this.#port}`)
      throw new ProxyRefusal(421, "this is the proxy of an agent, under another name");
    const [, key, host, path = ""] = /^\/_\/([0-9a-f]{32})\/([^/?#]+)([/?].*)?$/.exec(own) ?? [];
    const secret = this.#upstreams.find((upstream) => upstream.host === host);
    if (key !== this.#key || !secret) throw new ProxyRefusal(404, "no host of a secret is at this address");
    return { host: secret.name, port: secret.port, path: path.startsWith("/") ? path : `/${path}`, secret };
  }

  #absolute(url: string): RequestAim {
    const parsed = URL.parse(url);
    const host = parsed?.protocol === "http:" ? canonicalHost(parsed.hostname) : undefined;
    if (!parsed || host === undefined || parsed.username !== "" || parsed.password !== "")
      throw new ProxyRefusal(400, "the request names no http address; TLS goes through CONNECT");
    const port = parsed.port === "" ? 80 : Number(parsed.port);
    return { host, port, path: parsed.pathname + parsed.search, secret: undefined };
  }

  #destination({ host, port, secret }: RequestAim): Promise<Destination> {
    return secret
      ? secretDestination(host, port, this.#resolve)
      : allowedDestination(host, port, this.#list, this.#resolve);
  }

  async #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.#keep(socket);
    let target = "";
    try {
      const [, name = "", digits = ""] = /^(.+):([0-9]{1,5})$/.exec(request.url ?? "") ?? [];
      const [host, port] = [canonicalHost(name), Number(digits)];
      if (host === undefined || port < 1 || port > 65_535)
        throw new ProxyRefusal(400, "CONNECT names no host and port");
      target = `${host}:${port}`;
      const to = await allowedDestination(host, port, this.#list, this.#resolve);
      const onward = await connectedTo(to, (each) => this.#keep(each));
      this.#tell({ method: "CONNECT", target, outcome: "passed" });
      joinEnds(socket, onward);
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
    } catch (cause) {
      this.#refuse(cause, { method: "CONNECT", target }, (status, text) => {
        socket.end(
          `HTTP/1.1 ${status} Refused\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${text}\n`,
        );
      });
    }
  }

  #refuse(
    cause: unknown,
    asked: { readonly method: string; readonly target: string },
    answer: (status: number, text: string) => void,
  ): void {
    const refusal =
      cause instanceof ProxyRefusal ? cause : new ProxyRefusal(502, "the request could not be passed on");
    this.#tell({ ...asked, outcome: "refused", reason: refusal.message });
    answer(refusal.status, `identikit: ${refusal.message}`);
  }

  #tell(event: ProxyEvent): void {
    this.#options.onEvent?.(event);
  }

  #keep(socket: Duplex): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

/** What a request is for. */
interface RequestAim {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secret: SecretUpstream | undefined;
}
