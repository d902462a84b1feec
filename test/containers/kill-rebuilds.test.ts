import { afterAll, beforeAll, expect, it } from "vitest";
import { requiresEngine } from "../services/docker-engine.ts";
import { KillFleet } from "./kill-fleet.ts";
import { killRound, newTally, racingPair } from "./kill-rebuilds.ts";

// The long run: node test/campaigns/kill-rebuild.ts
requiresEngine()("rebuilds that are killed, and rebuilds at once", () => {
  let fleet: KillFleet;
  beforeAll(async () => {
    fleet = await KillFleet.start();
  });
  afterAll(() => fleet[Symbol.asyncDispose]());

  it("leave one working container with its env directory, wherever they are killed", async () => {
    const tally = newTally();
    for (let round = 0; round < 10; round++) await killRound(fleet, tally, 1_000 + round);
    expect(tally.killed + tally.done).toBe(10);
    expect(tally.killed).toBeGreaterThan(0);
  }, 300_000);

  it("take turns when two start at once, and leave one working container", async () => {
    const tally = newTally();
    for (let round = 0; round < 10; round++) await racingPair(fleet, tally, 2_000 + round);
    expect(tally.pairs).toBe(10);
  }, 300_000);
});
