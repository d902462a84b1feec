import type { z } from "zod";
import type { AgentConfig, Json } from "../config/agent-config.ts";
import { marketplaceShape, mcpServerShape, pluginName } from "../config/client-shapes.ts";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import { findPlaceholders } from "../secret/placeholder.ts";
import { checkPath } from "../tree/path.ts";

/**
 * Checks that the client would take what a config gives, before any secret is opened.
 * @returns warnings: what works but should be changed
 * @throws {IdentikitError} `RENDER_REFUSED` for an entry that the client would drop, or with a placeholder where none
 * is filled; `SECRET_INVALID` for a malformed placeholder; `PATH_UNSAFE` for the name of a skill
 */
export function checkConfig(config: AgentConfig): Finding[] {
  const warnings: Finding[] = [];
  for (const { key } of config.plugins) check(pluginName, key, `enabledPlugins.${key}`);
  for (const { key, value } of config.marketplaces) {
    const where = `extraKnownMarketplaces.${key}`;
    check(marketplaceShape, value, where);
    for (const { name } of findPlaceholders(value, where)) {
      throw refused(`${where} names secret ${name}`, "Keep secrets in an MCP server's env or headers.");
    }
  }
  for (const { key, value } of config.mcpServers) warnings.push(...checkServer(key, value));
  for (const { key } of config.skills) checkSkillName(key);
  return warnings.map((warning) => ({ ...warning, subject: config.name }));
}

function checkServer(name: string, value: Json): Finding[] {
  const where = `mcpServers.${name}`;
  const server = check(mcpServerShape, value, where);
  const warnings: Finding[] = [];
  if (server.type === "sse") {
    const remedy = 'Move the server to the type "http".';
    warnings.push(
      warning("MCP_SSE_DEPRECATED", `${where}.type`, { expected: "http", actual: "sse", remedy }),
    );
  }
  for (const { name: secret, path } of findPlaceholders(value, where)) {
    const place = [where, ...path].join(".");
    const [field] = path;
    if (field === "args" || field === "url") {
      const remedy =
        "Pass it in env or headers: arguments and addresses are shown by process listings and logs.";
      warnings.push(
        warning("SECRET_EXPOSED", place, { expected: "env or headers", actual: `${field}`, remedy }),
      );
    } else if (field !== "env" && field !== "headers") {
      throw refused(
        `${place} names secret ${secret}, and no secret is filled in there`,
        "Move it to env or headers.",
      );
    }
  }
  return warnings;
}

/** @throws {IdentikitError} `RENDER_REFUSED`; the message names the place and never shows a value */
function check<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = certain(result.error.issues[0]);
  const place = [where, ...issue.path.map(String)].join(".");
  throw refused(
    `${place}: ${issue.message}`,
    "Change the row: the client would drop this entry or its whole file.",
  );
}

function checkSkillName(name: string): void {
  checkPath(`skills/${name}`, "skill");
  if (name.includes("/"))
    throw refused(`skill ${JSON.stringify(name)} is no plain name`, "Rename the skill.");
}

function refused(message: string, remedy: string): IdentikitError {
  return new IdentikitError("RENDER_REFUSED", message, { remedy });
}

function warning(
  code: FindingCode,
  path: string,
  { expected, actual, remedy }: { expected: string; actual: string; remedy: string },
): Finding {
  return { code, severity: "warning", path, expected, actual, remedy };
}
