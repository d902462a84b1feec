import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { schemaVersion } from "../schema/migrations.ts";
import { backupTables } from "./backup-tables.ts";

/** The version of the backup's own form. */
const backupVersion = 1;
const format = "identikit-backup";

/** A table in a backup: the columns of its rows, how many there are, and SHA-256 over their lines with the line ends. */
export interface BackupSummary {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly digest: Digest;
}

/** The first line of a backup. */
export interface BackupHeader {
  /** The schema of the database that it was taken from. */
  readonly schema: number;
  /** By name, in the order in which their rows follow. */
  readonly tables: ReadonlyMap<string, BackupSummary>;
}

/** The first line, without its line end; its length depends on the row counts only, never on a digest. */
export function formatBackupHeader(header: BackupHeader): string {
  return JSON.stringify({ ...plain(header), digest: backupDigest(header) });
}

/** The digest of a whole backup: over its header without this digest, which holds the digest of every table. */
export function backupDigest(header: BackupHeader): Digest {
  return digestOf(JSON.stringify(plain(header)));
}

function plain({ schema, tables }: BackupHeader) {
  return { format, version: backupVersion, schema, tables: Object.fromEntries(tables) };
}

const headerSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(backupVersion),
  schema: z.number().int().positive(),
  tables: z.record(
    z.string(),
    z.strictObject({
      columns: z.array(z.string()).min(1),
      rows: z.number().int().nonnegative(),
      digest: z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]),
    }),
  ),
  digest: z.string(),
});

/**
 * Reads a backup's first line. One of an older schema may lack tables and columns that came later.
 * @throws {IdentikitError} `BACKUP_INVALID`, `BACKUP_TOO_NEW`
 */
export function parseBackupHeader(line: string, name: string): BackupHeader {
  const value = parseLine(line, name);
  if (value.format !== format) throw invalidBackup(name, "is no backup (unknown format)");
  for (const [what, known] of [
    ["version", backupVersion],
    ["schema", schemaVersion],
  ] as const) {
    const given = value[what];
    if (typeof given === "number" && given > known) throw tooNew(name, what, given, known);
  }
  const result = headerSchema.safeParse(value);
  if (!result.success) throw invalidBackup(name, "has a malformed header");
  const { schema, tables: summaries, digest } = result.data;
  const header = { schema, tables: new Map(Object.entries(summaries)) };
  if (digest !== backupDigest(header)) throw invalidBackup(name, "has a header that was altered");
  if (formatBackupHeader(header) !== line) throw invalidBackup(name, "has a header that is not canonical");
  checkTables(header, name);
  return header;
}

/** Known tables in their order, each with known columns in theirs. */
function checkTables({ tables }: BackupHeader, name: string): void {
  const ordered = backupTables.filter((table) => tables.has(table.name));
  if (ordered.map((table) => table.name).join() !== [...tables.keys()].join())
    throw invalidBackup(name, "has a header with other tables");
  for (const table of ordered) {
    const given = tables.get(table.name)?.columns ?? [];
    const known = table.columns.map((column) => column.name).filter((column) => given.includes(column));
    if (known.join() !== given.join() || !table.key.every((column) => given.includes(column)))
      throw invalidBackup(name, `has other columns of ${table.name}`);
  }
}

function parseLine(line: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Said below, without the text.
  }
  throw invalidBackup(name, "is no backup (its first line is no header)");
}

/** @param problem what is wrong, to follow the backup's name */
export function invalidBackup(name: string, problem: string): IdentikitError {
  return new IdentikitError("BACKUP_INVALID", `the backup ${name} ${problem}`, {
    remedy: "Use another backup, or the same one copied again as a whole; nothing was changed.",
  });
}

function tooNew(name: string, what: string, given: number, known: number): IdentikitError {
  const problem = `the backup ${name} has ${what} ${given}; this program knows up to ${known}`;
  return new IdentikitError("BACKUP_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
