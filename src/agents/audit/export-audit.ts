import type { ConfigDatabase } from "../../config/database.ts";
import { auditPages } from "./audit-line.ts";

/**
 * Writes out the whole audit, as it is at one moment, as JSON lines in the order of the chain. Memory stays the same however long it is.
 * @param write takes some whole lines; waited for
 * @returns how many lines there were
 */
export function exportAudit(
  database: ConfigDatabase,
  write: (text: string) => Promise<void>,
): Promise<number> {
  return database.transaction("read", async ({ query }) => {
    let lines = 0;
    for await (const page of auditPages(query)) {
      database.signal?.throwIfAborted();
      await write(page.map((line) => `${JSON.stringify(line)}\n`).join(""));
      lines += page.length;
    }
    return lines;
  });
}
