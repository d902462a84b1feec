import type { TestDatabases } from "../databases.ts";

const accessLog = ["secret_access_log", "secret_access_session"];

/** Changes the access log, or another one that only grows, as an owner of the database can: without its guards, which are put back afterwards. */
export async function changeAsOwner(
  { kind, foreign }: TestDatabases,
  location: string,
  statements: string,
  tables: readonly string[] = accessLog,
): Promise<void> {
  if (kind === "postgres") {
    const triggers = await foreign(
      location,
      `SELECT tgrelid::regclass || ' ENABLE ALWAYS TRIGGER ' || tgname FROM pg_trigger
       WHERE tgrelid IN ('${tables.join("'::regclass, '")}'::regclass) AND NOT tgisinternal`,
    );
    const off = tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER;`).join("");
    const on = lines(triggers).map((trigger) => `ALTER TABLE ${trigger};`);
    const unreferenced =
      tables !== accessLog
        ? ""
        : "ALTER TABLE secret_access_log DROP CONSTRAINT IF EXISTS secret_access_log_session_fkey;";
    await foreign(location, `${off} ${unreferenced} ${statements}; ${on.join("")}`);
    return;
  }
  const named = `type = 'trigger' AND tbl_name IN ('${tables.join("', '")}')`;
  const names = lines(await foreign(location, `SELECT name FROM sqlite_master WHERE ${named};`));
  const made = await foreign(location, `SELECT sql || ';' FROM sqlite_master WHERE ${named};`);
  await foreign(location, `${names.map((name) => `DROP TRIGGER ${name};`).join("")} ${statements}; ${made}`);
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
