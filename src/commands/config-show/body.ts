import {
  type ExplainedEntry,
  type Explanation,
  explainAgent,
  type RowPlace,
} from "../../config/rows/explain.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import { outputMembers } from "../result.ts";
import type { ConfigShowCommandOptions } from "./config-show.ts";

export async function run(
  context: CommandContext,
  options: ConfigShowCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const explanation = explainAgent(await loadRows(database, [options.agent]), options.agent);
  return {
    outputs: outputMembers(explanation),
    account: accountOf(explanation),
  };
}

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
