import type { DatabaseKind } from "./create-tables.ts";

/** Characters of a draft's text; as much as the largest object takes, with room for comments. */
export const longestDraft = 1_500_000;

/**
 * The statements that make `object_draft`: what somebody is writing of an object, until it is applied. One draft for a person and an object;
 * one without a name for a new object of a kind.
 */
export function createObjectDrafts(kind: DatabaseKind): string[] {
  const sqlite = kind === "sqlite";
  const text = sqlite ? "TEXT" : 'TEXT COLLATE "C"';
  return [
    `CREATE TABLE object_draft (namespace ${text} NOT NULL, person ${text} NOT NULL CHECK (length(person) BETWEEN 1 AND 300),
      kind ${text} NOT NULL, name ${text} NOT NULL, content ${text} NOT NULL CHECK (length(content) <= ${longestDraft}),
      base ${text} NOT NULL, version ${text} NOT NULL, changed ${text} NOT NULL, expires ${text} NOT NULL,
      PRIMARY KEY (namespace, person, kind, name)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`,
    "CREATE INDEX object_draft_expires ON object_draft (expires)",
  ];
}
