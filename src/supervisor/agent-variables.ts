import { join } from "node:path";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What a run was granted, as the agent gets it. */
export interface AgentVariables {
  /** Secrets whose mount policy is `env`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Plain configuration; and where the files are. */
  readonly configs: Readonly<Record<string, string>>;
}

/**
 * Gives the agent what it was granted: as variables, or as files below a folder that it reads. A config's key that is no name of a variable
 * is in a file in any case.
 */
export function agentVariables(
  { secrets, configs }: Pick<Ticket, "secrets" | "configs">,
  values: Readonly<Record<string, string>>,
  folder: string,
): AgentVariables {
  const asVariables: Record<string, string> = {};
  const plain: Record<string, string> = {};
  for (const { name, mountPolicy } of secrets) {
    const value = values[name];
    if (value === undefined) continue;
    if (mountPolicy === "env") asVariables[name] = value;
    if (mountPolicy === "file") plain[`${name}_FILE`] = write(join(folder, "secrets"), name, value);
  }
  for (const { name, mountPolicy, data } of configs)
    for (const [key, value] of Object.entries(data)) {
      if (mountPolicy === "env" && variable.test(key)) plain[key] = value;
      else write(join(folder, "configs", name), key, value);
    }
  return { secrets: asVariables, configs: plain };
}

function write(directory: string, name: string, value: string): string {
  using folder = AnchoredDirectory.make(directory, 0o755);
  writeFileIn(folder, name, Buffer.from(value), { mode: 0o400, sync: false });
  return join(directory, name);
}
