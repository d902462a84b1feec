import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsResumeOptions } from "./runs-resume.ts";

export async function run(context: CommandContext, options: RunsResumeOptions): Promise<CommandResult> {
  return await runActionResult(context, options, { action: "resume", text: options.message });
}
