import { codeOf, sqliteCodeOf } from "../../fault/thrown.ts";
/** A lock was waited for in vain, and who holds it as far as that is known. The code is that of the database. */
export class LockWait extends Error {
  override readonly name = "LockWait";
  readonly code: string;
  /** For messages: a process, and since when. */
  readonly holder: string | undefined;

  constructor(code: string, holder: string | undefined, cause?: unknown) {
    super("a lock was waited for in vain", { cause });
    this.code = code;
    this.holder = holder;
  }
}

/** Lock not available, statement cancelled at its time limit, serialization failure, deadlock. */
const serverCodes: ReadonlySet<string> = new Set(["55P03", "57014", "40001", "40P01"]);

/** Whether a database refused something only because another transaction is in the way. */
export function isLockWait(cause: unknown): boolean {
  if (cause instanceof LockWait) return true;
  if (!(cause instanceof Error)) return false;
  const code = codeOf(cause) ?? "";
  // SQLITE_BUSY and SQLITE_LOCKED, with whatever detail.
  if (code === "ERR_SQLITE_ERROR") return [5, 6].includes(sqliteCodeOf(cause) % 256);
  return serverCodes.has(code);
}
