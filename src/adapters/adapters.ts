import type { Adapter } from "./adapter.ts";
import { claudeAdapter } from "./claude/claude-adapter.ts";
import { codexAdapter } from "./codex/codex-adapter.ts";
import { commandAdapter } from "./command/command-adapter.ts";

const adapters = { claude: claudeAdapter, codex: codexAdapter, command: commandAdapter } as const;

/** The adapter of a stack. */
export function adapterNamed(name: Adapter["name"]): Adapter {
  return adapters[name];
}
