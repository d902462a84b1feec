import { createClientTables } from "../client-tables.ts";
import type { Migration } from "../migration.ts";

/** What else an agent is made of gets rows: settings of its client, and the Markdown files that the client reads. */
export const clientRows: Migration = {
  version: 4,
  summary: "settings of the agent client and the files that it reads, as scoped rows",
  minReader: 2,
  minWriter: 2,
  statements: createClientTables,
};
