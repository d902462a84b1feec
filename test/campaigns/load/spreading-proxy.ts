import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands before several replicas: gives each connection to the next of them that takes it. */
export class SpreadingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param replicas URLs; looked at with each connection, so that one can be added */
  static async start(port: number, replicas: readonly string[]): Promise<SpreadingProxy> {
    const server = createServer();
    const proxy = new SpreadingProxy(server);
    server.on("connection", (client) => proxy.#pass(client, replicas, replicas.length));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  #pass(client: Socket, replicas: readonly string[], tries: number): void {
    const replica = replicas[this.#next++ % replicas.length];
    if (replica === undefined || tries === 0) return void client.destroy();
    const { hostname, port } = new URL(replica);
    const upstream = connect(Number(port), hostname);
    const refused = () => this.#pass(client, replicas, tries - 1);
    upstream.once("error", refused);
    client.on("error", () => upstream.destroy());
    upstream.once("connect", () => {
      upstream.off("error", refused).on("error", () => client.destroy());
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(from);
        from.once("close", () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }
}
