import { claudeCode } from "./claude-code.ts";
import type { Client } from "./client.ts";
import { codex } from "./codex.ts";

/** The runtimes whose agents run Codex. */
const codexRuntimes: ReadonlySet<string> = new Set(["codex", "codex-cli", "openai-codex"]);

/** The client that an agent's runtime runs: Claude Code unless the table above says otherwise. */
export function clientOfRuntime(runtime: string): Client {
  return codexRuntimes.has(runtime.toLowerCase()) ? codex : claudeCode;
}
