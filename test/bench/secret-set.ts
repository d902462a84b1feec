// Setting a secret in a large fleet, and importing a bundle that holds one: `node test/bench/secret-set.ts [AGENTS] [ROWS]`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { setSecret } from "../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { PostgresServer } from "../services/postgres.ts";
import { benchRows, columnsOf } from "./parts/bundle-rows.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";

const [agents, count] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 100_000)];
const rowsEach = 20;
const keyring = Keyring.parse(Keyring.generateEntry("bench"), "keys");
const directory = mkdtempSync(join(tmpdir(), "identikit-bench-"));
let values = 0;

/** Agents with 20 servers each, of which one in a hundred agents names FEW, all name MANY, and half name HALF. */
async function fill(database: ConfigDatabase): Promise<void> {
  await database.transaction("configure", async ({ bulk }) => {
    const shape = (name: string, key: readonly string[], columns: readonly string[]) =>
      ({ name, key, columns }) as never;
    await bulk.put(shape("agent_type", ["name"], ["name", "runtime"]), [["worker", "claude-code"]]);
    const names = Array.from({ length: agents }, (_, index) => `agent-${String(index).padStart(6, "0")}`);
    await inPieces(
      names.map((name) => [name, "worker"]),
      (some) => bulk.put(shape("agent", ["name"], ["name", "type"]), some),
    );
    const servers = names.flatMap((name, agent) =>
      Array.from({ length: rowsEach }, (_, key) => {
        const secret =
          key === 0
            ? "MANY"
            : key === 1 && agent % 2 === 0
              ? "HALF"
              : key === 2 && agent % (agents / 100) === 0
                ? "FEW"
                : `OTHER_${key}`;
        const value = `{"type":"stdio","command":"mcp-${key}","args":["--agent","${name}"],"env":{"TOKEN":"\${SECRET:${secret}}"}}`;
        return ["instance", name, `server-${key}`, value];
      }),
    );
    const columns = ["scope", "scope_ref", "key", "value"];
    await inPieces(servers, (some) => bulk.put(shape("mcp_server", columns.slice(0, 3), columns), some));
  });
}

async function inPieces<Row>(
  rows: readonly Row[],
  write: (some: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) await write(rows.slice(at, at + 500));
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle of seven times; each finds the queue empty. */
async function timeOf(database: ConfigDatabase, name: string): Promise<{ time: number; affected: number }> {
  const times: number[] = [];
  let affected = 0;
  for (let round = 0; round < 7; round++) {
    await database.transaction("write", ({ query }) => query.deleteFrom("render_queue").execute());
    times.push(await milliseconds(() => setSecret(database, keyring, name, `value ${values++}`)));
    const { length } = await database.read((query) =>
      query.selectFrom("render_queue").select("agent").execute(),
    );
    affected = length;
  }
  return { time: median(times), affected };
}

async function settings(location: string): Promise<void> {
  await using database = await openDatabase(location);
  const filling = await milliseconds(() => fill(database));
  process.stdout.write(
    `${database.kind}: ${agents} agents, ${agents * rowsEach} servers, written in ${(filling / 1000).toFixed(1)} s\n`,
  );
  const few = await timeOf(database, "FEW");
  const half = await timeOf(database, "HALF");
  const many = await timeOf(database, "MANY");
  for (const { time, affected } of [few, half, many])
    process.stdout.write(`  ${affected} agents affected: ${time.toFixed(1)} ms\n`);
  print(`${database.kind}: secret set with ${few.affected} agents affected, milliseconds`, few.time, {
    atMost: 50,
  });
  print(`${database.kind}: all agents against half of them, time`, many.time / half.time, { atMost: 2.5 });
}

/** A bundle of the usual rows and one secret. */
async function bundle(): Promise<string> {
  const file = join(directory, "source.db");
  await using database = await openDatabase(file);
  const raw = new DatabaseSync(file);
  raw.exec("BEGIN");
  const statements = new Map(
    Object.entries(columnsOf).map(([table, columns]) => [
      table,
      raw.prepare(
        `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
      ),
    ]),
  );
  for (const { table, cells } of benchRows(count)) statements.get(table)?.run(...cells);
  raw.exec("COMMIT");
  raw.close();
  await setSecret(database, keyring, "TOKEN_3", "value");
  await exportBundle({ database, file: join(directory, "bundle"), secrets: "sealed" });
  return join(directory, "bundle");
}

try {
  await using server = await PostgresServer.start({ durable: true });
  await settings(join(directory, "fleet.db"));
  await settings(await server.createDatabase());
  const file = await bundle();
  const imported = async (location: string) => {
    await using database = await openDatabase(location);
    const time = await milliseconds(() => importBundle({ database, file }));
    process.stdout.write(
      `  import of ${count} rows and a secret, ${database.kind}: ${(time / 1000).toFixed(2)} s\n`,
    );
    return time;
  };
  const times: [number, number][] = [];
  for (let round = 0; round < 3; round++)
    times.push([
      await imported(join(directory, `${round}.db`)),
      await imported(await server.createDatabase()),
    ]);
  print("import, SQLite against PostgreSQL", median(times.map(([sqlite, postgres]) => sqlite / postgres)), {
    atMost: 1.2,
  });
} finally {
  rmSync(directory, { recursive: true });
}
