import type { ConfigDatabase } from "../../config/database.ts";
import { type FigureValues, sampleStepMs, sampleTime, saveSamples } from "../store/figures/figure-samples.ts";
import { measureDay, measureRuns } from "../store/figures/measure-runs.ts";
import type { Controller } from "./controller.ts";

/** Where figures come from and go to. */
export interface FigureServices {
  readonly database: ConfigDatabase;
  readonly organization: string;
  /** How the env directories of this machine are; nothing where none of them could be compared. */
  readonly environments: () => Promise<FigureValues<"env-directories"> | undefined>;
  readonly now: () => Date;
}

const [runs, environments] = ["Runs", "EnvDirectories"];
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Measures, each quarter of an hour, what plots show over time. What the runs of a day have used is measured until the end of the next day,
 * since a run may go on past midnight.
 */
export function figuresController(services: FigureServices): Controller {
  const { database, organization: namespace, now } = services;
  return {
    name: "figures",
    watches: [],
    standing: [runs, environments].map((kind) => ({ kind, namespace: "", name: "all" })),
    async reconcile({ kind }) {
      const moment = now();
      const time = sampleTime(moment);
      if (kind === environments) {
        const values = await services.environments();
        if (values)
          await database.transaction("write", (session) =>
            saveSamples(session, { namespace, figure: "env-directories", time }, values),
          );
      } else
        await database.transaction("write", async (session) => {
          await saveSamples(
            session,
            { namespace, figure: "runs", time },
            await measureRuns(session, namespace),
          );
          for (const one of [moment, new Date(moment.getTime() - dayMs)]) {
            const day = one.toISOString().slice(0, 10);
            const at = { namespace, figure: "day", time: `${day}T00:00:00.000Z` } as const;
            await saveSamples(session, at, await measureDay(session, namespace, day));
          }
        });
      return { againMs: sampleStepMs };
    },
  };
}
