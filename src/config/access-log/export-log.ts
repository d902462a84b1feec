import type { ConfigDatabase } from "../database.ts";
import { recordPages } from "./session-records.ts";

const pageLines = 1000;

/**
 * Writes out the whole access log, as it is at one moment, as JSON lines: the sessions' records in the order of their numbers,
 * then the lines in the order in which the database took them. Equal logs give equal bytes, whatever database they
 * come from. Memory stays the same however long the log is.
 * @param write takes some whole lines; waited for
 * @returns how many records and lines there were
 */
export function exportLog(
  database: ConfigDatabase,
  write: (text: string) => Promise<void>,
): Promise<{ readonly sessions: number; readonly lines: number }> {
  return database.read(async (query) => {
    let sessions = 0;
    for await (const page of recordPages(query)) {
      database.signal?.throwIfAborted();
      await write(page.map((record) => `${JSON.stringify({ kind: "session", ...record })}\n`).join(""));
      sessions += page.length;
    }
    let lines = 0;
    for (let last = 0; ; ) {
      database.signal?.throwIfAborted();
      const page = await query
        .selectFrom("secret_access_log")
        .select(["id", "time", "secret", "agent", "accessor", "reason", "session", "seq", "previous", "hash"])
        .where("id", ">", last)
        .orderBy("id")
        .limit(pageLines)
        .execute();
      if (page.length > 0)
        await write(page.map((line) => `${JSON.stringify({ kind: "line", ...line })}\n`).join(""));
      lines += page.length;
      last = page.at(-1)?.id ?? last;
      if (page.length < pageLines) return { sessions, lines };
    }
  });
}
