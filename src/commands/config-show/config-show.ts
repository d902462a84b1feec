import { z } from "zod";
import type { ExplainedEntry, Explanation, RowPlace } from "../../config/explain.ts";
import { openProject } from "../../project/project.ts";
import { type CommandResult, defineCommand, type Output } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { positional, requiredText } from "../options/option.ts";

export const configShow = defineCommand({
  name: "config show",
  summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
  example: "identikit config show concierge",
  options: z.object({
    agent: positional(requiredText("AGENT", "The agent's name.")),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { loadRows } = await import("../../config/load-rows.ts");
    const { explainAgent } = await import("../../config/explain.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const explanation = explainAgent(await loadRows(database, [options.agent]), options.agent);
    return {
      outputs: { ...(explanation as unknown as Record<string, Output>) },
      account: accountOf(explanation),
    };
  },
});

const groups = [
  "plugins",
  "marketplaces",
  "mcpServers",
  "systemPrompt",
  "skills",
  "settings",
  "files",
] as const;

function accountOf(explanation: Explanation): string[] {
  const { name, type, runtime, typeConfig } = explanation;
  return [
    `${name}: type ${type}, runtime ${runtime}`,
    ...groups.flatMap((group) => explanation[group].map((entry) => `  ${group} ${entryLine(entry)}`)),
    ...typeConfig.map(({ key }) => `  typeConfig ${key}  has no effect: write a row of client_setting`),
  ];
}

function entryLine(entry: ExplainedEntry): string {
  const verb = entry.enabled ? "from" : "taken away by";
  const lost = entry.overrides.length > 0 ? `, over ${entry.overrides.map(placeOf).join(", ")}` : "";
  return `${entry.key}  ${verb} ${placeOf(entry)}${lost}`;
}

function placeOf({ scope, of }: RowPlace): string {
  return of === null ? scope : `${scope} ${of}`;
}
