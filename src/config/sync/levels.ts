import { documentFault } from "../../document/document.ts";
import { certain } from "../../fault/certain.ts";
import { asFault } from "../../fault/error.ts";
import { agentReference } from "../rows/agent-reference.ts";
import { readTemplateRows, type TemplateRows } from "../rows/template-rows.ts";
import { type BuiltinRow, type Level, type LevelOptions, levelOf, rowsThatDiffer } from "./agent-rows.ts";
import type { AgentsEntry, BuiltinFiles } from "./builtin-files.ts";
import { pluginRow } from "./file-rows.ts";
import type { GivenPrompt } from "./shorter-prompts.ts";
import type { SyncOptions } from "./sync-options.ts";

/** Takes what a type, or an agent, by its reference, gets. */
export type AddLevel = (
  reference: string,
  level: Level,
  own: readonly BuiltinRow[],
  /** True for an agent whose template is its type's. */
  isInherited: boolean,
  given: GivenPrompt,
) => void;

/** What types and agents get from their templates and their entries; of an agent, what differs from its type. */
export function addLevels(
  { agents, mcpServers }: BuiltinFiles,
  to: {
    readonly common: Omit<LevelOptions, "ownServers">;
    readonly templateOf: (entry: AgentsEntry) => string | undefined;
    readonly add: AddLevel;
  },
): void {
  const levels = new Map<string, { readonly level: Level; readonly options: LevelOptions }>();
  for (const type of agents.types) {
    const own = [mcpServers.mcpServers, mcpServers.types[type.name] ?? {}].flatMap(Object.keys);
    const options = { ...to.common, ownServers: new Set(own) };
    // Asked for every type, fetched or not: a runtime that nothing serves is a mistake in either case.
    const level = levelOf(type, to.templateOf(type), options);
    levels.set(type.name, { level, options });
    to.add(type.name, level, [...level.rows.values()], false, {
      name: type.name,
      what: "type",
      references: [type.name],
      parts: level.prompt,
      place: to.common.placeOf(type, type.prompt === undefined ? [] : ["prompt"]),
    });
  }
  for (const agent of agents.agents) {
    const above = certain(levels.get(agent.type));
    const level = levelOf(agent, to.templateOf(agent) ?? above.level.template, above.options, above.level);
    const own = [...rowsThatDiffer(level, above.level), ...agent.plugins.map(pluginRow)];
    const reference = agentReference(agent.name);
    to.add(reference, level, own, level.template === above.level.template, {
      name: agent.name,
      what: "agent",
      // What happens to the prompt of its type is said of the type.
      references: level.prompt === above.level.prompt ? [reference] : [reference, agent.type],
      parts: level.prompt,
      place: to.common.placeOf(agent, agent.prompt === undefined ? [] : ["prompt"]),
    });
  }
}

/** The template of a type, or the own one of an agent; what is wrong with it is told at the line that names it. */
export function templateOf(
  entry: AgentsEntry,
  { placeOf }: BuiltinFiles,
  options: SyncOptions,
): string | undefined {
  const { template } = entry;
  try {
    if (template !== undefined) options.checkTemplate?.(template);
    return template ?? ("runtime" in entry ? options.templateOf(entry.runtime) : undefined);
  } catch (caught) {
    const { code, message, remedy } = asFault(caught);
    throw documentFault(
      code,
      placeOf(entry, [template === undefined ? "runtime" : "template"]),
      message,
      remedy,
      caught,
    );
  }
}

/** A reader of fetched templates that reads each once, and notes it in `readings`. */
export function readerOf({ templatesDir, formOf }: SyncOptions, readings: Map<string, TemplateRows>) {
  return (template: string): TemplateRows | undefined => {
    if (templatesDir === undefined) return undefined;
    const form = formOf?.(template) ?? "present";
    const rows = readings.get(template) ?? readTemplateRows(templatesDir, template, form);
    readings.set(template, rows);
    return rows;
  };
}
