import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsRetryOptions } from "./runs-retry.ts";

export async function run(context: CommandContext, options: RunsRetryOptions): Promise<CommandResult> {
  return await runActionResult(context, options, { action: "retry" });
}
