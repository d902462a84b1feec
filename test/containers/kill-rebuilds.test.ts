import { afterAll, beforeAll, expect, it } from "vitest";
import { randomFrom } from "../config/random-writes.ts";
import { requiresEngine } from "../services/docker-engine.ts";
import { KillFleet } from "./kill-fleet.ts";
import { killRound, racingPair } from "./kill-rebuilds.ts";

const random = randomFrom(1_000);

// The long run: node test/campaigns/kills.ts TALLY --only rebuild,pair
requiresEngine()("rebuilds that are killed, and rebuilds at once", () => {
  let fleet: KillFleet;
  beforeAll(async () => {
    fleet = await KillFleet.start();
  });
  afterAll(() => fleet[Symbol.asyncDispose]());

  it("leave one working container with its env directory, wherever they are killed", async () => {
    const killed: boolean[] = [];
    for (let round = 0; round < 10; round++) killed.push((await killRound(fleet, random)).killed);
    expect(killed).toContain(true);
  });

  it("take turns when two start at once, and leave one working container", async () => {
    for (let round = 0; round < 10; round++) expect(await racingPair(fleet, random)).toHaveLength(2);
  });
});
