/** A fleet of configuration rows, made up the same way every time: 10,000 agents of 20 types for a million rows. */
export interface BenchRow {
  readonly table: string;
  /** In the order of the table's columns, as SQLite takes them. */
  readonly cells: readonly (string | number)[];
}

export const columnsOf: Readonly<Record<string, readonly string[]>> = {
  agent_type: ["name", "runtime", "enabled"],
  agent: ["name", "type", "enabled"],
  mcp_server: ["scope", "scope_ref", "key", "enabled", "value"],
  plugin_binding: ["scope", "scope_ref", "key", "enabled", "value"],
  skill: ["scope", "scope_ref", "key", "enabled", "value"],
};

const perAgent = { mcp_server: 50, plugin_binding: 44, skill: 4 };
const globals = 200;

/** As many rows as asked for, within one agent's worth. */
export function* benchRows(count: number): Generator<BenchRow> {
  const agents = Math.max(1, Math.round((count - globals - 20) / (1 + 98)));
  for (let type = 0; type < 20; type++)
    yield { table: "agent_type", cells: [`type-${type}`, "claude-code", 1] };
  for (let agent = 0; agent < agents; agent++)
    yield { table: "agent", cells: [nameOf(agent), `type-${agent % 20}`, 1] };
  for (let key = 0; key < globals; key++)
    yield { table: "mcp_server", cells: ["global", "", `shared-${key}`, 1, server(0, key)] };
  for (const [table, rows] of Object.entries(perAgent))
    for (let agent = 0; agent < agents; agent++)
      for (let key = 0; key < rows; key++)
        yield { table, cells: ["instance", nameOf(agent), keyOf(table, key), 1, valueIn(table, agent, key)] };
}

function nameOf(agent: number): string {
  return `agent-${String(agent).padStart(6, "0")}`;
}

function keyOf(table: string, key: number): string {
  return table === "plugin_binding" ? `plugin-${key}@market` : `${table}-${key}`;
}

function valueIn(table: string, agent: number, key: number): string {
  if (table === "plugin_binding") return "true";
  if (table === "mcp_server") return server(agent, key);
  return JSON.stringify([
    {
      path: "SKILL.md",
      text: `---\nname: skill-${key}\n---\n${"Do the work with care. ".repeat(20)}${agent}\n`,
    },
  ]);
}

function server(agent: number, key: number): string {
  const env = {
    REGION: `eu-${agent % 7}`,
    ACCESS_TOKEN: `\${SECRET:TOKEN_${key}}`,
    WORKSPACE: `/srv/${agent}/${key}`,
  };
  return JSON.stringify({
    type: "stdio",
    command: `mcp-${key}`,
    args: ["--stdio", "--agent", nameOf(agent)],
    env,
  });
}
