import { Kysely, sql } from "kysely";
import { IdentikitError } from "../../fault/error.ts";
import { codeOf } from "../../fault/thrown.ts";
import type { Engine, EngineOptions, TransactionKind } from "../connection/engine.ts";
import type { Session } from "../connection/session.ts";
import { migrate } from "../migrate/migrate.ts";
import { checkNotTooNew, readSchema, schemaStateOf, tooOld } from "../migrate/schema-state.ts";
import { schemaVersion } from "../schema/migrations.ts";
import type { ConfigSchema } from "../schema/tables.ts";
import { configWriteLock } from "../schema/triggers-postgres.ts";
import { dialectOver } from "./dialect.ts";
import { limitStatements } from "./limits.ts";
import { Listener } from "./listener.ts";
import { PostgresBulk } from "./postgres.ts";
import { mostConnections, Server } from "./server.ts";
import { Transaction } from "./transaction.ts";
import { WriterPlaces } from "./writer-places.ts";

/** A PostgreSQL database, reached; where its schema is to be current, that is made sure. */
export async function openPostgres(url: string, name: string, options: EngineOptions): Promise<Engine> {
  const engine = new PostgresEngine(await Server.of(url, options.signal), name);
  try {
    await engine.check(options.schema ?? "current");
    return engine;
  } catch (cause) {
    await engine.close();
    throw cause;
  }
}

const begin: Readonly<Record<TransactionKind, string>> = {
  read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  write: "BEGIN ISOLATION LEVEL READ COMMITTED",
  claim: "BEGIN ISOLATION LEVEL READ COMMITTED",
  configure: "BEGIN ISOLATION LEVEL READ COMMITTED",
};

const schemaStatement = "SELECT * FROM identikit_schema";

class PostgresEngine implements Engine {
  readonly kind = "postgres";
  readonly #server: Server;
  readonly #name: string;
  readonly #writers: WriterPlaces;
  #isMade = false;

  constructor(server: Server, name: string) {
    this.#server = server;
    this.#name = name;
    this.#writers = new WriterPlaces(mostConnections / 2, server.limits.lock);
  }

  /** An empty database gets its schema; an older one is left to who migrates it, since jobs of two releases may use it. */
  async check(schema: NonNullable<EngineOptions["schema"]>): Promise<void> {
    const state = await this.run("read", async ({ query }) => {
      const { rows } = await sql<{ server_encoding: string }>`SHOW server_encoding`.execute(query);
      if (rows[0]?.server_encoding !== "UTF8") throw notUtf8(this.#name);
      return readSchema(query, sql, "postgres");
    });
    if (schema === "any") return;
    checkNotTooNew(state, "read", this.#name);
    if (state.version === 0) await this.#create();
    else if (state.version < schemaVersion) throw tooOld(state.version, this.#name);
  }

  async #create(): Promise<void> {
    try {
      const beginning = [begin.write, limitStatements(this.#server.limits)];
      const open = async (opened: Transaction) => void (await opened.sayAll(beginning));
      await this.#run(false, ({ query }) => migrate(query, "postgres", this.#name), open);
    } catch (cause) {
      const denied = "42501";
      if (codeOf(cause) === denied) throw notMade(this.#name, cause);
      throw cause;
    }
  }

  async run<Result>(
    kind: TransactionKind,
    work: (session: Session) => Promise<Result>,
    open: (session: Session) => Promise<void> = async () => {},
  ): Promise<Result> {
    const beginning = [begin[kind], limitStatements(this.#server.limits)];
    if (kind === "read")
      return await this.#run(true, work, async (opened) => void (await opened.sayAll(beginning)));
    using _ = await this.#writers.enter();
    return await this.#run(false, work, async (opened, session) => {
      // Whether the schema is there is asked once; which one it is, with the words that begin each transaction.
      const said = await opened.sayAll([...beginning, ...(this.#isMade ? [schemaStatement] : [])]);
      if (kind === "configure") await opened.say(`SELECT ${configWriteLock}`);
      const state = this.#isMade
        ? schemaStateOf(said.at(-1)?.rows[0])
        : await readSchema(session.query, sql, this.kind);
      this.#isMade ||= state.version > 0;
      checkNotTooNew(state, "write", this.#name);
      await open(session);
    });
  }

  /** @param open begins the transaction; it looks, before the work, whether it may be done, and says whose it is */
  async #run<Result>(
    isRead: boolean,
    work: (session: Session) => Promise<Result>,
    open: (opened: Transaction, session: Session) => Promise<void>,
  ): Promise<Result> {
    const transaction = new Transaction(this.#server, (opened) => open(opened, session));
    const query = new Kysely<ConfigSchema>({ dialect: dialectOver(transaction) });
    const session: Session = { kind: this.kind, query, sql, bulk: new PostgresBulk(transaction) };
    await transaction.begin();
    try {
      const result = await work(session);
      await transaction.commit(isRead);
      return result;
    } catch (cause) {
      await transaction.rollback();
      throw cause;
    } finally {
      transaction.release();
    }
  }

  listen(channel: string, told: () => void): AsyncDisposable {
    return new Listener(this.#server, channel, told);
  }

  async close(): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

function notUtf8(name: string): IdentikitError {
  return new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} is not encoded in UTF-8`, {
    remedy: "Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
  });
}

function notMade(name: string, cause: unknown): IdentikitError {
  const problem = `the config database ${name} is empty, and this role may not make tables in it`;
  return new IdentikitError("DATABASE_TOO_OLD", problem, {
    remedy: "Run identikit config migrate once, as the owner of the database.",
    cause,
  });
}
