import { once } from "node:events";
import { CompiledQuery, type DatabaseConnection, type QueryResult } from "kysely";
import type { PoolClient, QueryResult as ServerResult } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { codeOf } from "../../fault/thrown.ts";
import { isLockWait, LockWait } from "../connection/lock-wait.ts";
import { isLostConnection, SilentServer } from "../connection/lost-connection.ts";
import { UnknownOutcome } from "../connection/unknown-outcome.ts";
import { describeHolders, findLockHolders, type LockHolder } from "./lock-holders.ts";
import type { Server } from "./server.ts";

/** New connections that may die in a row before that is the fault to tell. */
const newOnesTried = 3;
/** Beyond the server's own limit for a statement. */
const graceMs = 10_000;
/** What the answer to a COPY is read in. */
const pieceBytes = 256 * 1024;

/**
 * One transaction on a connection that may be dead when it is taken. Until its first statement has been answered nothing was seen or
 * done, so a lost connection is replaced and all is said again. After that it is not: the caller is told.
 */
export class Transaction implements DatabaseConnection {
  readonly #server: Server;
  readonly #open: () => Promise<void>;
  #client: PoolClient | undefined;
  /** What may follow a lost connection: `opening` is begun again, so is `first`; `later` fails. */
  #stage: "opening" | "first" | "later" = "opening";

  /** @param open what is said at the beginning, through this transaction; it starts with BEGIN and changes nothing */
  constructor(server: Server, open: (transaction: Transaction) => Promise<void>) {
    this.#server = server;
    this.#open = () => open(this);
  }

  async begin(): Promise<void> {
    this.#stage = "opening";
    for (let died = 0; ; ) {
      const { client, isNew } = await this.#server.connect();
      this.#client = client;
      try {
        await this.#open();
        this.#stage = "first";
        return;
      } catch (cause) {
        const lost = isLostConnection(cause);
        if (lost) this.#server.distrustIdle();
        if (lost && isNew) died++;
        // A refusal leaves the connection as good as it was, once it is rolled back.
        if (!lost && (await this.rollback())) this.release();
        else this.#drop();
        if (!lost || died >= newOnesTried) throw cause;
      }
    }
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#stage !== "first") return resultOf(await this.say(sql, parameters));
    this.#stage = "later";
    try {
      return resultOf(await this.say(sql, parameters));
    } catch (cause) {
      if (!isLostConnection(cause)) throw cause;
    }
    this.#drop();
    this.#server.distrustIdle();
    await this.begin();
    this.#stage = "later";
    return resultOf(await this.say(sql, parameters));
  }

  /**
   * @param reads whether it only read, so that nothing is lost with the answer
   * @throws {UnknownOutcome}
   */
  async commit(reads: boolean): Promise<void> {
    try {
      const { command } = await this.say("COMMIT");
      // What the server answers where an earlier statement had failed.
      if (command === "ROLLBACK") throw new Error("the transaction was undone");
    } catch (cause) {
      if (!isLostConnection(cause)) throw cause;
      this.#drop();
      if (!reads) throw new UnknownOutcome(cause);
    }
  }

  /** @returns whether the connection can be used on; one that is gone has rolled back by itself */
  async rollback(): Promise<boolean> {
    try {
      await this.say("ROLLBACK");
      return true;
    } catch {
      this.#drop();
      return false;
    }
  }

  /** Gives the connection back. */
  release(): void {
    this.#client?.release();
    this.#client = undefined;
  }

  /** Sends several statements at once, and waits for all answers. */
  async sayAll(statements: readonly string[]): Promise<readonly ServerResult[]> {
    return [await this.say(statements.join("; "))].flat();
  }

  /** Sends one statement, or several without parameters, and waits for the answer. */
  async say(text: string, parameters: readonly unknown[] = []): Promise<ServerResult> {
    const opening = this.#stage === "opening" && text.startsWith("BEGIN");
    const limitMs = opening ? this.#server.limits.connect : this.#silenceMs;
    return await this.#watched(limitMs, (client) => client.query(text, [...parameters]));
  }

