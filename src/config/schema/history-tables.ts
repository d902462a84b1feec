import type { DatabaseKind } from "./create-tables.ts";
import { createPostgresHistory } from "./history-postgres.ts";
import { createSqliteHistory } from "./history-sqlite.ts";
import { clientTables, firstScopedTables } from "./tables.ts";

/** A table whose changes are kept, and what a change keeps of a row besides its key. */
export interface RecordedTable {
  readonly name: string;
  readonly key: readonly string[];
  /** The column that is kept as the history's own `enabled`; left out where the table has no flag. */
  readonly enabled?: "enabled" | "managed";
  /** One text that is the rest of the row, as an expression over the columns of `row`. */
  readonly value: (row: string) => string;
}

const column = (name: string) => (row: string) => `${row}.${name}`;

/** The recorded tables at schema version 6. */
const firstRecordedTables: readonly RecordedTable[] = [
  { name: "agent_type", key: ["name"], enabled: "enabled", value: column("runtime") },
  { name: "agent", key: ["name"], enabled: "enabled", value: column("type") },
  { name: "agent_type_config", key: ["type", "key"], value: column("value") },
  ...[...firstScopedTables, ...clientTables].map(
    (name): RecordedTable => ({
      name,
      key: ["scope", "scope_ref", "key"],
      enabled: "enabled",
      value: column("value"),
    }),
  ),
  // Nothing of what is sealed: a value that was removed is to be gone.
  { name: "secret", key: ["name"], value: (row) => `${row}.version || ' ' || ${row}.key_id` },
];

/** The table of what is declared of the agent platform, which has a history like every other. */
export const declarations: RecordedTable = {
  name: "agent_declaration",
  key: ["kind", "namespace", "name"],
  enabled: "managed",
  value: column("value"),
};

/** Every table whose changes are kept. */
export const recordedTables: readonly RecordedTable[] = [...firstRecordedTables, declarations];

/**
 * The statements that make the history of the configuration: who changed what (`config_entry`), and for each row what it was before
 * (`config_change`, `value` NULL where it was not there). What a row became is what the next change of it says it was, or the row itself.
 */
export function createHistory(kind: DatabaseKind): string[] {
  return kind === "sqlite"
    ? createSqliteHistory(firstRecordedTables)
    : createPostgresHistory(firstRecordedTables);
}
