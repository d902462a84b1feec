import { firstScopedTables } from "./tables.ts";
import { maxCiphertextLength, maxKeyLength } from "./value-rule.ts";

/** A column that holds a name or a part of a sealed secret, what it may be, and how each database says so. */
export interface ColumnRule {
  readonly table: string;
  readonly column: string;
  /** For messages, after the column's name. */
  readonly problem: string;
  /** Beside being UTF-8 without NUL, which PostgreSQL asks of any text. */
  readonly sqlite?: Condition;
  readonly postgres?: Condition;
}

/** A condition on a column, which is given as the statement calls it. */
type Condition = (column: string) => string;

type Conditions = Required<Pick<ColumnRule, "sqlite" | "postgres">>;

/** Only these characters, the first of them from another set, so many at most. */
function characters(length: number, set: string, first = set): Conditions {
  return {
    sqlite: (column) =>
      `${column} GLOB '[${first}]*' AND ${column} NOT GLOB '*[^${set}]*' AND length(${column}) <= ${length}`,
    postgres: (column) => `${column} ~ '^[${first}][${set}]*$' AND length(${column}) <= ${length}`,
  };
}

/** Base64 without line ends: so many characters, then so many signs that fill it up. */
function base64(
  length: readonly [least: number, most: number],
  padding: readonly [least: number, most: number],
): Conditions {
  const content = (column: string) => `rtrim(${column}, '=')`;
  const lengths = (column: string) =>
    `length(${content(column)}) BETWEEN ${length.join(" AND ")} AND length(${column}) - length(${content(column)}) BETWEEN ${padding.join(" AND ")}`;
  return {
    sqlite: (column) => `${content(column)} NOT GLOB '*[^A-Za-z0-9+/]*' AND ${lengths(column)}`,
    postgres: (column) => `${content(column)} ~ '^[A-Za-z0-9+/]*$' AND ${lengths(column)}`,
  };
}

const aKey = {
  problem: `is longer than ${maxKeyLength} characters`,
  sqlite: (column: string) => `length(${column}) <= ${maxKeyLength}`,
  postgres: (column: string) => `length(${column}) <= ${maxKeyLength}`,
};

const version: Conditions = {
  sqlite: (column) =>
    `${column} GLOB '[0-9]*.${"[0-9a-f]".repeat(16)}' AND length(${column}) <= 32 AND substr(${column}, 1, length(${column}) - 17) NOT GLOB '*[^0-9]*'`,
  postgres: (column) => `${column} ~ '^[0-9]{1,15}\\.[0-9a-f]{16}$'`,
};

/** As `isSecretName` has it, without the variables that hold the keys themselves. */
const secretName: Conditions = {
  sqlite: (column) => `${word.sqlite(column)} AND ${notReserved(column)}`,
  postgres: (column) => `${word.postgres(column)} AND ${notReserved(column)}`,
};
const word = characters(128, "A-Za-z0-9_", "A-Za-z_");
const notReserved = (column: string) => `upper(${column}) NOT IN ('KEYS', 'KEYS_FILE')`;

/** What only SQLite has to be told. */
export const isText = { problem: "is not UTF-8, or holds the character NUL" };

/** What the first schema left open and one of the databases, or the reader of bundles, does not take. */
export const columnRules: readonly ColumnRule[] = [
  { table: "agent_type", column: "name", ...isText },
  { table: "agent", column: "name", ...isText },
  ...firstScopedTables.map((table) => ({ table, column: "key", ...isText })),
  { table: "agent_type", column: "runtime", ...aKey },
  { table: "agent_type_config", column: "key", ...aKey },
  { table: "secret", column: "name", problem: "is not one that a secret may have", ...secretName },
  { table: "secret", column: "version", problem: "is malformed", ...version },
  { table: "secret", column: "key_id", problem: "is malformed", ...characters(64, "A-Za-z0-9._-") },
  { table: "secret", column: "nonce", problem: "does not have its length", ...base64([16, 16], [0, 0]) },
  { table: "secret", column: "tag", problem: "does not have its length", ...base64([22, 22], [2, 2]) },
  {
    table: "secret",
    column: "ciphertext",
    problem: "is not base64",
    ...base64([1, maxCiphertextLength], [0, 2]),
  },
];
