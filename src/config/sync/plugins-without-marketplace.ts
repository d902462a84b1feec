import { documentFault } from "../../document/document.ts";
import type { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { suggestion } from "../../fault/nearest.ts";
import { agentReference } from "../rows/agent-reference.ts";
import type { UnknownMarketplace } from "../rows/unknown-marketplaces.ts";
import type { BuiltinFiles, FilePlace } from "./builtin-files.ts";

/**
 * A warning for each plugin that an operator switched on and whose marketplace the agent does not know (any more).
 * @throws {IdentikitError} `ROW_INVALID` with the line of `agents.json`, where that file switches the plugin on
 */
export function pluginsWithoutMarketplace(
  unknown: readonly UnknownMarketplace[],
  files: BuiltinFiles,
): Finding[] {
  const own = unknown.find(({ plugin }) => plugin.scope === "builtin");
  if (own) throw notKnown(own, files);
  return unknown.map(({ agent, plugin, marketplace, known }) => ({
    code: "MARKETPLACE_UNKNOWN",
    severity: "warning",
    path: agent,
    expected: known.join(", "),
    actual: `${plugin.name}: the agent ${agent} knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`,
    remedy: `Add the marketplace for this agent, or take the row away: identikit config unset plugin_binding ${plugin.key}`,
    subject: `agent ${agent}`,
  }));
}

function notKnown(
  { agent, plugin, marketplace, known }: UnknownMarketplace,
  files: BuiltinFiles,
): IdentikitError {
  const problem = `${plugin.key}: the agent ${agent} knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`;
  const remedy = "Fix the name, or add the marketplace to config/marketplaces-builtin.json.";
  return documentFault("ROW_INVALID", placeOf(plugin, files), problem, remedy);
}

/** The line that switches a plugin of the builtin scope on. */
function placeOf(
  { key, reference }: UnknownMarketplace["plugin"],
  { agents, placeOf: at }: BuiltinFiles,
): FilePlace {
  const entry =
    agents.types.find(({ name }) => name === reference) ??
    agents.agents.find(({ name }) => agentReference(name) === reference) ??
    agents.defaults;
  return at(entry, ["plugins", entry.plugins.indexOf(key)]);
}
