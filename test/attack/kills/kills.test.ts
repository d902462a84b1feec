import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { randomFrom } from "../../config/random-writes.ts";
import { requires } from "../../requirement.ts";
import { deliveryTrial } from "./delivery-trial.ts";
import { type KillPlace, postgresPlace, sqlitePlace } from "./kill-place.ts";
import type { Trial } from "./trial.ts";
import { databaseTrials } from "./trials.ts";

// A taste; the long run is node test/campaigns/kills.ts TALLY.
const usualRounds = 3;
/** What has the most commits is tasted longer, ten kills of controllers; what is several processes a round, shorter. */
const roundsOf: Readonly<Record<string, number>> = { controller: 5, jobs: 2 };
const program = join(house, "dist/identikit.js");

async function run(trial: Trial, rounds = usualRounds): Promise<void> {
  const random = randomFrom(20261122);
  const points: string[] = [];
  for (let round = 0; round < rounds; round++) points.push((await trial.round(random)).point);
  await trial.checkAll();
  expect(points).toHaveLength(rounds);
}

requires(
  "initdb",
  "postgres",
  "psql",
  "bwrap",
  "setpriv",
  "prlimit",
)("a command that is killed", () => {
  const places: KillPlace[] = [];
  beforeAll(async () => {
    places.push(sqlitePlace(), await postgresPlace());
  });
  afterAll(async () => {
    for (const place of places) await place[Symbol.asyncDispose]();
  });

  const cases = Object.keys(databaseTrials).flatMap((name) => [
    [name, "sqlite"],
    [name, "postgres"],
  ]);
  test.each(cases)("leaves all or nothing: %s, on %s", async (name, kind) => {
    const place = places.find((each) => each.kind === kind) as KillPlace;
    const make = databaseTrials[name as string] as (typeof databaseTrials)[string];
    await using trial = await make({ place, program });
    await run(trial, roundsOf[name as string]);
  });
});

test.each(["fetch", "materialize"] as const)(
  "a %s that is killed tears nothing, and the next run completes",
  async (kind) => {
    await using trial = await deliveryTrial(kind);
    await run(trial);
  },
);
