import { personRequest } from "../../agents/outbox/person-request.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { CommandContext } from "../context.ts";
import { runActionResult } from "../places/run-action.ts";
import type { CommandResult } from "../result.ts";
import type { RunsWriteBackOptions } from "./runs-write-back.ts";

export async function run(context: CommandContext, options: RunsWriteBackOptions): Promise<CommandResult> {
  const text = options.request ?? Buffer.from(await context.readInput()).toString("utf8");
  const read = personRequest(parsed(text));
  if ("problem" in read)
    throw new IdentikitError("USAGE", `the request: ${read.problem}`, {
      remedy: "Write one JSON object as an outbox has it; docs/explanation/agent-runs.md shows each kind.",
    });
  return await runActionResult(context, options, { action: "write-back", request: read.request });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new IdentikitError("USAGE", "the request is not JSON", {
      remedy: 'Write one JSON object, such as {"type":"comment","body":"Done."}.',
      cause,
    });
  }
}
