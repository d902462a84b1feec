import { KillFleet } from "../../containers/kill-fleet.ts";
import { killRound, racingPair } from "../../containers/kill-rebuilds.ts";
import type { Trial } from "./trial.ts";

/** `containers rebuild` on a real engine, killed: one working container is left, with its files. */
export async function rebuildTrial(): Promise<Trial> {
  return trialOf(await KillFleet.start(), async (fleet, random) => {
    const { killed, phase } = await killRound(fleet, random);
    return { counted: killed, point: phase, found: "one container" };
  });
}

/** Two rebuilds of one agent at once: they take turns. */
export async function pairTrial(): Promise<Trial> {
  return trialOf(await KillFleet.start(), async (fleet, random) => {
    const ends = await racingPair(fleet, random);
    return { counted: true, point: "both at once", found: ends.sort().join(" and ") };
  });
}

type RoundOf = (fleet: KillFleet, random: Parameters<Trial["round"]>[0]) => ReturnType<Trial["round"]>;

function trialOf(fleet: KillFleet, round: RoundOf): Trial {
  return {
    round: (random) => round(fleet, random),
    checkAll: () => fleet.expectOneWorkingContainer("at the end of a batch"),
    [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose](),
  };
}
