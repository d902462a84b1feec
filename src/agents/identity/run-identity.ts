import type { ConfigDatabase } from "../../config/database.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { AgentConfig, Json, Resolved } from "../../config/schema/agent-config.ts";
import { compareTexts } from "../../document/compare-texts.ts";
import { findPlaceholders } from "../../secret/placeholder.ts";
import { FileTree } from "../../tree/file-tree.ts";
import { type GrantWorld, objectNamed } from "../admission/grants/grant-world.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import { type StackUser, stackUsers } from "../readiness/stack-parts.ts";
import { readStackRows, type StackRows } from "../readiness/stack-rows.ts";
import type { Resource } from "../resource/resource.ts";

/** What a run's env directory is rendered from. */
export interface RunIdentity {
  readonly config: AgentConfig;
  /** What the stack's agent has and the run does not, each with the reason, for people. */
  readonly leftOut: readonly string[];
}

/**
 * The configuration that a run of a stack is rendered with: that of the stack's agent, with the MCP servers and skills that the stack
 * and its subagents name. The subagents themselves are the client's adapter's. A stack that names no servers, or no skills, has its agent's. What needs a secret
 * that the run was not granted is left out.
 * @param secrets the names of those that it was granted
 * @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID`, and what the database throws
 */
export async function runIdentity(
  database: ConfigDatabase,
  { metadata, spec }: Resource<typeof agentStack>,
  grants: GrantWorld,
  secrets: readonly string[],
): Promise<RunIdentity> {
  const users = stackUsers({ metadata, spec }, grants);
  const rows = await readStackRows(database, spec.agent);
  const own =
    spec.agent === undefined
      ? emptyConfig(metadata.name, runtimeOf(spec.adapter.name, spec.baseAgent))
      : resolveAgent(await loadRows(database, [spec.agent]), spec.agent);
  const servers = spec.mcpServers ? await namedServers(users, rows, grants) : own.mcpServers;
  const skills = spec.skills ? await namedSkills(users, rows, grants) : own.skills;
  const leftOut: string[] = [];
  const granted = new Set(secrets);
  const isGranted = (what: string) => (entry: Resolved<Json>) => {
    const missing = findPlaceholders(entry.value, what).filter(({ name }) => !granted.has(name));
    for (const { name } of missing)
      leftOut.push(`${what} ${entry.key}: it needs the secret ${name}, which the run was not granted`);
    return missing.length === 0;
  };
  const config = {
    ...own,
    mcpServers: servers.filter(isGranted("the MCP server")),
    skills,
    settings: own.settings.filter(isGranted("the setting")),
  };
  return { config, leftOut };
}

async function namedServers(
  users: readonly StackUser[],
  rows: StackRows,
  grants: GrantWorld,
): Promise<Resolved<Json>[]> {
  const found: Resolved<Json>[] = [];
  for (const name of namesOf(users, "mcpServers")) {
    const key = objectNamed(grants.mcpServers, name)?.spec.row ?? name;
    const row = await rows.server(key);
    if (row) found.push(instance(key, row.content));
  }
  return found.sort(byKey);
}

async function namedSkills(
  users: readonly StackUser[],
  rows: StackRows,
  grants: GrantWorld,
): Promise<Resolved<FileTree>[]> {
  const found: Resolved<FileTree>[] = [];
  for (const name of namesOf(users, "skills")) {
    const key = objectNamed(grants.skills, name)?.spec.sourceRef.row ?? name;
    const tree = await rows.skill(key);
    if (tree instanceof FileTree) found.push(instance(key, tree));
  }
  return found.sort(byKey);
}

function namesOf(users: readonly StackUser[], field: "mcpServers" | "skills"): string[] {
  return [...new Set(users.flatMap((user) => user[field]))];
}

function instance<Value>(key: string, value: Value): Resolved<Value> {
  return { key, value, scope: "instance", overrides: [] };
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareTexts(a.key, b.key);
}

function runtimeOf(adapter: "claude" | "codex" | "command", baseAgent: string): string {
  return adapter === "claude" ? "claude-code" : adapter === "codex" ? "codex" : baseAgent;
}

function emptyConfig(name: string, runtime: string): AgentConfig {
  const nothing = { plugins: [], marketplaces: [], mcpServers: [], skills: [], settings: [], files: [] };
  return { name, type: "stack", runtime, systemPrompt: null, ...nothing };
}
