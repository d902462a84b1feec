import { z } from "zod";
import type { ConfigDatabase } from "../../config/database.ts";
import { type ConfigRows, Entry } from "../../config/rows/config-rows.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveMcpServers, resolveSkills } from "../../config/rows/resolve.ts";
import type { Json } from "../../config/schema/agent-config.ts";
import { canonicalJson } from "../../document/canonical-json.ts";
import { IdentikitError } from "../../fault/error.ts";
import { findPlaceholders } from "../../secret/placeholder.ts";
import { digestOf } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import type { ServerRow, Unseen } from "./stack-facts.ts";

/** The row of an MCP server, content and all. */
export interface ServerContent extends ServerRow {
  readonly content: Json;
}

/** The config rows that count for one agent, or for a stack that names none. */
export interface StackRows {
  readonly runtime?: string | undefined;
  /** @throws {IdentikitError} `ROW_INVALID` */
  server(key: string): Promise<ServerContent | undefined>;
  /** The files of a skill, or what is wrong with their row. */
  skill(key: string): Promise<FileTree | Unseen | undefined>;
}

const typed = z.looseObject({ type: z.string() });

/**
 * The rows as an agent has them. For a stack without an agent, or with one that there is not, those that hold for all agents; where
 * there are none, the only one of the name.
 */
export async function readStackRows(database: ConfigDatabase, agent: string | undefined): Promise<StackRows> {
  const rows = agent === undefined ? undefined : await rowsOf(database, agent);
  if (rows && agent !== undefined) {
    const { runtime } = rows.agent(agent);
    return {
      runtime,
      server: async (key) => serverOf(resolveMcpServers(rows, agent).find((one) => one.key === key)?.value),
      skill: async (key) => readable(() => resolveSkills(rows, agent).find((one) => one.key === key)?.value),
    };
  }
  return {
    server: async (key) => {
      const entry = await widest(database, "mcp_server", key);
      return serverOf(entry && z.json().parse(entry.value));
    },
    skill: async (key) => {
      const entry = await widest(database, "skill", key);
      return readable(() => entry?.tree);
    },
  };
}

async function rowsOf(database: ConfigDatabase, agent: string): Promise<ConfigRows | undefined> {
  const rows = await loadRows(database, [agent]);
  return rows.agents.includes(agent) ? rows : undefined;
}

async function widest(
  database: ConfigDatabase,
  table: "mcp_server" | "skill",
  key: string,
): Promise<Entry | undefined> {
  const rows = await database.read((query) =>
    query
      .selectFrom(table)
      .select(["scope", "scope_ref", "key", "enabled", "value"])
      .where("key", "=", key)
      .orderBy("scope")
      .orderBy("scope_ref")
      .execute(),
  );
  const forAll = rows.filter(({ scope_ref: reference }) => reference === "");
  const own =
    forAll.find(({ scope }) => scope === "global") ?? forAll.find(({ scope }) => scope === "builtin");
  const some = rows.filter(({ enabled }) => Boolean(enabled));
  const only = new Set(some.map(({ value }) => value)).size === 1 ? some[0] : undefined;
  const row = own ?? only;
  return row?.enabled ? new Entry(table, row) : undefined;
}

function serverOf(content: Json | undefined): ServerContent | undefined {
  if (content === undefined) return undefined;
  const { type } = typed.safeParse(content).data ?? { type: "none" };
  return { content, type, secrets: secretsIn(content), digest: digestOf(canonicalJson(content)) };
}

/** What a malformed placeholder means is said when the server is asked. */
function secretsIn(content: Json): string[] {
  try {
    return [...new Set(findPlaceholders(content, "the row").map(({ name }) => name))].sort();
  } catch (caught) {
    if (caught instanceof IdentikitError) return [];
    throw caught;
  }
}

function readable(read: () => FileTree | undefined): FileTree | Unseen | undefined {
  try {
    return read();
  } catch (caught) {
    if (!(caught instanceof IdentikitError)) throw caught;
    return { message: caught.message, remedy: caught.remedy };
  }
}