  /**
   * Sends rows in the text format of COPY, in pieces that end anywhere, by a statement `COPY … FROM STDIN`.
   * @returns how many rows the server wrote
   */
  async copyIn(statement: string, pieces: Iterable<Buffer>): Promise<number> {
    await this.#leaveFirst();
    return await this.#watched(this.#silenceMs, async (client) => {
      const copy = client.query(copyFrom(statement));
      for (const piece of pieces) if (!copy.write(piece)) await once(copy, "drain");
      const finished = once(copy, "finish");
      copy.end();
      await finished;
      return copy.rowCount;
    });
  }

  /**
   * The pieces, ended anywhere, of what a statement `COPY … TO STDOUT` gives. The server's limit for a statement holds for each piece, not for
   * all of them: how long they take is the reader's affair. Who stops before the last one has given up the transaction.
   */
  async *copyOut(statement: string): AsyncGenerator<Buffer, void> {
    await this.#leaveFirst();
    await this.say("SET LOCAL statement_timeout = 0");
    const pieces = this.#connected().query(copyTo(statement, { highWaterMark: pieceBytes }));
    const iterator: AsyncIterator<Buffer, unknown> = pieces[Symbol.asyncIterator]();
    let ended = false;
    try {
      for (;;) {
        const { done, value } = await this.#watched(this.#silenceMs, () => iterator.next());
        ended = done === true;
        if (done) break;
        yield value;
      }
    } finally {
      if (!ended) this.#drop();
    }
    await this.say(`SET LOCAL statement_timeout = ${this.#server.limits.statement}`);
  }

  /** A connection that died while it was idle is found by a statement that can be said again. */
  async #leaveFirst(): Promise<void> {
    if (this.#stage === "first") await this.executeQuery(CompiledQuery.raw("SELECT 1"));
  }

  #connected(): PoolClient {
    if (!this.#client) throw new Error("Connection terminated: there is none any more");
    return this.#client;
  }

  /** How long a server may say nothing; 0 without end. */
  get #silenceMs(): number {
    const { statement } = this.#server.limits;
    return statement === 0 ? 0 : statement + graceMs;
  }

  /** Waits for a server's answer, as long as it may take, and finds out whose lock is in the way. */
  async #watched<Answer>(limitMs: number, ask: (client: PoolClient) => Promise<Answer>): Promise<Answer> {
    const client = this.#connected();
    const { lock } = this.#server.limits;
    let holders: Promise<LockHolder[]> | undefined;
    // Shortly before the server gives up: afterwards it no longer knows for whom it waited.
    const askAfterMs = Math.max(lock / 2, lock - 5000);
    const watch =
      lock === 0
        ? undefined
        : setTimeout(() => (holders = findLockHolders(this.#server, pidOf(client))), askAfterMs);
    try {
      return await within(ask(client), limitMs);
    } catch (cause) {
      if (!isLockWait(cause)) throw cause;
      throw new LockWait(codeOf(cause) ?? "", describeHolders((await holders) ?? []), cause);
    } finally {
      clearTimeout(watch);
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it, and nothing here streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("rows are read in pages");
  }

  #drop(): void {
    this.#client?.release(true);
    this.#client = undefined;
  }
}

/** The process of the server behind a connection. */
function pidOf(client: PoolClient): number {
  return (client as PoolClient & { processID: number }).processID;
}

/** @param milliseconds 0 for no limit */
async function within<Result>(answer: Promise<Result>, milliseconds: number): Promise<Result> {
  if (milliseconds === 0) return answer;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilentServer(milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
    // What comes after all, or the fault of a connection that is given up, is for nobody.
    answer.catch(() => {});
  }
}

function resultOf<Row>({ command, rowCount, rows }: ServerResult): QueryResult<Row> {
  const writes = ["INSERT", "UPDATE", "DELETE", "MERGE"].includes(command);
  return { ...(writes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}), rows: rows as Row[] };
}
