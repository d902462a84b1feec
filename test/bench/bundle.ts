// A bundle of a million rows against bare loops over the same rows, on both databases: `node test/bench/bundle.ts [ROWS]`.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { builtProgram } from "./parts/built-program.ts";
import { print } from "./parts/figure.ts";

const count = Number(process.argv[2] ?? 1_000_000);
const directory = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const file = (name: string) => join(directory, name);

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

function timed(program: string, args: readonly string[]): void {
  const start = performance.now();
  const { status } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status === 0)
    say(`  ${program.split("/").at(-1)}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function report(kind: string, exporting: [Measured, Measured], importing: [Measured, Measured]): void {
  print(`${kind}: export against cursor, JSON and SHA-256`, exporting[0].seconds / exporting[1].seconds, {
    atMost: 1.5,
  });
  print(`${kind}: import against prepared inserts`, importing[0].seconds / importing[1].seconds, {
    atMost: 1.5,
  });
  print(`${kind}: most memory of an export, MiB`, exporting[0].mebibytes, { atMost: 250 });
  print(`${kind}: most memory of an import, MiB`, importing[0].mebibytes, { atMost: 250 });
}

try {
  say(`SQLite, ${count} rows`);
  for (const name of ["a.db", "b.db"]) step("migrate", file(name));
  const bareImport = step("bareImportSqlite", file("a.db"), `${count}`);
  const bareExport = step("bareExportSqlite", file("a.db"));
  const exported = step("export", file("a.db"), file("a.jsonl"));
  say(`  the bundle: ${(statSync(file("a.jsonl")).size / 1e6).toFixed(0)} MB`);
  const imported = step("import", file("b.db"), file("a.jsonl"));
  step("export", file("b.db"), file("b.jsonl"));
  execFileSync("cmp", [file("a.jsonl"), file("b.jsonl")]);
  timed("sqlite3", [file("a.db"), ".dump"]);
  report("SQLite", [exported, bareExport], [imported, bareImport]);

  await using server = await PostgresServer.start({ durable: true });
  say(`PostgreSQL, ${count} rows`);
  const [ours, bare] = [await server.createDatabase(), await server.createDatabase()];
  for (const url of [ours, bare]) step("migrate", url);
  const imported2 = step("import", ours, file("a.jsonl"));
  const bareImport2 = step("bareImportPostgres", bare, `${count}`);
  const bareExport2 = step("bareExportPostgres", ours);
  const exported2 = step("export", ours, file("p.jsonl"));
  execFileSync("cmp", [file("a.jsonl"), file("p.jsonl")]);
  timed(programPath("pg_dump") as string, ["-f", file("p.sql"), ours]);
  report("PostgreSQL", [exported2, bareExport2], [imported2, bareImport2]);
} finally {
  rmSync(directory, { recursive: true });
}
