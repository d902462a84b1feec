import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsForkOptions } from "./runs-fork.ts";

export async function run(context: CommandContext, options: RunsForkOptions): Promise<CommandResult> {
  return await runActionResult(context, options, { action: "fork", text: options.message });
}
