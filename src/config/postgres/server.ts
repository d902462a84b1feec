import { Duplex } from "node:stream";
import pg, { type Client, type ClientConfig, type Pool, type PoolClient } from "pg";
import { pause } from "../../fault/stopped.ts";
import { isRestarting, isStarting } from "../connection/lost-connection.ts";
import { type ServerLimits, takeLimits } from "./limits.ts";

const bigint = 20;

/** Connections of one process at the same time. */
export const mostConnections = 10;

/** A server and the connections to it. */
export class Server implements AsyncDisposable {
  readonly limits: ServerLimits;
  readonly #pool: Pool;
  readonly #openAlone: () => Client;
  readonly #signal: AbortSignal | undefined;
  /** The connections that were given out before, and since when. */
  readonly #used = new WeakMap<PoolClient, number>();
  /** Counts the times that a connection was found dead. */
  #deaths = 0;
  #wasThere = false;

  private constructor(
    pool: Pool,
    limits: ServerLimits,
    openAlone: () => Client,
    signal: AbortSignal | undefined,
  ) {
    this.#pool = pool;
    this.limits = limits;
    this.#openAlone = openAlone;
    this.#signal = signal;
  }

  /**
   * @param signal stops waiting for a server that takes a connection and does not answer
   * @throws {IdentikitError} `DATABASE_UNREACHABLE` for a limit in the URL that is malformed
   */
  static async of(location: string, signal?: AbortSignal): Promise<Server> {
    const { url, limits } = takeLimits(location);
    const config: ClientConfig = {
      connectionString: url,
      connectionTimeoutMillis: limits.connect,
      keepAlive: limits.keepAlive !== undefined,
      keepAliveInitialDelayMillis: limits.keepAlive ?? 0,
      // Every 64-bit number of the schema is a count or a time well below 2^53.
      types: {
        getTypeParser: ((type: number, format?: "text" | "binary") =>
          type === bigint
            ? Number
            : pg.types.getTypeParser(type, format as "text")) as typeof pg.types.getTypeParser,
      },
      application_name: "identikit",
    };
    /** A client whose wait for the server's first answer ends with the signal. */
    class StoppableClient extends pg.Client {
      constructor(given?: string | ClientConfig) {
        super(given);
        const giveUp = () => streamOf(this)?.destroy();
        signal?.addEventListener("abort", giveUp, { once: true });
        this.once("connect", () => signal?.removeEventListener("abort", giveUp));
        this.once("end", () => signal?.removeEventListener("abort", giveUp));
      }
    }
    const pool = new pg.Pool({ ...config, max: mostConnections, Client: StoppableClient });
    // A connection that dies while nobody uses it is replaced; one that is used fails its next query. Without a listener,
    // one that dies between two queries of a transaction would end the process.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    return new Server(
      pool,
      limits,
      () => {
        const client = new pg.Client(config);
        client.on("error", () => {});
        return client;
      },
      signal,
    );
  }

  /**
   * A connection, and whether it is a new one: any other may have died since it was used. A server that was there before and restarts
   * is waited for as long as a connection may take.
   */
  async connect(): Promise<{ readonly client: PoolClient; readonly isNew: boolean }> {
    const patience = this.limits.connect === 0 ? undefined : AbortSignal.timeout(this.limits.connect);
    for (;;) {
      try {
        const { client, isNew } = await this.#trusted();
        this.#wasThere = true;
        return { client, isNew };
      } catch (cause) {
        const comes = isStarting(cause) || (this.#wasThere && isRestarting(cause));
        if (!comes || patience?.aborted) throw cause;
      }
      await pause(pauseMs, this.#signal);
    }
  }

  /** Takes it that what killed one connection killed all that are idle now. */
  distrustIdle(): void {
    this.#deaths++;
  }

  async #trusted(): Promise<{ readonly client: PoolClient; readonly isNew: boolean }> {
    for (;;) {
      const client = await this.#pool.connect();
      const since = this.#used.get(client);
      if (since === undefined || since === this.#deaths) {
        this.#used.set(client, this.#deaths);
        return { client, isNew: since === undefined };
      }
      client.release(true);
    }
  }

  /** A connection beside the pool's, which may all be waiting; not yet connected. */
  openAlone(): Client {
    return this.#openAlone();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}

const pauseMs = 100;

/** What a client is connected through; its type says nothing of what the pool itself uses. */
function streamOf(client: pg.Client): Duplex | undefined {
  const connection: unknown = Reflect.get(client, "connection");
  const stream: unknown =
    typeof connection === "object" && connection !== null ? Reflect.get(connection, "stream") : undefined;
  return stream instanceof Duplex ? stream : undefined;
}
