import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import { backupDatabase } from "../../../src/config/backup/backup-database.ts";
import { openDatabase } from "../../../src/config/database.ts";
import { readSchema } from "../../../src/config/migrate/schema-state.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { KillProject, putRows } from "./kill-project.ts";
import { canary, expectNoCanary } from "./no-canary.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

const rows = 1500;
const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

/**
 * `restore` of two backups in turn, each over the other, and every fifth time into an empty database. Afterwards the database equals one
 * backup to the byte, with every guard of the access log, or is as empty as it was.
 */
export async function restoreTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, ["ada", "bob"]);
  const { location, root } = project;
  const files = ["a", "b"].map((name) => join(root, `${name}.backup`));
  for (const [index, file] of files.entries()) await makeBackup(project, index, file);
  const known = files.map((file) => readFileSync(file, "utf8"));
  const victims = { over: new Victim(program), into: new Victim(program) };
  const commandOf = (to: string, target: number, replace: boolean) => ({
    args: ["restore", files[target] as string, ...(replace ? ["--replace"] : []), "--database", to],
    cwd: root,
  });
  const stateOf = async (at: string): Promise<number> => {
    await using database = await openDatabase(at);
    const file = join(root, "now.backup");
    await backupDatabase(database, at, file);
    const state = known.indexOf(readFileSync(file, "utf8"));
    rmSync(file);
    assert.notEqual(state, -1, "neither the old database nor the new one");
    assert.deepEqual((await verifyLog(database, keyring)).findings, []);
    return state;
  };
  await victims.over.complete(commandOf(location, 0, true));
  let state = await stateOf(location);
  const first = await place.create();
  await victims.into.complete(commandOf(first, 1, false));
  await place.drop(first);

  const intoEmpty = async (random: (below: number) => number) => {
    const fresh = await place.create();
    const run = await victims.into.kill(commandOf(fresh, 1, false), random);
    await place.settled(fresh);
    const empty = await isEmpty(fresh);
    if (!run.killed) assert.equal(empty, false, "it was done, and is not there");
    if (!empty) assert.equal(await stateOf(fresh), 1);
    else await victims.into.complete(commandOf(fresh, 0, false));
    await place.settled(fresh);
    await place.drop(fresh);
    return { counted: run.killed, point: run.point, found: empty ? "into: empty" : "into: after" };
  };
  return {
    round: async (random) => {
      if (random(5) === 0) return intoEmpty(random);
      const target = 1 - state;
      const run = await victims.over.kill(commandOf(location, target, true), random);
      await place.settled(location);
      const found = await stateOf(location);
      if (!run.killed) assert.equal(found, target, "it was done, and is not there");
      const was = state;
      state = found;
      return { counted: run.killed, point: run.point, found: found === was ? "over: before" : "over: after" };
    },
    checkAll: async () => {
      await project.verify(keyring);
      expectNoCanary(place.directory);
      expectNoCanary(root);
    },
    [Symbol.asyncDispose]: async () => project[Symbol.dispose](),
  };
}

async function makeBackup(project: KillProject, index: number, file: string): Promise<void> {
  await project.open(async (database) => {
    const values = Array.from({ length: rows }, (_, at) => [
      "instance",
      at % 2 === 0 ? "ada" : "bob",
      `s${at}`,
      true,
      `{"type":"stdio","command":"c${index}"}`,
    ]);
    await putRows(database, { mcp_server: values });
    await setSecret(database, keyring, "TOKEN", `${canary}-${index}`);
    const access = { secret: "TOKEN", agent: "ada", accessor: "t", reason: "r", time: "t" };
    await new DatabaseAccessLog(database, keyring).record(Array.from({ length: 50 }, () => access));
    await backupDatabase(database, project.location, file);
  });
}

async function isEmpty(location: string): Promise<boolean> {
  await using database = await openDatabase(location, { schema: "any" });
  const { version } = await database.transaction("read", ({ query, sql }) =>
    readSchema(query, sql, database.kind),
  );
  return version === 0;
}
