// One step of the bundle benchmark, in a process of its own: prints its seconds, those of its processor, and the most memory it held.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { exportBundle } from "../../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../../src/config/bundle/import-bundle.ts";
import { openDatabase } from "../../../src/config/database.ts";
import { benchRows, columnsOf } from "./bundle-rows.ts";

const [step, location, argument] = process.argv.slice(2) as [string, string, string];
const tables = Object.keys(columnsOf);
const keys: Readonly<Record<string, string>> = { agent_type: "name", agent: "name" };
const selectOf = (table: string) =>
  `SELECT ${columnsOf[table]?.join(", ")} FROM ${table} ORDER BY ${keys[table] ?? "scope, scope_ref, key"}`;

const steps: Readonly<Record<string, () => Promise<void>>> = {
  async export() {
    await using database = await openDatabase(location);
    await exportBundle({ database, file: argument });
  },
  async import() {
    await using database = await openDatabase(location);
    await importBundle({ database, file: argument });
  },
  /** A cursor, JSON and SHA-256. */
  async bareExportSqlite() {
    const database = new DatabaseSync(location);
    const hash = createHash("sha256");
    for (const table of tables)
      for (const row of database.prepare(selectOf(table)).iterate()) hash.update(`${JSON.stringify(row)}\n`);
    hash.digest();
  },
  async bareExportPostgres() {
    const client = new pg.Client(location);
    await client.connect();
    const hash = createHash("sha256");
    await client.query("BEGIN");
    for (const table of tables) {
      await client.query(`DECLARE c NO SCROLL CURSOR FOR ${selectOf(table)}`);
      for (;;) {
        const { rows } = await client.query("FETCH 2000 FROM c");
        for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
        if (rows.length === 0) break;
      }
      await client.query("CLOSE c");
    }
    hash.digest();
    await client.end();
  },
  /** Prepared inserts in one transaction, into the same schema. */
  async bareImportSqlite() {
    const database = new DatabaseSync(location);
    database.exec("PRAGMA synchronous = FULL; BEGIN");
    const statements = new Map(
      tables.map((table) => [
        table,
        database.prepare(
          `INSERT INTO ${table} (${columnsOf[table]?.join(", ")}) VALUES (${columnsOf[table]?.map(() => "?").join(", ")})`,
        ),
      ]),
    );
    for (const { table, cells } of benchRows(Number(argument))) statements.get(table)?.run(...cells);
    database.exec("COMMIT");
    database.close();
  },
  async bareImportPostgres() {
    const client = new pg.Client(location);
    await client.connect();
    await client.query("BEGIN");
    for (const { table, cells } of benchRows(Number(argument))) {
      const columns = columnsOf[table] as string[];
      const text = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")})`;
      await client.query({ name: table, text, values: cells.map((cell) => (cell === 1 ? true : cell)) });
    }
    await client.query("COMMIT");
    await client.end();
  },
  async migrate() {
    await using _ = await openDatabase(location);
  },
};

const start = performance.now();
await steps[step]?.();
const seconds = (performance.now() - start) / 1000;
const { userCPUTime, systemCPUTime } = process.resourceUsage();
// The high-water mark of this program; that of getrusage has in it what its parent held when it forked.
const mark = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
process.stdout.write(
  JSON.stringify({ seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, mebibytes: Number(mark) / 1024 }),
);
