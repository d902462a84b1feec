import type { Migration } from "../migration.ts";

/** The schema says itself which programs can go on with it. */
export const twoReleases: Migration = {
  version: 2,
  summary: "the oldest programs that can read and write stand beside the schema's version",
  minReader: 1,
  minWriter: 1,
  statements: () => [
    "ALTER TABLE identikit_schema ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE identikit_schema ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 1",
  ],
};
