import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { madeOnce } from "../made-once.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { asOrdinaryUserLater } from "../tree/unprivileged.ts";

/** A way to make empty databases of one kind, and to write to them without Identikit. */
export interface TestDatabases {
  readonly kind: "sqlite" | "postgres";
  /** Where everything lies that the databases write to the disk. */
  directory(): string;
  /** The location of a new database without anything in it, the schema included. */
  create(): Promise<string>;
  /** The location of a new database with the program's schema and no rows. */
  createCurrent(): Promise<string>;
  /** A new copy of a database of this kind that nobody has open. */
  copy(location: string): Promise<string>;
  /** Does something as somebody who may read a database and change nothing. */
  readOnly<Result>(location: string, work: (database: ConfigDatabase) => Promise<Result>): Promise<Result>;
  /** Runs SQL with the database's own command line; throws what it refuses. */
  foreign(location: string, statements: string): Promise<string>;
}

/** Defines the same tests twice: on SQLite, and on a PostgreSQL server that is started for them. */
export function describeOnBoth(title: string, define: (databases: TestDatabases) => void): void {
  requires("sqlite3")(`${title}, on SQLite`, () => {
    let directory: string;
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "identikit-db-"));
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    let made = 0;
    define({
      kind: "sqlite",
      directory: () => directory,
      create: async () => join(directory, `${made++}`, "config.db"),
      createCurrent: () => createCurrentAt(join(directory, `${made++}`, "config.db")),
      copy: async (location) => {
        const copied = join(directory, `${made++}.db`);
        copyFileSync(location, copied);
        return copied;
      },
      readOnly: async (location, work) => {
        for (const path of [directory, dirname(location)]) chmodSync(path, 0o755);
        return asOrdinaryUserLater(async () => {
          await using database = await openDatabase(location);
          return await work(database);
        });
      },
      foreign: async (location, statements) =>
        execFileSync("sqlite3", ["-bail", "-cmd", ".timeout 5000", location], {
          input: statements,
          encoding: "utf8",
          stdio: "pipe",
        }),
    });
  });
  requires(
    "initdb",
    "postgres",
    "psql",
  )(`${title}, on PostgreSQL`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    afterAll(() => server[Symbol.asyncDispose]());
    define({
      kind: "postgres",
      directory: () => server.directory,
      create: () => server.createDatabase(),
      createCurrent: () => server.createCurrent(),
      copy: (location) => server.createDatabase(databaseOf(location)),
      readOnly: async (location, work) => {
        await server.psql(
          databaseOf(location),
          `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader LOGIN; END IF; END $$;
           GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
        );
        await using database = await openDatabase(location.replace("identikit@", "reader@"));
        return await work(database);
      },
      foreign: (location, statements) => server.psql(databaseOf(location), statements),
    });
  });
}

/**
 * Makes a SQLite database with the program's schema and no rows, as opening it would, but quicker.
 * @returns its path
 */
export async function createCurrentAt(path: string): Promise<string> {
  const made = await madeOnce("sqlite", async (place) => {
    await (await openDatabase(join(place, "config.db")))[Symbol.asyncDispose]();
  });
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(join(made, "config.db"), path);
  return path;
}

function databaseOf(location: string): string {
  return new URL(location).pathname.slice(1);
}

const fleets = new WeakMap<TestDatabases, Promise<string>>();

/** Opens a new database with two types and four agents in it; the queue is empty. */
export async function openFleet(
  databases: TestDatabases,
): Promise<{ database: ConfigDatabase; location: string }> {
  let fleet = fleets.get(databases);
  if (!fleet) {
    fleet = makeFleet(databases);
    fleets.set(databases, fleet);
  }
  const location = await databases.copy(await fleet);
  return { database: await openDatabase(location), location };
}

async function makeFleet(databases: TestDatabases): Promise<string> {
  const location = await databases.createCurrent();
  await databases.foreign(
    location,
    `INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'claude-code'), ('reviewer', 'codex');
     INSERT INTO agent (name, type) VALUES ('ada', 'engineer'), ('bob', 'engineer'), ('cyn', 'reviewer'), ('dee', 'reviewer');
     DELETE FROM render_queue;`,
  );
  return location;
}
