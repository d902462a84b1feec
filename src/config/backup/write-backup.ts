import { createHash } from "node:crypto";
import type { Digest } from "../../tree/digest.ts";
import { StreamedFile } from "../../tree/streamed-file.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { checkNotNewer } from "../migrate/schema-state.ts";
import { schemaVersion } from "../schema/migrations.ts";
import { type BackupHeader, type BackupSummary, backupDigest, formatBackupHeader } from "./backup-header.ts";
import { type BackupTable, backupTables } from "./backup-tables.ts";
import { countRows, tablePages } from "./table-pages.ts";

export interface BackupResult {
  readonly digest: Digest;
  /** Rows of all tables. */
  readonly rows: number;
  readonly tables: Readonly<Record<string, number>>;
}

/**
 * Writes everything that a database holds, as it is at one moment, into a file of mode 0600, whole or not at all: a header,
 * then a JSON list for each row, table after table, in the order of the keys. Equal databases give equal bytes, whatever their kind.
 * Memory stays the same however many rows there are.
 * @throws {IdentikitError} `DATABASE_TOO_NEW`, `DATABASE_FAILED`, `FILE_UNWRITABLE`
 */
export function writeBackup(database: ConfigDatabase, file: string): Promise<BackupResult> {
  return database.transaction("read", async (session) => {
    await checkNotNewer(session, database.name, database.kind);
    using backup = new StreamedFile(file, { mode: 0o600 });
    // Its length is known once the rows are counted; what it says is filled in when they are written.
    const blank = await countAll(session);
    backup.append(Buffer.from(`${formatBackupHeader(blank)}\n`));
    const tables = new Map<string, BackupSummary>();
    for (const table of backupTables)
      tables.set(table.name, await writeTable(session, table, backup, database));
    const header: BackupHeader = { ...blank, tables };
    backup.replace(Buffer.from(`${formatBackupHeader(header)}\n`), 0);
    backup.commit();
    const counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { digest: backupDigest(header), rows, tables: counts };
  });
}

async function countAll(session: Session): Promise<BackupHeader> {
  const tables = new Map<string, BackupSummary>();
  const digest: Digest = `sha256:${"0".repeat(64)}`;
  for (const table of backupTables)
    tables.set(table.name, { columns: namesOf(table), rows: await countRows(session, table.name), digest });
  return { schema: schemaVersion, tables };
}

async function writeTable(
  session: Session,
  table: BackupTable,
  backup: StreamedFile,
  database: ConfigDatabase,
): Promise<BackupSummary> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const page of tablePages(session, table)) {
    database.signal?.throwIfAborted();
    const bytes = Buffer.from(page.map((row) => `${JSON.stringify(row)}\n`).join(""));
    hash.update(bytes);
    backup.append(bytes);
    rows += page.length;
  }
  return { columns: namesOf(table), rows, digest: `sha256:${hash.digest("hex")}` };
}

function namesOf({ columns }: BackupTable): string[] {
  return columns.map(({ name }) => name);
}
