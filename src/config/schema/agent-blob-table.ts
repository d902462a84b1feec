import { alwaysFire } from "./always-fire.ts";
import type { DatabaseKind } from "./create-tables.ts";

/** Bytes of content in one row; as base64 they are a third more. Rows are small, as backups read a thousand of them at a time. */
export const blobRowBytes: number = 96 * 1024;

/**
 * The statements that make `agent_blob`: the content of what runs made, by its digest, in base64, in rows of {@link blobRowBytes}. It is
 * its run's, and goes with it: how long runs are kept says how long their content is.
 */
export function createAgentBlobs(kind: DatabaseKind): string[] {
  const sqlite = kind === "sqlite";
  const text = sqlite ? "TEXT" : 'TEXT COLLATE "C"';
  const plain = sqlite ? "bytes NOT GLOB '*[^A-Za-z0-9+/=]*'" : "bytes ~ '^[A-Za-z0-9+/]*={0,2}$'";
  const digest = sqlite
    ? "digest GLOB 'sha256:[0-9a-f]*' AND substr(digest, 8) NOT GLOB '*[^0-9a-f]*'"
    : "digest ~ '^sha256:[0-9a-f]+$'";
  return [
    `CREATE TABLE agent_blob (namespace ${text} NOT NULL, run ${text} NOT NULL,
      digest ${text} NOT NULL CHECK (length(digest) = 71 AND ${digest}), part ${sqlite ? "INTEGER" : "BIGINT"} NOT NULL CHECK (part >= 0),
      bytes ${text} NOT NULL CHECK (length(bytes) <= ${(blobRowBytes / 3) * 4} AND ${plain}), PRIMARY KEY (namespace, run, digest, part)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`,
    ...(sqlite ? [sqliteEnd] : [...postgresEnd, ...alwaysFire()]),
  ];
}

const gone = "DELETE FROM agent_blob WHERE namespace = OLD.namespace AND run = OLD.name";
const sqliteEnd = `CREATE TRIGGER agent_blob_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone}; END`;
const postgresEnd = [
  `CREATE FUNCTION agent_blob_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone}; RETURN NULL; END $$`,
  `CREATE TRIGGER agent_blob_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_blob_end()`,
];
