import { interpreted, throughIndexes } from "./queue-postgres.ts";
import type { NamingRows } from "./queue-sqlite.ts";
import { replaceStatementTrigger } from "./triggers-postgres.ts";

const name = "[A-Za-z_][A-Za-z0-9_]*";
/** A longer name is no secret's. It stands outside of the pattern: the server's patterns take six times as long with a bound in them. */
const longestName = 128;

/**
 * Takes the names out of a text that needs no escapes: between its placeholders, nothing else has to be read. A placeholder in a key is
 * none, and one that is written with escapes shows only in the parsed value.
 */
function namedBy(rows: string, secrets: string): string {
  const isPlain = `position('\\' IN m.value) = 0 AND m.value !~ '\\$\\{SECRET:[^"]*"[ \\t\\n\\r]*:'`;
  return `INSERT INTO ${secrets} (secret, scope, scope_ref, key)
    SELECT DISTINCT split_part(part, '}', 1), m.scope, m.scope_ref, m.key
    FROM ${rows} m, unnest(string_to_array(m.value, '\${SECRET:')) WITH ORDINALITY AS parts (part, nth)
    WHERE position('\${SECRET:' IN m.value) > 0 AND ${isPlain}
      AND nth > 1 AND part ~ '^${name}\\}' AND position('}' IN part) <= ${longestName + 1}
    UNION
    SELECT named[1], m.scope, m.scope_ref, m.key
    FROM ${rows} m, jsonb_path_query(m.value::jsonb, 'strict $.** ? (@.type() == "string")') string,
      regexp_matches(string #>> '{}', '\\$\\{SECRET:(${name})\\}', 'g') named
    WHERE (position('{SECRET:' IN m.value) > 0 OR position('\\u' IN m.value) > 0) AND NOT (${isPlain})
      AND length(named[1]) <= ${longestName}`;
}

const only = (side: string, other: string) =>
  `(SELECT scope, scope_ref, key, value FROM ${side} EXCEPT SELECT scope, scope_ref, key, value FROM ${other})`;

/** The statements that make the triggers of `row-secret-postgres.ts` read a value once; they find the same names. */
export function replacePostgresRowSecrets({ table, secrets }: NamingRows): string[] {
  const insert = `${namedBy("after", secrets)};`;
  const update = `DELETE FROM ${secrets} r USING ${only("before", "after")} gone
      WHERE r.scope = gone.scope AND r.scope_ref = gone.scope_ref AND r.key = gone.key;
    WITH changed AS MATERIALIZED ${only("after", "before")} ${namedBy("changed", secrets)};`;
  const trigger = (event: "INSERT" | "UPDATE", work: string, settings: string) =>
    replaceStatementTrigger(
      { table, event, body: `IF EXISTS (SELECT 1 FROM after) THEN ${work} END IF;` },
      settings,
      `${table}_secrets_${event.toLowerCase()}`,
    );
  return [trigger("INSERT", insert, interpreted), trigger("UPDATE", update, throughIndexes)];
}
