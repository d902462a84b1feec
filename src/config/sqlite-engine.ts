import { Kysely, sql } from "kysely";
import type { Engine, EngineOptions, TransactionKind } from "./engine.ts";
import { checkNotRefused, migrate } from "./migrate.ts";
import { schemaVersion } from "./schema/migrations.ts";
import type { ConfigSchema } from "./schema/tables.ts";
import { checkNotTooNew, readSchema } from "./schema-state.ts";
import type { Session } from "./session.ts";
import { SqliteFile, sqliteDialect } from "./sqlite.ts";
import { keepBeside } from "./sqlite-copy.ts";
import { writerOf } from "./sqlite-writer.ts";
import { type LockPatience, untilFree } from "./until-free.ts";

const defaultPatienceMs = 60_000;

/** A file of SQLite, opened; where its schema is to be current, migrated. */
export async function openSqlite(file: string, name: string, options: EngineOptions): Promise<Engine> {
  const engine = new SqliteEngine(new SqliteFile(file), file, name, options);
  try {
    if (options.schema !== "any") await engine.migrate();
    return engine;
  } catch (cause) {
    await engine.close();
    throw cause;
  }
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
  run<Result>(kind: TransactionKind, work: (session: Session) => Promise<Result>): Promise<Result> {
    if (kind === "read") return this.#run(kind, work);
    return this.#run(kind, async (session) => {
      checkNotTooNew(await readSchema(session.query, sql, this.kind), "write", this.#name);
      return work(session);
    });
  }

  #run<Result>(kind: TransactionKind, work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#kysely.connection().execute(async (query) => {
      const { bulk } = this.#file;
      await untilFree(() => this.#file.tryBegin(kind === "read" ? "read" : "write"), this.#patience);
      try {
        if (kind === "configure") await bulk.beginEpoch();
        const result = await work({ query, sql, bulk });
        this.#file.exec("COMMIT");
        return result;
      } catch (cause) {
        if (this.#file.inTransaction) this.#file.exec("ROLLBACK");
        throw cause;
      }
    });
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
    this.#file.close();
  }
}
