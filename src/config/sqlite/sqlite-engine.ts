import { existsSync } from "node:fs";
import { Kysely, sql } from "kysely";
import { IdentikitError } from "../../fault/error.ts";
import { sqliteCodeOf } from "../../fault/thrown.ts";
import type { Engine, EngineOptions, TransactionKind } from "../connection/engine.ts";
import type { Session } from "../connection/session.ts";
import { type LockPatience, untilFree } from "../connection/until-free.ts";
import { checkNotRefused, migrate } from "../migrate/migrate.ts";
import { checkNotTooNew, readSchema } from "../migrate/schema-state.ts";
import { schemaVersion } from "../schema/migrations.ts";
import type { ConfigSchema } from "../schema/tables.ts";
import { SqliteFile, sqliteDialect } from "./sqlite.ts";
import { keepBeside } from "./sqlite-copy.ts";
import { writerOf } from "./sqlite-writer.ts";

const defaultPatienceMs = 60_000;

/** A file of SQLite, opened; where its schema is to be current, migrated. */
export async function openSqlite(file: string, name: string, options: EngineOptions): Promise<Engine> {
  const isRead = options.access === "read";
  // Without a file there are no rows; a schema that holds none is as good, and leaves nothing on the disk.
  const opened = isRead && !existsSync(file) ? ":memory:" : file;
  const engine = new SqliteEngine(new SqliteFile(opened), opened, name, options);
  try {
    if (options.schema !== "any") await engine.migrate();
    return engine;
  } catch (cause) {
    await engine.close();
    throw isRead && isReadOnly(cause) ? olderAndReadOnly(name, cause) : cause;
  }
}

function isReadOnly(cause: unknown): boolean {
  const [readonly, cannotOpen] = [8, 14];
  return [readonly, cannotOpen].includes(sqliteCodeOf(cause) % 256);
}

/** Reading needs this program's schema, and bringing it there needs the right to write. */
function olderAndReadOnly(name: string, cause: unknown): IdentikitError {
  const problem = `the config database ${name} has the schema of an older version, or cannot be opened for reading alone`;
  return new IdentikitError("DATABASE_TOO_OLD", problem, {
    remedy: "Let somebody who may write to it run: identikit config migrate",
    cause,
  });
}

class SqliteEngine implements Engine {
  readonly kind = "sqlite";
  readonly #file: SqliteFile;
  readonly #kysely: Kysely<ConfigSchema>;
  readonly #path: string;
  readonly #name: string;
  readonly #patience: LockPatience;

  constructor(file: SqliteFile, path: string, name: string, { signal, patienceMs }: EngineOptions) {
    this.#file = file;
    this.#kysely = new Kysely<ConfigSchema>({ dialect: sqliteDialect(file) });
    this.#path = path;
    this.#name = name;
    const holder = () => writerOf(path);
    this.#patience = { milliseconds: patienceMs ?? defaultPatienceMs, signal, holder };
  }

  /** Makes the schema this program's, after a copy beside it. A run that is killed leaves the old one, or the new. */
  async migrate(): Promise<void> {
    const kind = this.kind;
    const state = await this.run("read", ({ query }) => readSchema(query, sql, kind));
    checkNotTooNew(state, "read", this.#name);
    if (state.version >= schemaVersion) return;
    await this.#run("write", async ({ query }) => {
      const { version } = await readSchema(query, sql, kind);
      if (version > 0 && version < schemaVersion) await keepBeside(this.#path, version);
      checkNotRefused(await migrate(query, kind, this.#name), this.#name);
    });
  }

  /** There is one connection: Kysely hands it to one transaction after the other. */
  run<Result>(
    kind: TransactionKind,
    work: (session: Session) => Promise<Result>,
    open?: (session: Session) => Promise<void>,
  ): Promise<Result> {
    if (kind === "read") return this.#run(kind, work);
    return this.#run(kind, async (session) => {
      checkNotTooNew(await readSchema(session.query, sql, this.kind), "write", this.#name);
      await open?.(session);
      return work(session);
    });
  }

  #run<Result>(kind: TransactionKind, work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#kysely.connection().execute(async (query) => {
      const { bulk } = this.#file;
      await untilFree(() => this.#file.tryBegin(kind === "configure" ? "write" : kind), this.#patience);
      try {
        if (kind === "configure") await bulk.beginEpoch();
        const result = await work({ kind: this.kind, query, sql, bulk });
        this.#file.exec("COMMIT");
        return result;
      } catch (cause) {
        if (this.#file.inTransaction) this.#file.exec("ROLLBACK");
        throw cause;
      }
    });
  }

  /** A file tells nobody; who watches it has to look. */
  listen(): AsyncDisposable {
    return { [Symbol.asyncDispose]: async () => {} };
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
    this.#file.close();
  }
}
