import { createServer, type Server, type Socket } from "node:net";
import { listenAlone } from "./free-port.ts";

/** A server on loopback that takes connections and never answers: whoever asks it waits. */
export class SilentServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connected = Promise.withResolvers<void>();
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined).resume();
      this.#connected.resolve();
    });
  }

  static async start(): Promise<SilentServer> {
    const server = createServer();
    await listenAlone(server);
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new SilentServer(server, address.port);
  }

  /** Returns once somebody asks from now on; who is gone, and asked twice, does not count. */
  async asked(): Promise<void> {
    this.#connected = Promise.withResolvers<void>();
    await this.#connected.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
