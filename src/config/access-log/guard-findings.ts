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

/**
 * Compares the triggers of the access log's tables with those that the migrations made. An owner of the database can
 * drop them and put them back; while they are gone, or others are there, the log is not append only.
 */
export async function guardFindings(session: Session, kind: DatabaseKind): Promise<Finding[]> {
  const there = await (kind === "sqlite" ? sqliteGuards(session) : postgresGuards(session));
  const wanted = expectedGuards(kind);
  const finding = (name: string, expected: string | null, actual: string | null): Finding => ({
    code: "ACCESS_LOG_UNGUARDED",
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
function expectedGuards(kind: DatabaseKind): Map<string, string> {
  const statements = migrations.flatMap((migration) => migration.statements(kind));
  const guards = new Map<string, string>();
  for (const statement of statements) {
    const trigger = /^CREATE TRIGGER (secret_access_\w+) /.exec(statement)?.[1];
    if (trigger) guards.set(trigger, kind === "sqlite" ? statement : "");
    const [, name, body] = /^CREATE FUNCTION (access_\w+)\(\).*? AS \$\$(.*)\$\$$/s.exec(statement) ?? [];
    if (name !== undefined) guards.set(`${name}()`, cellText(body));
  }
  return guards;
}

async function sqliteGuards({ query, sql }: Session): Promise<Guard[]> {
  const { rows } = await sql<Guard>`
    SELECT name, sql AS text FROM sqlite_master WHERE type = 'trigger'
      AND tbl_name IN ('secret_access_log', 'secret_access_session') ORDER BY name`.execute(query);
  return rows;
}

async function postgresGuards({ query, sql }: Session): Promise<Guard[]> {
  const tables = sql`(VALUES ('secret_access_log'::regclass), ('secret_access_session'::regclass))`;
  const { rows } = await sql<Guard>`
    SELECT tgname AS name, '' AS text FROM pg_trigger WHERE tgrelid IN ${tables} AND NOT tgisinternal AND tgenabled = 'A'
    UNION ALL SELECT DISTINCT p.proname || '()', p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.tgrelid IN ${tables} AND NOT t.tgisinternal
    UNION ALL SELECT rulename, '' FROM pg_rewrite WHERE ev_class IN ${tables}
    UNION ALL SELECT 'row level security of ' || relname, '' FROM pg_class WHERE oid IN ${tables} AND relrowsecurity
    ORDER BY 1`.execute(query);
  return rows;
}
