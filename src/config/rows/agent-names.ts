import type { ConfigDatabase } from "../database.ts";

/** The names of all agents that are switched on, in byte order. */
export function agentNames(database: ConfigDatabase): Promise<string[]> {
  return database.read(async (query) => {
    const rows = await query.selectFrom("agent").select(["name", "enabled"]).orderBy("name").execute();
    return rows.filter(({ enabled }) => enabled).map(({ name }) => name);
  });
}
