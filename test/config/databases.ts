import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";

/** A way to make empty databases of one kind, and to write to them without Identikit. */
export interface TestDatabases {
  readonly kind: "sqlite" | "postgres";
  /** Where everything lies that the databases write to the disk. */
  directory(): string;
  /** The location of a new, empty database. */
  create(): Promise<string>;
  /** A new copy of a database of this kind that nobody has open. */
  copy(location: string): Promise<string>;
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
      copy: async (location) => {
        const copied = join(directory, `${made++}.db`);
        copyFileSync(location, copied);
        return copied;
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
      copy: (location) => server.createDatabase(databaseOf(location)),
      foreign: (location, statements) => server.psql(databaseOf(location), statements),
    });
  });
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
  const location = await databases.create();
  await (await openDatabase(location))[Symbol.asyncDispose]();
  await databases.foreign(
    location,
    `INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'claude-code'), ('reviewer', 'codex');
     INSERT INTO agent (name, type) VALUES ('ada', 'engineer'), ('bob', 'engineer'), ('cyn', 'reviewer'), ('dee', 'reviewer');
     DELETE FROM render_queue;`,
  );
  return location;
}
