import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { listenAlone } from "./free-port.ts";

/** What a proxy does with what the client sends: passes it on, cuts the connection before it, or passes it on and loses the answer. */
export type Passage = "pass" | "cut" | "swallow";

/** The first byte of what a client says that leaves (PostgreSQL's protocol, `Terminate`). */
const terminate = "X".charCodeAt(0);

/** Stands between a client and a server on a socket, byte for byte, and does what a network does on a bad day. */
export class WireProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** Asked for each piece that a client sends. */
  onSent: (bytes: Buffer) => Passage = () => "pass";
  /** How many of the connections that were forgotten, see {@link forgetAll}, were used all the same, and not only left. */
  usedInVain = 0;

  private constructor(upstream: string) {
    this.#server = createServer((client) => this.#join(client, connect(upstream)));
  }

  /** @param upstream path of the server's socket */
  static async start(upstream: string): Promise<WireProxy> {
    const proxy = new WireProxy(upstream);
    await listenAlone(proxy.#server);
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections go through it. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends every connection, as a proxy does with what was idle for too long. */
  dropAll(): void {
    for (const [client, upstream] of this.#pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  /** Lets every connection stand and passes nothing on any more, as a firewall does that forgot them. */
  forgetAll(): void {
    for (const [client, upstream] of this.#pairs) {
      client.removeAllListeners("data");
      upstream.removeAllListeners("data");
      client.once("data", (bytes: Buffer) => {
        if (bytes[0] !== terminate) this.usedInVain++;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(client: Socket, upstream: Socket): void {
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    let answers = true;
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
    client.on("data", (bytes: Buffer) => {
      const passage = this.onSent(bytes);
      if (passage === "cut") return end();
      upstream.write(bytes);
      if (passage !== "swallow") return;
      // The server does it; its answer ends here, and so does the connection.
      answers = false;
      upstream.once("data", end);
    });
    upstream.on("data", (bytes: Buffer) => {
      if (answers) client.write(bytes);
    });
  }
}
