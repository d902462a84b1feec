import type { Finding } from "../../fault/finding.ts";
import type { Session } from "../connection/session.ts";
import { agentReference } from "../rows/agent-reference.ts";
import type { BuiltinFiles } from "./builtin-files.ts";
import type { SyncOptions } from "./sync-options.ts";

/** A warning for each agent that no scope gives a prompt, unless its runtime has no template. */
export async function agentsWithoutPrompt(
  { query }: Session,
  { agents: { types, agents } }: BuiltinFiles,
  { templatesDir, templateOf, files }: SyncOptions,
): Promise<Finding[]> {
  if (templatesDir === undefined) return [];
  const rows = await query.selectFrom("system_prompt").select(["scope", "scope_ref", "enabled"]).execute();
  const places = new Map(
    rows.map(({ scope, scope_ref, enabled }) => [`${scope} ${scope_ref}`, Boolean(enabled)]),
  );
  return agents.flatMap(({ name, type, template }) => {
    const entry = types.find((each) => each.name === type);
    const isServed =
      template !== undefined ||
      entry?.template !== undefined ||
      templateOf(entry?.runtime ?? "") !== undefined;
    const order = [
      `instance ${name}`,
      `type ${type}`,
      "global ",
      `builtin ${agentReference(name)}`,
      `builtin ${type}`,
      "builtin ",
    ];
    const given = order.map((place) => places.get(place)).find((enabled) => enabled !== undefined);
    if (!isServed || given) return [];
    return {
      code: "PROMPT_NONE",
      severity: "warning",
      path: name,
      expected: "a prompt",
      actual: `the agent ${name} has no prompt`,
      remedy: "Write one in its template, or name a file as its `prompt` in agents.json.",
      subject: `agent ${name}`,
      location: { file: files.agents.name },
    } satisfies Finding;
  });
}
