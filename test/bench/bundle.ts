// A bundle of a million rows against bare loops over the same rows, and against a dump of them, on both databases:
// `node test/bench/bundle.ts [ROWS] [sqlite|postgres]`. A dump brings its tables along and makes their indexes and triggers when the rows are
// there; into tables that are there it meets what every writer meets, as an import does. Needs sqlite3, psql and pg_dump.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { builtProgram } from "./parts/built-program.ts";
import { columnsOf } from "./parts/bundle-rows.ts";
import { print } from "./parts/figure.ts";

const count = Number(process.argv[2] ?? 1_000_000);
const only = process.argv[3];
const tables = Object.keys(columnsOf);
const directory = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const file = (name: string) => join(directory, name);
const bundle = file("a.jsonl");

interface Measured {
  readonly seconds: number;
  /** Seconds of the processor, which others on the machine disturb less; on PostgreSQL the server's are not in them. */
  readonly cpu: number;
  readonly mebibytes: number;
}

const program = await builtProgram(join(import.meta.dirname, "parts/bundle-step.ts"), file("built"));

function step(name: string, location: string, argument = ""): Measured {
  const output = execFileSync(process.execPath, [program, name, location, argument], {
    encoding: "utf8",
  });
  const measured = JSON.parse(output) as Measured;
  say(
    `  ${name}: ${measured.seconds.toFixed(1)} s (${measured.cpu.toFixed(1)} s of the processor), ${measured.mebibytes.toFixed(0)} MiB`,
  );
  return measured;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Seconds that a command of the shell takes. */
function timed(what: string, command: string): number {
  const start = performance.now();
  execFileSync("sh", ["-c", command], { stdio: ["ignore", "ignore", "inherit"] });
  const seconds = (performance.now() - start) / 1000;
  say(`  ${what}: ${seconds.toFixed(1)} s`);
  return seconds;
}

interface Times {
  readonly exported: Measured;
  readonly bareExport: Measured;
  readonly imported: Measured;
  readonly bareImport: Measured;
  /** Seconds of a dump with its tables. */
  readonly dump: number;
  /** Seconds of its rows alone, into tables that are there. */
  readonly dumpedRows?: number;
}

function report(kind: string, client: string, times: Times, goals: { readonly export: number }): void {
  const { exported, bareExport, imported, bareImport, dump, dumpedRows } = times;
  const ratio = (what: string, value: number, atMost: number) => print(`${kind}: ${what}`, value, { atMost });
  ratio("export against cursor, JSON and SHA-256", exported.seconds / bareExport.seconds, goals.export);
  ratio("import against prepared inserts", imported.seconds / bareImport.seconds, 1);
  ratio(`import against ${client} < dump`, imported.seconds / dump, 1);
  if (dumpedRows !== undefined)
    ratio(
      `import against ${client} < rows of a dump, into the same tables`,
      imported.seconds / dumpedRows,
      1,
    );
  ratio("most memory of an export, MiB", exported.mebibytes, 250);
  ratio("most memory of an import, MiB", imported.mebibytes, 250);
}

function benchSqlite(): void {
  say(`SQLite, ${count} rows`);
  for (const name of ["a.db", "b.db"]) step("migrate", file(name));
  const bareImport = step("bareImportSqlite", file("a.db"), `${count}`);
  const bareExport = step("bareExportSqlite", file("a.db"));
  const exported = step("export", file("a.db"), bundle);
  say(`  the bundle: ${(statSync(bundle).size / 1e6).toFixed(0)} MB`);
  const imported = step("import", file("b.db"), bundle);
  step("export", file("b.db"), file("b.jsonl"));
  execFileSync("cmp", [bundle, file("b.jsonl")]);
  timed("sqlite3 .dump", `sqlite3 ${file("a.db")} .dump > ${file("a.sql")}`);
  const dump = timed("sqlite3 < dump", `sqlite3 -bail ${file("c.db")} < ${file("a.sql")}`);
  // Not its rows alone, too: sqlite3 compiles the triggers again for each INSERT that it reads, 10 ms a row.
  const times = { exported, bareExport, imported, bareImport, dump };
  report("SQLite", "sqlite3", times, { export: 0.7 });
}

async function benchPostgres(): Promise<void> {
  await using server = await PostgresServer.start({ durable: true });
  say(`PostgreSQL, ${count} rows`);
  const create = async () => await server.createDatabase();
  const [ours, bare, whole, filled] = [await create(), await create(), await create(), await create()];
  for (const url of [ours, bare, filled]) step("migrate", url);
  const imported = step("import", ours, bundle);
  const bareImport = step("bareImportPostgres", bare, `${count}`);
  const bareExport = step("bareExportPostgres", ours);
  const exported = step("export", ours, file("p.jsonl"));
  execFileSync("cmp", [bundle, file("p.jsonl")]);
  const [pgDump, psql] = [programPath("pg_dump"), `${programPath("psql")} -X -q -1 -v ON_ERROR_STOP=1`];
  timed("pg_dump", `${pgDump} -f ${file("p.sql")} ${ours}`);
  const chosen = tables.map((table) => `-t ${table}`).join(" ");
  // The triggers' functions name tables without their schema, which a dump takes from the path.
  const rows = `${pgDump} --data-only ${chosen} ${ours} | grep -v "set_config('search_path'"`;
  execFileSync("sh", ["-c", `${rows} > ${file("rows.sql")}`]);
  const dump = timed("psql < dump", `${psql} ${whole} < ${file("p.sql")}`);
  const dumpedRows = timed("psql < rows", `${psql} ${filled} < ${file("rows.sql")}`);
  report(
    "PostgreSQL",
    "psql",
    { exported, bareExport, imported, bareImport, dump, dumpedRows },
    { export: 1 },
  );
}

try {
  if (only !== "postgres") benchSqlite();
  else {
    step("migrate", file("a.db"));
    step("bareImportSqlite", file("a.db"), `${count}`);
    step("export", file("a.db"), bundle);
  }
  if (only !== "sqlite") await benchPostgres();
} finally {
  rmSync(directory, { recursive: true });
}
