import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PostgresServer } from "../../services/postgres.ts";

/** Where databases of one kind are made, and what holds of them after a kill. */
export interface KillPlace extends AsyncDisposable {
  readonly kind: "sqlite" | "postgres";
  /** Everything that the databases write to the disk is below it. */
  readonly directory: string;
  /** Makes a new, empty database and gives its location. */
  create(): Promise<string>;
  /** Drops a database that is not needed any more. */
  drop(location: string): Promise<void>;
  /** Returns when a server is through with what it had received of processes that are gone. */
  settled(location: string): Promise<void>;
}

export function sqlitePlace(): KillPlace {
  const directory = mkdtempSync(join(tmpdir(), "identikit-kills-"));
  let made = 0;
  return {
    kind: "sqlite",
    directory,
    create: async () => {
      const place = join(directory, String(made++));
      mkdirSync(place);
      return join(place, "config.db");
    },
    drop: async (location) => rmSync(join(location, ".."), { recursive: true }),
    settled: async () => {},
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A server whose commits reach the disk. */
export async function postgresPlace(): Promise<KillPlace> {
  const server = await PostgresServer.start({ durable: true });
  const nameOf = (location: string) => new URL(location).pathname.slice(1);
  return {
    kind: "postgres",
    directory: server.directory,
    create: () => server.createDatabase(),
    drop: async (location) => {
      await server.psql("postgres", `DROP DATABASE ${nameOf(location)} WITH (FORCE)`);
    },
    settled: async (location) => {
      const others = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${nameOf(location)}' AND backend_type = 'client backend'`;
      while ((await server.psql("postgres", others)).trim() !== "0") await sleep(10);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
