import { z } from "zod";
import type { AgentConfig, Resolved } from "../config/agent-config.ts";
import { openProject } from "../project/project.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, type JobResult, type Output } from "./job.ts";
import { positional, requiredText } from "./option.ts";

export const configShow = defineJob({
  name: "config show",
  summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
  example: "identikit config show concierge",
  options: z.object({
    agent: positional(requiredText("AGENT", "The agent's name.")),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { loadRows } = await import("../config/load-rows.ts");
    const { resolveAgent } = await import("../config/resolve.ts");
    const { redact } = await import("../secret/redaction.ts");
    const { openConfigDatabase } = await import("./database-place.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const config = resolveAgent(await loadRows(database, [options.agent]), options.agent);
    const shown = shownOf(config, redact);
    return { outputs: shown.outputs, account: shown.account };
  },
});

function shownOf(
  config: AgentConfig,
  redact: (value: unknown) => unknown,
): Pick<JobResult, "outputs" | "account"> {
  const { name, type, runtime, plugins, marketplaces, mcpServers, systemPrompt, skills } = config;
  const entry = <Value>({ key, scope, overrides }: Resolved<Value>, value: unknown) => ({
    key,
    value: value as Output,
    scope,
    overrides: [...overrides],
  });
  const groups = {
    plugins: plugins.map((one) => entry(one, one.value)),
    marketplaces: marketplaces.map((one) => entry(one, redact(one.value))),
    mcpServers: mcpServers.map((one) => entry(one, redact(one.value))),
    systemPrompt: systemPrompt ? [entry(systemPrompt, systemPrompt.value)] : [],
    skills: skills.map((one) => entry(one, one.value.digest)),
  };
  const account = [`${name}: type ${type}, runtime ${runtime}`];
  for (const [group, entries] of Object.entries(groups)) {
    for (const { key, scope, overrides } of entries) {
      const lost = overrides.length > 0 ? `, over ${overrides.join(", ")}` : "";
      account.push(`  ${group} ${key}  from ${scope}${lost}`);
    }
  }
  return { outputs: { name, type, runtime, ...groups }, account };
}
