import { test } from "vitest";
import { describeOnBoth } from "./databases.ts";
import { expectNoCanary, killImports, killRotations } from "./kill-rounds.ts";
import { randomFrom } from "./random-writes.ts";

/** A taste; `KILL_ROUNDS=125 npx vitest run test/config/kill.test.ts` kills 500 times. */
const rounds = Number(process.env.KILL_ROUNDS ?? 2);

describeOnBoth("a process that is killed", (databases) => {
  const random = randomFrom(Date.now());
  const watched = async (work: typeof killImports) => {
    await work({ databases, rounds, random });
    expectNoCanary(databases.directory());
  };
  const timeout = 30_000 + rounds * 5000;

  test("while it imports leaves one state or the other, and its agents due", { timeout }, () =>
    watched(killImports),
  );
  test("while it rotates secrets leaves them all under one key", { timeout }, () => watched(killRotations));
});
