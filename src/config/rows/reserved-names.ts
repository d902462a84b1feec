import { z } from "zod";
import { fieldsOf } from "../../fault/thrown.ts";

/** Names of servers that the client keeps for itself: it reports one and does not load it (2.1.330). */
export const reservedServers: ReadonlySet<string> = new Set([
  "Claude_Browser",
  "Claude_Preview",
  "Claude_in_Chrome",
  "__proto__",
  "ccr-email",
  "claude-code-remote",
  "claude-device",
  "claude-in-chrome",
  "claude_ai",
  "computer-use",
  "hearthbot",
  "remote-devices",
  "webagent",
  "workspace",
]);

/** What is wrong with the name of an MCP server; `undefined` for a good one. */
export function serverNameProblem(name: string): string | undefined {
  // The client compares names as it writes them into the names of tools.
  if (!reservedServers.has(name.trim().replace(/[^A-Za-z0-9_-]/g, "_"))) return undefined;
  return `the server name ${JSON.stringify(name)} is reserved: the agent client does not load it`;
}

/** Marketplaces that the client lets only its maker's repositories serve (2.1.330); letter case does not count. */
const officialMarketplaces: ReadonlySet<string> = new Set([
  "agent-skills",
  "anthropic-agent-skills",
  "anthropic-marketplace",
  "anthropic-plugins",
  "claude-code-marketplace",
  "claude-code-plugins",
  "claude-community",
  "claude-for-financial-services",
  "claude-for-legal",
  "claude-plugins-community",
  "claude-plugins-official",
  "claude-tag-plugins",
  "financial-services-plugins",
  "first-party-plugins",
  "healthcare",
  "knowledge-work-plugins",
  "life-sciences",
]);
const official = "anthropics";

/** Names that stand for a place where the client finds plugins without a marketplace. */
const builtinMarketplaces: ReadonlySet<string> = new Set([
  "anthropic-plugin-directory",
  "builtin",
  "claude-plugin-directory",
  "claude-plugin-test",
  "inline",
  "skills-dir",
  "synced",
]);

/** What is wrong with the name of a marketplace, whatever its source; `undefined` for a good one. */
export function marketplaceNameProblem(name: string): string | undefined {
  if (builtinMarketplaces.has(name.toLowerCase()))
    return `the marketplace name ${JSON.stringify(name)} is reserved for plugins that come with the agent client`;
  return undefined;
}

const officialSource = z.union([
  z.object({ source: z.literal("github"), repo: z.string().startsWith(`${official}/`) }),
  z.object({
    source: z.literal("git"),
    url: z.string().regex(/^(?:https:\/\/|ssh:\/\/git@|git@)github\.com[:/]anthropics\//i),
  }),
]);

/** What is wrong with the source of a marketplace whose name only some may use; `undefined` where it may. */
export function officialSourceProblem(name: string, value: unknown): string | undefined {
  if (!officialMarketplaces.has(name.toLowerCase())) return undefined;
  const { source } = fieldsOf(value);
  if (officialSource.safeParse(source).success) return undefined;
  return `the marketplace name ${JSON.stringify(name)} is reserved for repositories of github.com/${official}`;
}

/** True for a marketplace that the client knows without being told. */
export function isBuiltinMarketplace(name: string): boolean {
  return builtinMarketplaces.has(name.toLowerCase()) || officialMarketplaces.has(name.toLowerCase());
}
