import type { DatabaseKind } from "./create-tables.ts";
import type { RowRule } from "./migration.ts";
import { type ColumnRule, columnRules, isText } from "./name-rule.ts";
import { firstScopedTables, isScopedTable, type ScopedTable } from "./tables.ts";
import { maxValueBytes } from "./value-rule.ts";
import { postgresValueRule } from "./value-rule-postgres.ts";
import { sqliteUtf8, sqliteValueFaults, sqliteValueRule } from "./value-rule-sqlite.ts";

/** The tables with a `value` of which more than one of a few words may be written. */
const valueTables = ["agent_type_config", ...firstScopedTables.filter((table) => table !== "plugin_binding")];

/** The statements that hold every writer to the rules of `value-rule.ts` and `name-rule.ts`. */
export function createValueGuards(kind: DatabaseKind): string[] {
  return kind === "sqlite" ? sqliteGuards() : postgresGuards();
}

/** SQLite can add no constraint to a table that is there, and a constraint of its holds no query. */
function sqliteGuards(): string[] {
  const faults = sqliteValueFaults("NEW.value").map(([problem, condition]) => abort(problem, condition));
  return [
    // A view stands in for the function that SQLite does not have: what is inserted into it is looked at.
    "CREATE VIEW checked_value (value) AS SELECT ''",
    `CREATE TRIGGER checked_value_rule INSTEAD OF INSERT ON checked_value BEGIN ${faults.join(" ")} END`,
    "CREATE VIEW checked_text (text) AS SELECT ''",
    `CREATE TRIGGER checked_text_rule INSTEAD OF INSERT ON checked_text BEGIN ${abort("the text is not UTF-8, or holds the character NUL", notText("NEW.text"))} END`,
    ...valueTables.flatMap(sqliteValueGuard),
    ...columnRules.flatMap(sqliteColumnGuard),
  ];
}

const abort = (problem: string, wrong: string) => `SELECT RAISE(ABORT, '${problem}') WHERE ${wrong};`;
const after = (name: string, table: string, column: string, body: string) => [
  `CREATE TRIGGER ${name}_insert AFTER INSERT ON ${table} BEGIN ${body} END`,
  `CREATE TRIGGER ${name}_update AFTER UPDATE OF ${column} ON ${table} BEGIN ${body} END`,
];

function sqliteValueGuard(table: string): string[] {
  return after(`${table}_value`, table, "value", "INSERT INTO checked_value (value) VALUES (NEW.value);");
}

function sqliteColumnGuard({ table, column, problem, sqlite }: ColumnRule): string[] {
  const own = sqlite ? ` ${abort(`the ${column} ${problem}`, `NOT (${sqlite(`NEW.${column}`)})`)}` : "";
  const body = `INSERT INTO checked_text (text) VALUES (NEW.${column});${own}`;
  return after(`${table}_${column}_text`, table, column, body);
}

/** The statements that hold every writer of one more table to the rules, once {@link createValueGuards} was run. */
export function createTableGuards(
  table: ScopedTable | "agent_declaration",
  kind: DatabaseKind,
  texts: readonly string[] = ["key"],
): string[] {
  if (kind === "postgres") return [postgresValueGuard(table)];
  return [
    ...sqliteValueGuard(table),
    ...texts.flatMap((column) => sqliteColumnGuard({ table, column, ...isText })),
  ];
}

function notText(column: string): string {
  return `instr(${column}, char(0)) > 0 OR NOT ${sqliteUtf8(column)}`;
}

function postgresGuards(): string[] {
  return [
    ...valueTables.map(postgresValueGuard),
    ...columnRules.flatMap(({ table, column, postgres }) =>
      postgres
        ? [`ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_text CHECK (${postgres(column)})`]
        : [],
    ),
  ];
}

function postgresValueGuard(table: string): string {
  return `ALTER TABLE ${table} ADD CONSTRAINT ${table}_value_text CHECK (${postgresValueRule("value")})`;
}

/** The rows of the version before that break the rules. */
export const valueGuardRules: readonly RowRule[] = [
  {
    problem: "has a value that not every database and reader takes, or takes alike",
    remedy: `Write the value again: at most ${maxValueBytes} bytes, no key twice, no \\u0000 or half of a surrogate pair, numbers of at most 15 digits written plainly.`,
    query: (kind) =>
      valueTables
        .map((table) => {
          const rule = (kind === "sqlite" ? sqliteValueRule : postgresValueRule)(`${table}.value`);
          return `SELECT ${nameOf(table)} AS row FROM ${table} WHERE NOT (${rule})`;
        })
        .join(" UNION ALL "),
  },
  ...columnRules.map(
    (rule): RowRule => ({
      problem: `has a ${rule.column} that ${rule.problem}`,
      remedy: `Give it another ${rule.column}, or delete the row.`,
      query: (kind) => `SELECT ${nameOf(rule.table)} AS row FROM ${rule.table} WHERE ${broken(rule, kind)}`,
    }),
  ),
];

function broken({ column, sqlite, postgres }: ColumnRule, kind: DatabaseKind): string {
  if (kind === "postgres") return postgres ? `NOT (${postgres(column)})` : "FALSE";
  return sqlite ? `${notText(column)} OR NOT (${sqlite(column)})` : notText(column);
}

/** How messages call a row. */
function nameOf(table: string): string {
  if (table === "agent_type_config") return `'${table} ' || type || '/' || key`;
  if (!isScopedTable(table)) return `'${table} ' || name`;
  return `'${table} ' || scope || ' ' || scope_ref || '/' || key`;
}
