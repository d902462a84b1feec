import { createFigureSamples } from "../figure-sample-table.ts";
import type { Migration } from "../migration.ts";

/** What was measured is kept, so that it can be seen how it changed. */
export const figureSamples: Migration = {
  version: 18,
  summary: "figures over time",
  // A program of an earlier version measures nothing.
  minReader: 2,
  minWriter: 5,
  statements: createFigureSamples,
};
