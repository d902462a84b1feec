import { createLimitedTokens } from "../limited-token-table.ts";
import type { Migration } from "../migration.ts";

/** Tokens of the API can be limited to some actions, and end when nobody uses them. */
export const limitedTokens: Migration = {
  version: 16,
  summary: "limited tokens and sessions of the API",
  // A program of an earlier version finds none of these tokens, so it takes none.
  minReader: 2,
  minWriter: 5,
  statements: createLimitedTokens,
};
