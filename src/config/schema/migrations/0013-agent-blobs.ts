import { createAgentBlobs } from "../agent-blob-table.ts";
import type { Migration } from "../migration.ts";

/** What runs made is kept beside their records, so that it can be written back later and elsewhere, and checked again. */
export const agentBlobs: Migration = {
  version: 13,
  summary: "the content of what runs made, by its digest",
  // A program of an earlier version takes no results in.
  minReader: 2,
  minWriter: 5,
  statements: createAgentBlobs,
};
