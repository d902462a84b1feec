import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsCancelOptions } from "./runs-cancel.ts";

export async function run(context: CommandContext, options: RunsCancelOptions): Promise<CommandResult> {
  return await runActionResult(context, options, { action: "cancel" });
}
