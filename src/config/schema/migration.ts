import type { DatabaseKind } from "./create-tables.ts";

/** One step of the schema's history. */
export interface Migration {
  /** The schema version that this step leads to. */
  readonly version: number;
  /** What changes, in one line for a person. */
  readonly summary: string;
  /**
   * The oldest program, by its schema version, that can still read the database after this step. The rule between two
   * releases: what a step adds, the release before can ignore; what it takes away, the release before no longer uses.
   */
  readonly minReader: number;
  /** The oldest program, by its schema version, that may still write. */
  readonly minWriter: number;
  /** The statements that make the change, in order. */
  statements(kind: DatabaseKind): readonly string[];
  /** Rules of this step that rows may break which the version before took. Each is looked for before anything changes. */
  readonly rules?: readonly RowRule[];
}

/** What a step demands of rows that are there already. */
export interface RowRule {
  /** What is wrong with such a row, and how to fix it. */
  readonly problem: string;
  readonly remedy: string;
  /** A query over the schema of the version before: one text column, `row`, names each row that breaks the rule. */
  query(kind: DatabaseKind): string;
}
