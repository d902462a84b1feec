import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A step of a script; what there is says the top of scripted-agent.mjs. */
export type ScriptStep = { readonly do: string } & Readonly<Record<string, unknown>>;

/** What an agent does in each kind of attempt, or in all of them. */
export type AgentScript =
  | readonly ScriptStep[]
  | {
      readonly new?: readonly ScriptStep[];
      readonly resume?: readonly ScriptStep[];
      readonly fork?: readonly ScriptStep[];
    };

/** The program, which any Node.js from 20 on runs. */
export const scriptedAgent: string = join(import.meta.dirname, "scripted-agent.mjs");

/** A script as a line of a prompt: no quoting changes it. */
export function scriptLine(script: AgentScript): string {
  return `scripted-agent:${Buffer.from(JSON.stringify(script)).toString("base64url")}`;
}

/**
 * Makes a folder in which the agent is called `claude` and `codex`: put it first on the PATH. Nothing in it leads out of it but the path
 * of Node.js, so it can be copied into an isolation.
 */
export function installAsClients(directory: string, node: string = process.execPath): string {
  mkdirSync(directory, { recursive: true });
  copyFileSync(scriptedAgent, join(directory, "scripted-agent.mjs"));
  for (const name of ["claude", "codex"]) {
    const start = `#!/bin/sh\nSCRIPTED_AGENT_AS=${name} exec '${node}' "$(dirname "$0")/scripted-agent.mjs" "$@"\n`;
    writeFileSync(join(directory, name), start, { mode: 0o755 });
  }
  return directory;
}
