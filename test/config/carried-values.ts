import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { valueTextProblem } from "../../src/config/connection/value-text.ts";
import { openDatabase } from "../../src/config/database.ts";
import { RowChecker } from "../../src/config/rows/row-check.ts";
import { shapeOf } from "../../src/config/schema/tables.ts";
import { findPlaceholders } from "../../src/secret/placeholder.ts";
import type { PostgresServer } from "../services/postgres.ts";
import { type OddRow, RandomValues } from "./random-values.ts";
import { randomFrom } from "./random-writes.ts";

const keyColumns = { agent_type_config: "type", mcp_server: "scope, scope_ref" } as const;
const keyValues = { agent_type_config: "'engineer'", mcp_server: "'global', ''" } as const;

/** What became of random rows that were written to both databases by other programs and then carried to the other one. */
export interface Carried {
  readonly rows: number;
  readonly accepted: number;
  /** Rows of which not everybody thinks alike, or that came back changed; there are to be none. */
  readonly differences: readonly string[];
}

/**
 * Writes random rows with `sqlite3`, with Node's SQLite and through PostgreSQL's own client; then carries what was accepted
 * from each database to the other in a bundle.
 */
export async function carryRandomValues(
  server: PostgresServer,
  count: number,
  seed: number,
): Promise<Carried> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-carry-"));
  try {
    const values = new RandomValues(randomFrom(seed));
    const rows = Array.from({ length: count }, (_, index) => values.row(index));
    const locations = {
      old: join(directory, "old.db"),
      sqlite: join(directory, "sqlite.db"),
      postgres: await server.createDatabase(),
    };
    for (const location of Object.values(locations))
      await (await openDatabase(location))[Symbol.asyncDispose]();
    const accepted = [
      writeWithShell(locations.old, rows),
      writeWithNode(locations.sqlite, rows),
      await writeToPostgres(locations.postgres, rows),
    ] as const;
    const differences = rows.flatMap((row, index) => {
      const verdicts = [...accepted.map((those) => those.has(index)), isGood(row)];
      return new Set(verdicts).size === 1 ? [] : [`${verdicts.join(" ")}: ${shown(row)}`];
    });
    const names = [
      ...[locations.old, locations.sqlite].map(secretsInSqlite),
      await secretsInPostgres(locations.postgres),
    ];
    const expected = secretsIn(rows.filter((_, index) => accepted[0].has(index)));
    for (const found of names)
      if (found !== expected) differences.push(`row_secret holds ${found}, not ${expected}`);
    const shapeless = rows.filter((row, index) => accepted[0].has(index) && !hasShape(row));
    await removeFrom(locations.sqlite, shapeless);
    await removeFrom(locations.postgres, shapeless);
    differences.push(...(await carry(server, directory, locations)));
    return { rows: count, accepted: accepted[0].size, differences };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The databases hold a row to the rule of values, and only to a part of the shape that the agent client wants of it. */
function hasShape({ table, key, value }: OddRow): boolean {
  try {
    const place =
      table === "mcp_server" ? ["global", "", key.toString(), true] : ["engineer", key.toString()];
    new RowChecker().check(shapeOf(table), [...place, value.toString()]);
    return true;
  } catch {
    return false;
  }
}

async function removeFrom(location: string, rows: readonly OddRow[]): Promise<void> {
  await using database = await openDatabase(location);
  await database.transaction("configure", async ({ query }) => {
    for (const { table, key } of rows)
      await query.deleteFrom(table).where("key", "=", key.toString()).execute();
  });
}

/** Exports what each holds, imports it into an empty database of the other kind, and exports that: the same bytes. */
async function carry(
  server: PostgresServer,
  directory: string,
  from: { readonly sqlite: string; readonly postgres: string },
): Promise<string[]> {
  const exported = async (location: string, name: string) => {
    await using database = await openDatabase(location);
    await exportBundle({ database, file: join(directory, name) });
    return readFileSync(join(directory, name), "utf8");
  };
  const carried = async (location: string, name: string) => {
    await using database = await openDatabase(location);
    await importBundle({ database, file: join(directory, name) });
    return exported(location, `${name}.again`);
  };
  const texts = [
    await exported(from.sqlite, "s"),
    await exported(from.postgres, "p"),
    await carried(await server.createDatabase(), "s"),
    await carried(join(directory, "carried.db"), "p"),
  ];
  return new Set(texts).size === 1 ? [] : ["the bundles are not the same"];
}

const insert = (row: OddRow, text: (bytes: Buffer) => string) =>
  `INSERT INTO ${row.table} (${keyColumns[row.table]}, key, value) VALUES (${keyValues[row.table]}, ${text(row.key)}, ${text(row.value)})`;
const inSqlite = (bytes: Buffer) => `CAST(x'${bytes.toString("hex")}' AS TEXT)`;
const firstType = "INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'r')";

function writeWithShell(location: string, rows: readonly OddRow[]): Set<number> {
  const statements = [firstType, ...rows.map((row) => insert(row, inSqlite))].map(
    (statement) => `${statement};\n`,
  );
  // It goes on after a statement that is refused.
  const { error } = spawnSync("sqlite3", [location], {
    input: `PRAGMA synchronous = OFF;${statements.join("")}`,
  });
  if (error) throw error;
  const database = new DatabaseSync(location);
  const there = new Set(
    ["agent_type_config", "mcp_server"].flatMap((table) =>
      database
        .prepare(`SELECT CAST(key AS BLOB) AS key FROM ${table}`)
        .all()
        .map(({ key }) => Buffer.from(key as Uint8Array).toString("hex")),
    ),
  );
  database.close();
  return new Set(rows.keys().filter((index) => there.has((rows[index] as OddRow).key.toString("hex"))));
}

function writeWithNode(location: string, rows: readonly OddRow[]): Set<number> {
  const database = new DatabaseSync(location);
  database.exec(`PRAGMA synchronous = OFF; ${firstType}`);
  const accepted = rows.keys().filter((index) => {
    try {
      database.exec(insert(rows[index] as OddRow, inSqlite));
      return true;
    } catch {
      return false;
    }
  });
  const indices = new Set(accepted);
  database.close();
  return indices;
}

async function writeToPostgres(location: string, rows: readonly OddRow[]): Promise<Set<number>> {
  const client = new pg.Client(location);
  await client.connect();
  await client.query(firstType);
  const accepted = new Set<number>();
  for (const [index, row] of rows.entries()) {
    const statement = insert(row, (bytes) => `convert_from('\\x${bytes.toString("hex")}', 'UTF8')`);
    await client.query(statement).then(
      () => accepted.add(index),
      () => {},
    );
  }
  await client.end();
  return accepted;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What the reader of rows makes of it. */
function isGood({ key, value }: OddRow): boolean {
  try {
    const name = strictUtf8.decode(key);
    const text = strictUtf8.decode(value);
    JSON.parse(text);
    const printable = [...name].every((character) => character >= " " && character !== "\u007f");
    return valueTextProblem(text) === undefined && printable && [...name].length <= 256;
  } catch {
    return false;
  }
}

/** The names of secrets in the strings of servers, as the reader of placeholders sees them. */
function secretsIn(rows: readonly OddRow[]): string {
  const found = rows.flatMap(({ table, key, value }) => {
    if (table !== "mcp_server") return [];
    const strings: string[] = [];
    JSON.parse(value.toString(), (_, item) => {
      if (typeof item === "string") strings.push(item);
      return item;
    });
    const names = strings.flatMap((text) =>
      [...text.matchAll(/\$\{SECRET:[^}$]*\}/g)].flatMap(([placeholder]) => {
        try {
          return findPlaceholders(placeholder, "").map(({ name }) => name);
        } catch {
          return [];
        }
      }),
    );
    return [...new Set(names)].map((name) => `${name} ${key.toString()}`);
  });
  return found.sort().join("\n");
}

const namedSecrets = "SELECT secret || ' ' || key AS name FROM row_secret";

function secretsInSqlite(location: string): string {
  const database = new DatabaseSync(location);
  const names = database.prepare(namedSecrets).all() as { name: string }[];
  database.close();
  return listOf(names);
}

async function secretsInPostgres(location: string): Promise<string> {
  const client = new pg.Client(location);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(namedSecrets);
  await client.end();
  return listOf(rows);
}

function listOf(rows: readonly { readonly name: string }[]): string {
  return rows
    .map(({ name }) => name)
    .sort()
    .join("\n");
}

function shown({ table, key, value }: OddRow): string {
  return `${table} ${JSON.stringify(key.toString())} ${JSON.stringify(value.toString().slice(0, 200))}`;
}
