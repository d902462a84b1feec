import type { Kysely } from "kysely";
import type { ConfigDatabase } from "../database.ts";
import { type ConfigSchema, type ScopedRow, type ScopedTable, scopedTables } from "../schema/tables.ts";
import { agentReference } from "./agent-reference.ts";
import { ConfigRows, type RawRows } from "./config-rows.ts";

/** Above this many agents it is cheaper to load everything than to name them all. */
const namedAtMost = 500;

/**
 * The rows from which agents are resolved, as they are at one moment.
 * @param agents only what these need, which costs the same however large the fleet is; left out, everything
 */
export function loadRows(database: ConfigDatabase, agents?: readonly string[]): Promise<ConfigRows> {
  return database.read(async (query) => {
    const some = agents && agents.length <= namedAtMost;
    return new ConfigRows(some ? await loadSome(query, agents) : await loadAll(query));
  });
}

async function loadAll(query: Kysely<ConfigSchema>): Promise<RawRows> {
  const tables = {} as Record<ScopedTable, ScopedRow[]>;
  for (const table of scopedTables) {
    tables[table] = await query.selectFrom(table).select(scopedColumns).execute();
  }
  return {
    ...tables,
    agent_type: await query.selectFrom("agent_type").select(["name", "runtime", "enabled"]).execute(),
    agent: await query.selectFrom("agent").select(["name", "type", "enabled"]).execute(),
    agent_type_config: await query.selectFrom("agent_type_config").select(["type", "key", "value"]).execute(),
  };
}

async function loadSome(query: Kysely<ConfigSchema>, names: readonly string[]): Promise<RawRows> {
  const agent = await query
    .selectFrom("agent")
    .select(["name", "type", "enabled"])
    .where("name", "in", orNothing(names))
    .execute();
  // A name that is not there is answered with the one that was meant, from among all.
  if (agent.length < new Set(names).size) return loadAll(query);
  const types = orNothing([...new Set(agent.map(({ type }) => type))]);
  const tables = {} as Record<ScopedTable, ScopedRow[]>;
  for (const table of scopedTables) {
    tables[table] = await query
      .selectFrom(table)
      .select(scopedColumns)
      .where((is) =>
        is.or([
          is.and([
            is("scope", "in", ["builtin", "global"]),
            is("scope_ref", "in", ["", ...types, ...names.map(agentReference)]),
          ]),
          is.and([is("scope", "=", "type"), is("scope_ref", "in", types)]),
          is.and([is("scope", "=", "instance"), is("scope_ref", "in", orNothing(names))]),
        ]),
      )
      .execute();
  }
  return {
    ...tables,
    agent,
    agent_type: await query
      .selectFrom("agent_type")
      .select(["name", "runtime", "enabled"])
      .where("name", "in", types)
      .execute(),
    agent_type_config: await query
      .selectFrom("agent_type_config")
      .select(["type", "key", "value"])
      .where("type", "in", types)
      .execute(),
  };
}

const scopedColumns = ["scope", "scope_ref", "key", "enabled", "value"] as const;

/** `IN ()` is no SQL; nothing has an empty name. */
function orNothing(names: readonly string[]): string[] {
  return names.length === 0 ? [""] : [...names];
}
