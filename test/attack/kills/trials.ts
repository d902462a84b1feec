import { importTrial } from "./import-trial.ts";
import { type KillPlace, postgresPlace, sqlitePlace } from "./kill-place.ts";
import { renderTrial } from "./render-trial.ts";
import { restoreTrial } from "./restore-trial.ts";
import { rotateTrial } from "./rotate-trial.ts";
import type { Trial, TrialSettings } from "./trial.ts";

export const commandTrials: Readonly<Record<string, (settings: TrialSettings) => Promise<Trial>>> = {
  render: renderTrial,
  import: importTrial,
  rotate: rotateTrial,
  restore: restoreTrial,
};

export const places: Readonly<Record<KillPlace["kind"], () => KillPlace | Promise<KillPlace>>> = {
  sqlite: sqlitePlace,
  postgres: postgresPlace,
};
