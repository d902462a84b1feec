import type { Finding } from "../../fault/finding.ts";
import { cellText } from "../connection/cells.ts";
import type { Session } from "../connection/session.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { migrations } from "../schema/migrations.ts";

/** What stands at the log's tables in the catalogue: a name, and what must be the same. */
interface Guard {
  readonly name: string;
  readonly text: string;
}

/** A log in the database whose tables only grow. */
export interface GuardedLog {
  readonly code: "ACCESS_LOG_UNGUARDED" | "AUDIT_UNGUARDED";
  readonly tables: readonly string[];
  /** What the names of its functions on PostgreSQL begin with. */
  readonly functions: string;
}

/** The access log of secrets. */
export const accessLogTables: GuardedLog = {
  code: "ACCESS_LOG_UNGUARDED",
  tables: ["secret_access_log", "secret_access_session"],
  functions: "access_",
};

/**
 * Compares the triggers of a log's tables with those that the migrations made. An owner of the database can
 * drop them and put them back; while they are gone, or others are there, the log is not append only.
 */
export async function guardFindings(
  session: Session,
  kind: DatabaseKind,
  log: GuardedLog = accessLogTables,
): Promise<Finding[]> {
  const there = await (kind === "sqlite" ? sqliteGuards(session, log) : postgresGuards(session, log));
  const wanted = expectedGuards(kind, log);
  const finding = (name: string, expected: string | null, actual: string | null): Finding => ({
    code: log.code,
    severity: "error",
    path: name,
    expected,
    actual,
    remedy:
      "Find out who changed it. A backup that is restored into a new database has the guards that belong there.",
  });
  return [
    ...[...wanted].flatMap(([name, text]) => {
      const found = there.find((guard) => guard.name === name);
      if (!found) return [finding(name, "a trigger", "none, or switched off")];
      return found.text === text ? [] : [finding(name, "the trigger as it was made", "another")];
    }),
    ...there
      .filter(({ name }) => !wanted.has(name))
      .map(({ name }) => finding(name, null, "not of Identikit")),
  ];
}

/** By name; on PostgreSQL functions stand beside the triggers that call them. */
function expectedGuards(kind: DatabaseKind, { tables, functions }: GuardedLog): Map<string, string> {
  const statements = migrations.flatMap((migration) => migration.statements(kind));
  const guards = new Map<string, string>();
  for (const statement of statements) {
    const [, trigger, table = ""] = /^CREATE TRIGGER (\w+) .*? ON (\w+)/s.exec(statement) ?? [];
    if (trigger !== undefined && tables.includes(table))
      guards.set(trigger, kind === "sqlite" ? statement : "");
    const [, name, body] =
      /^CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\).*? AS \$\$(.*)\$\$$/s.exec(statement) ?? [];
    if (name?.startsWith(functions)) guards.set(`${name}()`, cellText(body));
  }
  return guards;
}

async function sqliteGuards({ query, sql }: Session, { tables }: GuardedLog): Promise<Guard[]> {
  const { rows } = await sql<Guard>`
    SELECT name, sql AS text FROM sqlite_master WHERE type = 'trigger'
      AND tbl_name IN (${sql.join(tables)}) ORDER BY name`.execute(query);
  return rows;
}

async function postgresGuards({ query, sql }: Session, log: GuardedLog): Promise<Guard[]> {
  const tables = sql`(VALUES ${sql.join(log.tables.map((table) => sql`(${sql.lit(table)}::regclass)`))})`;
  const { rows } = await sql<Guard>`
    SELECT tgname AS name, '' AS text FROM pg_trigger WHERE tgrelid IN ${tables} AND NOT tgisinternal AND tgenabled = 'A'
    UNION ALL SELECT DISTINCT p.proname || '()', p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.tgrelid IN ${tables} AND NOT t.tgisinternal
    UNION ALL SELECT rulename, '' FROM pg_rewrite WHERE ev_class IN ${tables}
    UNION ALL SELECT 'row level security of ' || relname, '' FROM pg_class WHERE oid IN ${tables} AND relrowsecurity
    ORDER BY 1`.execute(query);
  return rows;
}
