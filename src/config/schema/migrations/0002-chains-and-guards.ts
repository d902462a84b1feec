import { createAccessChain } from "../access-chain-tables.ts";
import { alwaysFire } from "../always-fire.ts";
import type { Migration } from "../migration.ts";
import { replaceGuards } from "../replace-guards.ts";

/** The access log becomes a chain, no conflict clause passes by a guard, and the schema says who can go on with it. */
export const chainsAndGuards: Migration = {
  version: 2,
  summary:
    "chains of the access log, guards against writes that replace a row, the oldest programs that can go on",
  // Programs of version 1 refuse every newer schema themselves.
  minReader: 2,
  minWriter: 2,
  statements: (kind) => [
    "ALTER TABLE identikit_schema ADD COLUMN speaks_for INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE identikit_schema ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE identikit_schema ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 1",
    ...createAccessChain(kind),
    ...(kind === "sqlite" ? replaceGuards() : alwaysFire()),
  ],
};
