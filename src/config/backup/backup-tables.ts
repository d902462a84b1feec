import { isFlag, type TableShape, tableShapes } from "../schema/tables.ts";

/** One column of a table in a backup. */
export interface BackupColumn {
  readonly name: string;
  readonly type: "text" | "flag" | "integer";
  readonly nullable?: true;
}

/** A table in a backup. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly BackupColumn[];
  /** The columns that order the rows, by their bytes or as numbers. */
  readonly key: readonly string[];
  /** The same table as configuration, for one that a bundle also holds. */
  readonly shape?: TableShape;
  /** Which rows are its own; the others are there already, since triggers make them from another table. */
  readonly own?: string;
}

const text = (name: string): BackupColumn => ({ name, type: "text" });
const optionalText = (name: string): BackupColumn => ({ name, type: "text", nullable: true });
const integer = (name: string): BackupColumn => ({ name, type: "integer" });

/**
 * Every table of a backup, in the order in which rows can be written. What a bundle never holds is here too: the access log with
 * its chains, the history, and the render queue. Of the queue, who works on an agent is left out: a claim does not outlive a restore.
 */
export const backupTables: readonly BackupTable[] = [
  ...tableShapes.map((shape) => ({
    name: shape.name,
    columns: shape.columns.map((name) => (isFlag(name) ? ({ name, type: "flag" } as const) : text(name))),
    key: shape.key,
    shape,
  })),
  {
    name: "secret_access_session",
    columns: [integer("number"), ...["session", "key_id", "started", "noted", "previous", "hash"].map(text)],
    key: ["number"],
  },
  {
    name: "secret_access_log",
    columns: [
      integer("id"),
      ...["secret", "accessor", "reason", "agent", "time"].map(text),
      optionalText("session"),
      { name: "seq", type: "integer", nullable: true },
      optionalText("previous"),
      optionalText("hash"),
    ],
    key: ["id"],
  },
  {
    name: "config_entry",
    columns: [integer("id"), integer("first"), ...["time", "role", "who", "command", "origin"].map(text)],
    key: ["id"],
  },
  {
    name: "config_change",
    columns: [
      integer("id"),
      integer("entry"),
      ...["config_table", "key1", "key2", "key3"].map(text),
      { name: "enabled", type: "flag" },
      optionalText("value"),
    ],
    key: ["id"],
  },
  {
    name: "agent_object",
    columns: [
      ...["kind", "namespace", "name"].map(text),
      { name: "declared", type: "flag" },
      { name: "managed", type: "flag" },
      ...["value", "status", "uid"].map(text),
      integer("generation"),
      text("created"),
    ],
    key: ["kind", "namespace", "name"],
    own: "NOT declared",
  },
  {
    name: "agent_event",
    columns: [text("namespace"), text("attempt"), integer("seq"), ...["run", "created", "value"].map(text)],
    key: ["namespace", "attempt", "seq"],
  },
  {
    name: "agent_key",
    columns: ["namespace", "purpose", "value", "holder"].map(text),
    key: ["namespace", "purpose", "value", "holder"],
  },
  {
    name: "agent_written",
    columns: ["namespace", "thing", "run", "created"].map(text),
    key: ["namespace", "thing", "run"],
  },
  {
    name: "agent_blob",
    columns: [...["namespace", "run", "digest"].map(text), integer("part"), text("bytes")],
    key: ["namespace", "run", "digest", "part"],
  },
  {
    name: "agent_audit",
    columns: [
      integer("number"),
      ...["time", "namespace", "run", "record", "entry", "key_id", "previous", "hash"].map(text),
    ],
    key: ["number"],
  },
  {
    name: "figure_sample",
    columns: [...["namespace", "figure", "label", "time"].map(text), integer("value")],
    key: ["namespace", "figure", "time", "label"],
  },
  { name: "render_queue", columns: [text("agent"), integer("seq"), integer("due_at")], key: ["agent"] },
];

/** What of the schema no backup holds, and why: a test knows that there is nothing else. */
export const leftOut: Readonly<Record<string, string>> = {
  identikit_schema: "the header says it",
  change_epoch: "a counter of SQLite, of use within one transaction",
  "render_queue.epoch": "the transaction that made an agent due, in the words of one database",
  "render_queue.worker": "a claim does not outlive a restore",
  "render_queue.claimed_seq": "a claim does not outlive a restore",
  "render_queue.claimed_at": "a claim does not outlive a restore",
  "render_queue.attempts": "after a restore the failures of an agent are counted from zero",
  "render_queue.failing_since": "after a restore the failures of an agent are counted from zero",
  "render_queue.failed_at": "after a restore the failures of an agent are counted from zero",
  "render_queue.error_code": "after a restore the failures of an agent are counted from zero",
  "render_queue.error_message": "after a restore the failures of an agent are counted from zero",
  "config_entry.epoch": "the transaction of an entry, in the words of one database",
  "agent_object.version": "a restore gives every object a new one, so that those who watch are told",
  "agent_event.version": "as for objects",
  "agent_object.phase": "follows from the status",
  "agent_object.run": "follows from the value",
  "agent_object.repository": "follows from the value",
  agent_clock: "it goes on, and begins in an empty database at the present time",
  agent_change: "a restore is a change by itself, and who watched before has to read everything again",
  agent_queue: "after a restore the controllers look at everything",
  agent_cursor: "after a restore the controllers look at everything",
  agent_token: "a restore must not bring back a token that was withdrawn",
  agent_limited_token: "a restore must not bring back a token that was withdrawn",
  object_draft: "what somebody is writing at the moment, which was never said to count",
  config_author: "who writes just now, on SQLite",
  row_secret: "follows from the rows of mcp_server as they are written",
  setting_secret: "follows from the rows of client_setting as they are written",
};
