import { stringify } from "yaml";
import type { agentSubagent } from "../kinds/config/agent-subagent.ts";
import type { Declared } from "../resource/resource.ts";

/** A subagent as the file that its client reads: front matter, and the prompt of its role. */
export function subagentFile({ metadata: { name }, spec }: Declared<typeof agentSubagent>): string {
  const { title, taskKinds, model, rolePrompt } = spec;
  const description = `${title ?? name}. Takes tasks of these kinds: ${taskKinds.join(", ")}.`;
  const matter = stringify(
    { name, description, ...(model === undefined ? {} : { model }) },
    { lineWidth: 0 },
  );
  return `---\n${matter}---\n\n${rolePrompt.trimEnd()}\n`;
}
