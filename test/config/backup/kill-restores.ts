import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import { backupDatabase } from "../../../src/config/backup/backup-database.ts";
import { restoreBackup } from "../../../src/config/backup/restore-backup.ts";
import { openDatabase } from "../../../src/config/database.ts";
import { readSchema } from "../../../src/config/schema-state.ts";
import { setSecret } from "../../../src/config/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";

export interface RestoreKills {
  /** Makes a new, empty database and gives its location. */
  readonly create: () => Promise<string>;
  /** Returns when no other process is at work in a database any more. */
  readonly settled: (location: string) => Promise<void>;
  readonly rounds: number;
  readonly random: (below: number) => number;
}

/** What the rounds came to: whether the database was found as before, or as the restore that was killed last had left it. */
export interface KillTally {
  readonly same: number;
  readonly other: number;
  readonly empty: number;
}

const rows = 1500;
const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

/**
 * Kills a process that restores two backups in turn, over and over; what is left is always one of them, whole, with every guard. One
 * round in five is killed in its first restore into an empty database, which is then still empty, or whole.
 */
export async function killRestores({ create, settled, rounds, random }: RestoreKills): Promise<KillTally> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-kill-restore-"));
  try {
    const files = [join(directory, "a.backup"), join(directory, "b.backup")];
    for (const [index, file] of files.entries()) await makeBackup(await create(), index, file);
    const known = files.map((file) => readFileSync(file, "utf8"));
    const tally = { same: 0, other: 0, empty: 0 };
    const location = await create();
    let before = await restored(location, files[0] as string, known);
    for (let round = 0; round < rounds; round++) {
      if (round % 5 === 4) {
        const fresh = await create();
        await killed(["restore", fresh, ...files], random(700));
        await settled(fresh);
        if (await isEmpty(fresh)) tally.empty++;
        else tally[(await stateOf(fresh, known)) === 0 ? "same" : "other"]++;
        await restored(fresh, files[1] as string, known);
        continue;
      }
      await killed(["restore", location, ...files], random(1200));
      await settled(location);
      const after = await stateOf(location, known);
      tally[after === before ? "same" : "other"]++;
      before = after;
    }
    return tally;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function makeBackup(location: string, index: number, file: string): Promise<void> {
  await using database = await openDatabase(location);
  await database.transaction("configure", async ({ query }) => {
    await query.insertInto("agent_type").values({ name: "t", runtime: "r", enabled: true }).execute();
    for (const name of ["ada", "bob"])
      await query.insertInto("agent").values({ name, type: "t", enabled: true }).execute();
    for (let at = 0; at < rows; at++)
      await query
        .insertInto("mcp_server")
        .values({
          scope: "instance",
          scope_ref: at % 2 === 0 ? "ada" : "bob",
          key: `s${at}`,
          enabled: true,
          value: `{"type":"stdio","command":"c${index}"}`,
        })
        .execute();
  });
  await setSecret(database, keyring, "TOKEN", `value ${index}`);
  const access = { secret: "TOKEN", agent: "ada", accessor: "t", reason: "r", time: "t" };
  for (let session = 0; session <= index; session++)
    await new DatabaseAccessLog(database, keyring).record(Array.from({ length: 50 }, () => access));
  await backupDatabase(database, location, file);
}

/** Which of the known backups a database equals; anything else is a failure. */
async function stateOf(location: string, known: readonly string[]): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-kill-state-"));
  await using database = await openDatabase(location);
  const file = join(directory, "now.backup");
  await backupDatabase(database, location, file);
  const state = known.indexOf(readFileSync(file, "utf8"));
  rmSync(directory, { recursive: true });
  assert.notEqual(state, -1, "neither the old database nor the new one");
  assert.deepEqual((await verifyLog(database, keyring)).findings, []);
  return state;
}

async function restored(location: string, file: string, known: readonly string[]): Promise<number> {
  {
    await using database = await openDatabase(location, { schema: "any" });
    await restoreBackup({ database, file, replace: true });
  }
  return stateOf(location, known);
}

async function isEmpty(location: string): Promise<boolean> {
  await using database = await openDatabase(location, { schema: "any" });
  const { version } = await database.transaction("read", ({ query, sql }) =>
    readSchema(query, sql, database.kind),
  );
  return version === 0;
}

async function killed(args: readonly string[], afterMs: number): Promise<void> {
  const program = join(import.meta.dirname, "../endless-writer.ts");
  const writer = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => writer.once("exit", resolve));
  await Promise.race([new Promise((resolve) => writer.stdout.once("data", resolve)), exited]);
  await sleep(afterMs);
  assert.equal(writer.exitCode, null, "the writer ended by itself");
  writer.kill("SIGKILL");
  await exited;
}
