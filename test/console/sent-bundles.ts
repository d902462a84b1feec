import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ed25519Signer } from "../../src/config/bundle/bundle-signature.ts";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { readHistory } from "../../src/config/history/read-history.ts";
import { scratchDirectory } from "../scratch.ts";
import type { ConsoleWorld, Visitor } from "./console-world.ts";

const api = "/api/agents/config/bundles";
/** A secret value of a row. */
export const canary = "canary-77a1";
/** What a file name or a text may say. */
export const hostile = `<img src=x onerror=alert(1)>\u202E`;

/** What makes the rows of a bundle. */
export const rows = [
  "INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'claude_code')",
  "INSERT INTO agent (name, type) VALUES ('ada', 'engineer')",
  `INSERT INTO mcp_server (scope, scope_ref, key, value)
    VALUES ('global', '', 'forge', '{"type":"stdio","command":"x","env":{"TOKEN":"${canary}"}}')`,
  `INSERT INTO system_prompt (scope, scope_ref, key, value)
    VALUES ('type', 'engineer', 'system', ${literal(JSON.stringify(`Mend berths.\n${hostile}`))})`,
];

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Writes rows as a test does, see {@link written}. */
export async function write(database: ConfigDatabase, statements: readonly string[]): Promise<void> {
  await database.configure({ origin: "test" }, async ({ sql, query }) => {
    for (const statement of statements) await sql.raw(statement).execute(query);
  });
}

/** The bundle of a database with some rows. */
export async function bundleOf(statements: readonly string[], pem?: string): Promise<string> {
  const directory = scratchDirectory();
  await using database = await openDatabase(join(directory, "from.db"));
  await write(database, statements);
  const file = join(directory, "config.bundle");
  await exportBundle({ database, file, signer: pem ? ed25519Signer(pem, "test") : undefined });
  return readFileSync(file, "utf8");
}

/** The writes of rows, which a test has not made itself. */
export async function written({ database }: ConsoleWorld) {
  const entries = await readHistory(database, { limit: 10, changes: 10 });
  return entries.filter(({ origin }) => origin !== "test");
}

export const bearing = ({ token }: Visitor) => ({ authorization: `Bearer ${token}` });

/** Asks a route of bundles as a program does. */
export async function call({ url }: ConsoleWorld, who: Visitor, route: string, body: object) {
  const headers = { ...bearing(who), "content-type": "application/json" };
  const answer = await fetch(`${url}${api}/${route}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what is answered is said by what each test expects of it
  return { status: answer.status, data: (await answer.json()) as any };
}
