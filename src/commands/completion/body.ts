import { allCommands } from "../all.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { bashScript } from "./bash.ts";
import type { CompletionCommandOptions } from "./completion.ts";
import { fishScript } from "./fish.ts";
import { completedCommands } from "./words.ts";
import { zshScript } from "./zsh.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export async function run(
  _context: CommandContext,
  { shell }: CompletionCommandOptions,
): Promise<CommandResult> {
  const script = scripts[shell](completedCommands(allCommands));
  return { outputs: { shell, script }, account: [], document: script };
}
