import type { ConfigDatabase } from "../../config/database.ts";
import { pruneRecords } from "../store/retention/prune-records.ts";
import type { Controller } from "./controller.ts";

/** How much of records is kept, as the settings' `platform.retention` says it. */
export interface RetentionPolicy {
  /** Days that runs are kept after their end, and what was measured. */
  readonly days: number;
  readonly changeHours: number;
  readonly changes: number;
}

const hourMs = 60 * 60 * 1000;

/** Deletes, once an hour, the records that have been over for longer than the policy keeps them. One process does it for all. */
export function retentionController(
  database: ConfigDatabase,
  { days, changeHours, changes }: RetentionPolicy,
  now: () => Date,
): Controller {
  return {
    name: "retention",
    watches: [],
    standing: [{ kind: "Records", namespace: "", name: "all" }],
    async reconcile() {
      const time = now().getTime();
      await pruneRecords(database, {
        before: new Date(time - days * 24 * hourMs),
        changesBefore: new Date(time - changeHours * hourMs),
        changes,
      });
      return { againMs: hourMs };
    },
  };
}
