import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsContinueOptions } from "./runs-continue.ts";

export async function run(context: CommandContext, options: RunsContinueOptions): Promise<CommandResult> {
  return await runActionResult(context, options, { action: "continue", text: options.message });
}
