import { Kysely, sql } from "kysely";
import type { Engine, TransactionKind } from "./engine.ts";
import { checkSchemaVersion, migrate, readSchemaVersion } from "./migrate.ts";
import { schemaVersion } from "./schema/migrations.ts";
import type { ConfigSchema } from "./schema/tables.ts";
import type { Session } from "./session.ts";
import { SqliteFile, sqliteDialect } from "./sqlite.ts";
import { untilFree } from "./until-free.ts";

/** A file of SQLite, opened and migrated. */
export async function openEngine(file: string, name: string, signal?: AbortSignal): Promise<Engine> {
  const engine = new SqliteEngine(new SqliteFile(file), name, signal);
  try {
    await engine.migrate();
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
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;

  constructor(file: SqliteFile, name: string, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#kysely = new Kysely<ConfigSchema>({ dialect: sqliteDialect(file) });
    this.#name = name;
    this.#signal = signal;
  }

  async migrate(): Promise<void> {
    const version = await this.run("read", ({ query }) => readSchemaVersion(query, "sqlite"));
    checkSchemaVersion(version, this.#name);
    if (version < schemaVersion) await this.run("write", ({ query }) => migrate(query, "sqlite", this.#name));
  }

  /** There is one connection: Kysely hands it to one transaction after the other. */
  run<Result>(kind: TransactionKind, work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#kysely.connection().execute(async (query) => {
      const { bulk } = this.#file;
      await untilFree(
        () => this.#file.tryBegin(kind === "read" ? "read" : "write"),
        this.#name,
        this.#signal,
      );
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
