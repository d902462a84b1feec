import type { DatabaseKind } from "./create-tables.ts";

/** What a new line and a new session record must be, whoever writes them: the next of theirs, and never another's place. */
const sqliteRules = {
  line: [
    ["EXISTS (SELECT 1 FROM secret_access_log WHERE id = NEW.id)", "the access log is append only"],
    [
      "NEW.session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM secret_access_session WHERE session = NEW.session)",
      "the session of the line is not there",
    ],
    [
      "NEW.session IS NOT NULL AND NEW.seq IS NOT 1 + coalesce((SELECT max(seq) FROM secret_access_log WHERE session = NEW.session), 0)",
      "the line is not the next of its session",
    ],
  ],
  session: [
    [
      "NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM secret_access_session), 0) OR EXISTS (SELECT 1 FROM secret_access_session WHERE session = NEW.session)",
      "the session is not the next",
    ],
  ],
} as const;

/**
 * The statements that make the access log a chain: one chain of lines for each session of a writer, and one chain of
 * the sessions' records. Lines of before have no session and stay as they are; a program of the release before may go on
 * adding such lines.
 */
export function createAccessChain(kind: DatabaseKind): string[] {
  const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
  const columns = ["key_id", "started", "noted", "previous", "hash"].map(
    (name) => `${name} ${text} NOT NULL`,
  );
  return [
    `CREATE TABLE secret_access_session (number ${integer} PRIMARY KEY CHECK (number > 0),
      session ${text} NOT NULL UNIQUE CHECK (session <> ''), ${columns.join(", ")})${kind === "sqlite" ? " STRICT" : ""}`,
    `ALTER TABLE secret_access_log ADD COLUMN session ${text}${kind === "postgres" ? " REFERENCES secret_access_session (session)" : ""}`,
    `ALTER TABLE secret_access_log ADD COLUMN seq ${integer}`,
    `ALTER TABLE secret_access_log ADD COLUMN previous ${text}`,
    `ALTER TABLE secret_access_log ADD COLUMN hash ${text}`,
    "CREATE UNIQUE INDEX secret_access_log_chain ON secret_access_log (session, seq)",
    ...(kind === "sqlite" ? sqliteGuards() : postgresGuards()),
  ];
}

/**
 * The statement that lets PostgreSQL find the last line of a session by going to the end of its index. A plan for `max(seq)` is kept from when
 * there were few lines, or none, and reads all lines of the session for each new one.
 */
export const replacePostgresLineGuard: string = `CREATE OR REPLACE FUNCTION access_line_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.session IS NOT NULL AND NEW.seq IS DISTINCT FROM
    1 + coalesce((SELECT seq FROM secret_access_log WHERE session = NEW.session ORDER BY seq DESC LIMIT 1), 0)
  THEN RAISE EXCEPTION 'the line is not the next of its session'; END IF; RETURN NEW; END $$`;

function sqliteGuards(): string[] {
  const body = (rules: readonly (readonly [string, string])[]) =>
    rules.map(([wrong, message]) => `SELECT RAISE(ABORT, '${message}') WHERE ${wrong};`).join(" ");
  return [
    `CREATE TRIGGER secret_access_log_next BEFORE INSERT ON secret_access_log BEGIN ${body(sqliteRules.line)} END`,
    // Before the write SQLite does not know an id that it will choose itself. A chosen one could end the numbering.
    `CREATE TRIGGER secret_access_log_last AFTER INSERT ON secret_access_log BEGIN
      SELECT RAISE(ABORT, 'the line is not the last of the access log')
      WHERE NEW.id IS NOT 1 + coalesce((SELECT max(id) FROM secret_access_log WHERE id < NEW.id), 0)
        OR EXISTS (SELECT 1 FROM secret_access_log WHERE id > NEW.id); END`,
    `CREATE TRIGGER secret_access_session_next BEFORE INSERT ON secret_access_session BEGIN ${body(sqliteRules.session)} END`,
    ...["UPDATE", "DELETE"].map(
      (event) =>
        `CREATE TRIGGER secret_access_session_no_${event.toLowerCase()} BEFORE ${event} ON secret_access_session BEGIN SELECT RAISE(ABORT, 'the access log is append only'); END`,
    ),
  ];
}

function postgresGuards(): string[] {
  return [
    `CREATE FUNCTION access_line_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.session IS NOT NULL AND NEW.seq IS DISTINCT FROM 1 + coalesce((SELECT max(seq) FROM secret_access_log WHERE session = NEW.session), 0)
      THEN RAISE EXCEPTION 'the line is not the next of its session'; END IF; RETURN NEW; END $$`,
    "CREATE TRIGGER secret_access_log_next BEFORE INSERT ON secret_access_log FOR EACH ROW EXECUTE FUNCTION access_line_next()",
    `CREATE FUNCTION access_session_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.number IS DISTINCT FROM 1 + coalesce((SELECT max(number) FROM secret_access_session), 0)
      THEN RAISE EXCEPTION 'the session is not the next'; END IF; RETURN NEW; END $$`,
    "CREATE TRIGGER secret_access_session_next BEFORE INSERT ON secret_access_session FOR EACH ROW EXECUTE FUNCTION access_session_next()",
    "CREATE TRIGGER secret_access_session_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_access_session FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
  ];
}
