import { z } from "zod/mini";
import { choice, option, positional, text } from "./option.ts";

/** The tables of rows that operators write. */
export const editableTables = [
  "plugin_binding",
  "plugin_marketplace",
  "mcp_server",
  "skill",
  "system_prompt",
  "client_setting",
  "client_file",
  "agent_type_config",
] as const;

/** Of which kind a row is. */
export const tableOption = () => ({
  table: positional(
    option(z.enum(editableTables), {
      kind: "text",
      value: editableTables.join("|"),
      description: "The kind of row.",
    }),
  ),
});

/** For whom a row is. */
export const scopeOptions = () => ({
  scope: choice(
    ["global", "type", "instance"],
    "global",
    "For all agents, for the agents of one type, or for one agent. A narrower scope wins.",
  ),
  ref: text("NAME", "With --scope type the type's name, with --scope instance the agent's."),
});
