import type { ConfigDatabase } from "../database.ts";
import type { Migration } from "../schema/migration.ts";
import { migrations } from "../schema/migrations.ts";
import { type MigrationPlan, migrate } from "./migrate.ts";

class Undo extends Error {
  readonly plan: MigrationPlan;

  constructor(plan: MigrationPlan) {
    super("undone");
    this.plan = plan;
  }
}

/**
 * Migrates a database that was opened with any schema, in one transaction: all of it or nothing.
 * @param only `plan` does it all and undoes it, so that what it says is what would happen
 * @returns what was, or would be, done; with refused rows nothing was
 * @throws {IdentikitError} `DATABASE_TOO_NEW`, `DATABASE_FAILED`
 */
export async function migrateDatabase(
  database: ConfigDatabase,
  only: "plan" | "apply",
  history: readonly Migration[] = migrations,
): Promise<MigrationPlan> {
  try {
    return await database.transaction("write", async ({ query }) => {
      const plan = await migrate(query, database.kind, database.name, history);
      if (only === "plan" || plan.refused.length > 0) throw new Undo(plan);
      return plan;
    });
  } catch (cause) {
    if (cause instanceof Undo) return cause.plan;
    throw cause;
  }
}
