import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { listenAlone } from "./free-port.ts";

export interface LoopbackProxyOptions {
  /** Milliseconds that are added to each answer. Default 0. */
  readonly latencyMs?: number;
  /** Called for each request; a number cuts its connection after so many bytes of its body. */
  readonly onRequest?: (method: string, path: string) => number | undefined;
}

/** Stands before a real server, counts what goes through, and adds the time or the trouble of a network. */
export class LoopbackProxy implements AsyncDisposable {
  readonly requests: string[] = [];
  /** Body bytes. */
  sent = 0;
  received = 0;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #options: LoopbackProxyOptions;
  readonly #server;
  readonly #upstream: string;

  private constructor(upstream: string, options: LoopbackProxyOptions) {
    this.#upstream = upstream;
    this.#options = options;
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  }

  /** @param upstream the server's `host:port` */
  static async start(upstream: string, options: LoopbackProxyOptions = {}): Promise<LoopbackProxy> {
    const proxy = new LoopbackProxy(upstream, options);
    await listenAlone(proxy.#server);
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What went through since the last call. */
  take(): { requests: string[]; sent: number; received: number } {
    const taken = { requests: this.requests.splice(0), sent: this.sent, received: this.received };
    this.sent = 0;
    this.received = 0;
    return taken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
    this.#agent.destroy();
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = "", url = "", headers } = incoming;
    this.requests.push(`${method} ${url}`);
    const cutAfter = this.#options.onRequest?.(method, url);
    const [host, port] = this.#upstream.split(":");
    const onward = request({ host, port, method, path: url, headers, agent: this.#agent });
    onward.on("error", () => outgoing.destroy());
    onward.on("response", async (answer) => {
      await sleep(this.#options.latencyMs ?? 0);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("data", (chunk: Buffer) => {
        this.received += chunk.length;
      });
      pipeline(answer, outgoing, () => {});
    });
    let sent = 0;
    incoming.on("data", (chunk: Buffer) => {
      sent += chunk.length;
      this.sent += chunk.length;
      if (cutAfter === undefined || sent < cutAfter) return;
      incoming.socket.destroy();
      onward.destroy();
    });
    pipeline(incoming, onward, () => {});
  }
}
