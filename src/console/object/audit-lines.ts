import { auditOfRecord } from "../../agents/audit/audit-line.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { AuditAsked } from "../page/console-sources.ts";
import type { ObjectHistoryEntry } from "./object-history.ts";

const mostLines = 50;

/** What the audit says of a record, the newest lines first. Lines of a run are found by its name, so this stays quick. */
export async function auditLinesOf(
  database: ConfigDatabase,
  { organization, record, run }: AuditAsked,
): Promise<readonly ObjectHistoryEntry[]> {
  const rows = await database.read((query) =>
    auditOfRecord(query, { namespace: organization, run, record, limit: mostLines }),
  );
  return rows.map(({ number, time, entry }) => {
    const said = fieldsOf(JSON.parse(entry));
    const who = fieldsOf(said.actor).name ?? fieldsOf(said.by).name;
    return {
      ...{ time, line: number, what: `audited: ${String(said.change)}` },
      who: typeof who === "string" ? who : "",
      ...(typeof said.phase === "string" ? { phase: said.phase } : {}),
    };
  });
}
