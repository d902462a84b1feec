import { createIndexesOfAll } from "../agent-index-keys.ts";
import type { Migration } from "../migration.ts";

/** Objects in a phase are found over all organisations, too, without looking at those in others. */
export const phaseOfAll: Migration = {
  version: 14,
  summary: "indexes that lead to objects in a phase over all organisations",
  minReader: 2,
  minWriter: 5,
  statements: createIndexesOfAll,
};
