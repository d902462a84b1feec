import type { Session } from "../connection/session.ts";
import { alwaysFire } from "../schema/always-fire.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { recordedTables } from "../schema/history-tables.ts";

const tables = [
  ...["secret_access_log", "secret_access_session", "agent_audit"],
  ...["config_entry", "config_change"],
] as const;

/**
 * Does some work while the access log, the audit and the history can be replaced, and rows are written without being recorded, in the open
 * transaction: nobody else sees it without its guards. Only the owner of the tables may.
 */
export async function withoutLogGuards(
  { query, sql }: Session,
  kind: DatabaseKind,
  work: () => Promise<void>,
): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(query);
  if (kind === "postgres") {
    const switchAll = async (to: "DISABLE" | "ENABLE") => {
      for (const table of tables) await run(`ALTER TABLE ${table} ${to} TRIGGER USER`);
      for (const { name } of recordedTables)
        for (const event of ["insert", "update", "delete", "truncate"])
          await run(`ALTER TABLE ${name} ${to} TRIGGER ${name}_history_${event}`);
    };
    await switchAll("DISABLE");
    await work();
    await switchAll("ENABLE");
    for (const statement of alwaysFire()) await run(statement);
    return;
  }
  const { rows: guards } = await sql<{ name: string; sql: string }>`
    SELECT name, sql FROM sqlite_master WHERE type = 'trigger'
      AND (tbl_name IN (${sql.join(tables)}) OR name LIKE '%\\_history\\_%' ESCAPE '\\')`.execute(query);
  for (const { name } of guards) await sql`DROP TRIGGER ${sql.ref(name)}`.execute(query);
  await work();
  for (const guard of guards) await run(guard.sql);
}
