import { controllerTrial } from "./controller-trial.ts";
import { deliveryTrial } from "./delivery-trial.ts";
import { importTrial } from "./import-trial.ts";
import { jobsTrial } from "./jobs-trial.ts";
import type { KillPlace } from "./kill-place.ts";
import { pullRequestTrial } from "./pull-request-trial.ts";
import { pairTrial, rebuildTrial } from "./rebuild-trial.ts";
import { renderTrial } from "./render-trial.ts";
import { restoreTrial } from "./restore-trial.ts";
import { rotateTrial } from "./rotate-trial.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { writeBackTrial } from "./write-back-trial.ts";

/** The trials of commands on a config database, once for each kind of it. */
export const databaseTrials: Readonly<Record<string, (settings: TrialSettings) => Promise<Trial>>> = {
  render: renderTrial,
  import: importTrial,
  rotate: rotateTrial,
  restore: restoreTrial,
  controller: controllerTrial,
  "write-back": writeBackTrial,
  "pull-request": pullRequestTrial,
  jobs: jobsTrial,
};

/** The trials that need no database, and how many rounds of them are a long run. */
export const otherTrials: Readonly<
  Record<string, { readonly rounds: number; readonly make: () => Promise<Trial> }>
> = {
  fetch: { rounds: 100, make: () => deliveryTrial("fetch") },
  materialize: { rounds: 100, make: () => deliveryTrial("materialize") },
  rebuild: { rounds: 100, make: rebuildTrial },
  pair: { rounds: 100, make: pairTrial },
};

/** One line of a tally. */
export interface Planned {
  readonly label: string;
  readonly rounds: number;
  readonly make: () => Promise<Trial>;
}

/**
 * What a run goes through.
 * @param names of trials
 * @param rounds of each; left out, as many as a long run has
 */
export function planTrials(
  names: readonly string[],
  { places, program, rounds }: { places: readonly KillPlace[]; program: string; rounds?: number | undefined },
): Planned[] {
  return names.flatMap((name) => {
    const make = databaseTrials[name];
    if (make)
      return places.map((place) => ({
        label: `${name} ${place.kind}`,
        rounds: rounds ?? 500,
        make: () => make({ place, program }),
      }));
    const other = otherTrials[name];
    if (other) return [{ label: name, rounds: rounds ?? other.rounds, make: other.make }];
    throw new Error(
      `there is no trial ${name}; there are ${[...Object.keys(databaseTrials), ...Object.keys(otherTrials)].join(", ")}`,
    );
  });
}
