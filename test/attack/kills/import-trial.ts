import assert from "node:assert/strict";
import { join } from "node:path";
import { exportBundle } from "../../../src/config/bundle/export-bundle.ts";
import type { Cells } from "../../../src/config/connection/session.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { KillProject, putRows } from "./kill-project.ts";
import { canary, expectNoCanary } from "./no-canary.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

/**
 * `config import --prune` of two bundles in turn. Afterwards the database is one of them, whole; the agents that differ are due exactly
 * where the import was kept.
 */
export async function importTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, ["ada", "bob", "cyn"]);
  const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");
  const files = ["a", "b"].map((name) => join(project.root, `${name}.bundle`));
  const digests: string[] = [];
  for (const [index, file] of files.entries()) {
    await project.open(async (database) => {
      await setSecret(database, keyring, "TOKEN", `${canary}-${index}`);
      await database.transaction("configure", ({ query }) => query.deleteFrom("mcp_server").execute());
      await putRows(database, { mcp_server: rowsOf(index) });
      digests.push((await exportBundle({ database, file, secrets: "sealed" })).digest);
    });
  }
  await project.emptyQueue();
  const victim = new Victim(program);
  const commandTo = (target: number) => ({
    args: ["config", "import", files[target] as string, "--prune", "--database", project.location],
    cwd: project.root,
  });
  await victim.complete(commandTo(0));
  await project.emptyQueue();
  let state = 0;
  return {
    round: async (random) => {
      const target = 1 - state;
      const run = await victim.kill(commandTo(target), random);
      await place.settled(project.location);
      const { digest } = await project.open((database) =>
        exportBundle({ database, file: join(project.root, "check.bundle"), secrets: "sealed" }),
      );
      const found = digests.indexOf(digest);
      assert.notEqual(found, -1, "neither the one bundle nor the other");
      assert.deepEqual(await project.queued(), found === state ? [] : ["ada", "bob"]);
      if (!run.killed) assert.equal(found, target, "it was done, and is not there");
      if (found !== state) await project.emptyQueue();
      const was = state;
      state = found;
      return { counted: run.killed, point: run.point, found: found === was ? "before" : "after" };
    },
    checkAll: async () => {
      await project.verify(keyring);
      expectNoCanary(place.directory);
      expectNoCanary(project.root);
    },
    [Symbol.asyncDispose]: async () => project[Symbol.dispose](),
  };
}

/** Rows that differ, that only one of the two has, and that are the same in both. */
function rowsOf(index: number): readonly Cells[] {
  const row = (agent: string, key: string, command: string): Cells => [
    "instance",
    agent,
    key,
    true,
    `{"type":"stdio","command":"${command}"}`,
  ];
  return [
    ...Array.from({ length: 800 }, (_, at) =>
      row(at % 2 === 0 ? "ada" : "bob", `s${at * (index + 1)}`, `c${index}`),
    ),
    row("bob", "odd", `c${index}`),
    row("cyn", "same", "c"),
  ];
}
