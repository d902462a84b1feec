import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { visible } from "../../fault/visible.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { rowName } from "../rows/row-name.ts";
import { type ScopedTable, shapeOf } from "../schema/tables.ts";

export interface WithdrawOptions {
  /** Removes it although rows name it. Default false. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** What removing a secret came to. */
export interface Withdrawal {
  /** The rows that still name it. */
  readonly rows: readonly string[];
  /** The agents that became due by it. */
  readonly agents: readonly string[];
}

/** Rows that a message names. */
const rowsNamed = 5;

/**
 * Removes a secret that nothing needs any more.
 * @throws {IdentikitError} `SECRET_UNKNOWN`; `SECRET_IN_USE` where rows that are enabled name it; the faults of the database
 */
export function withdrawSecret(
  database: ConfigDatabase,
  name: string,
  { force = false, dryRun = false }: WithdrawOptions = {},
): Promise<Withdrawal> {
  return database.configure({ dryRun }, async (session) => {
    const { query, bulk } = session;
    const names = (await query.selectFrom("secret").select("name").execute()).map((row) => row.name);
    if (!names.includes(name)) throw unknownSecret(name, names);
    const rows = [
      ...(await rowsNaming(session, name, "mcp_server", "row_secret")),
      ...(await rowsNaming(session, name, "client_setting", "setting_secret")),
    ];
    if (rows.length > 0 && !force) throw inUse(name, rows);
    await bulk.remove(shapeOf("secret"), [[name]]);
    return { rows, agents: await bulk.affected() };
  });
}

/** The rows of a table that are enabled and name a secret. @param secrets the table that says which does */
async function rowsNaming(
  { query, sql }: Session,
  secret: string,
  table: ScopedTable,
  secrets: string,
): Promise<string[]> {
  const { rows } = await sql<{ scope: string; scope_ref: string; key: string }>`
    SELECT m.scope, m.scope_ref, m.key FROM ${sql.table(secrets)} r JOIN ${sql.table(table)} m
      ON m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key
    WHERE r.secret = ${secret} AND m.enabled ORDER BY m.scope, m.scope_ref, m.key`.execute(query);
  return rows.map(({ scope, scope_ref, key }) => rowName(shapeOf(table), [scope, scope_ref, key]));
}

/** @returns the fault for a secret that there is not */
function unknownSecret(name: string, known: readonly string[]): IdentikitError {
  return new IdentikitError(
    "SECRET_UNKNOWN",
    `there is no secret ${visible(name)}${suggestion(name, known)}`,
    {
      remedy: "See which there are: identikit secret list",
    },
  );
}

function inUse(name: string, rows: readonly string[]): IdentikitError {
  const more = rows.length > rowsNamed ? ` and ${rows.length - rowsNamed} more` : "";
  const named = rows.slice(0, rowsNamed).join(", ");
  return new IdentikitError("SECRET_IN_USE", `secret ${name} is named by ${named}${more}`, {
    remedy: "Change these rows first, or say --force: their agents then fail to render.",
  });
}
