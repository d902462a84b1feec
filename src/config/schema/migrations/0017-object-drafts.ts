import type { Migration } from "../migration.ts";
import { createObjectDrafts } from "../object-draft-table.ts";

/** What people write in forms is kept on the server until they apply it. */
export const objectDrafts: Migration = {
  version: 17,
  summary: "drafts of objects",
  // A program of an earlier version has no forms.
  minReader: 2,
  minWriter: 5,
  statements: createObjectDrafts,
};
