import type { DatabaseKind } from "./create-tables.ts";

/**
 * The statements that make `figure_sample`: how much of something there was at a time, for plots. There is one value for an organisation, a
 * figure, a label and a time.
 */
export function createFigureSamples(kind: DatabaseKind): string[] {
  const sqlite = kind === "sqlite";
  const [text, integer] = sqlite ? ["TEXT", "INTEGER"] : ['TEXT COLLATE "C"', "BIGINT"];
  return [
    `CREATE TABLE figure_sample (namespace ${text} NOT NULL, figure ${text} NOT NULL, label ${text} NOT NULL, time ${text} NOT NULL,
      value ${integer} NOT NULL CHECK (value >= 0),
      PRIMARY KEY (namespace, figure, time, label)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`,
    "CREATE INDEX figure_sample_newest ON figure_sample (figure, time)",
  ];
}
