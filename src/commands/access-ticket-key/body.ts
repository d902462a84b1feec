import { publicTicketKey, ticketKeysOf } from "../../agents/tickets/ticket-key.ts";
import { openProject } from "../../project/project.ts";
import { writeOutput } from "../../tree/output-file.ts";
import type { CommandContext } from "../context.ts";
import { keySource } from "../places/keys.ts";
import { outputPath } from "../places/output-path.ts";
import type { CommandResult } from "../result.ts";
import type { AccessTicketKeyCommandOptions } from "./access-ticket-key.ts";

export async function run(
  context: CommandContext,
  options: AccessTicketKeyCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const keys = ticketKeysOf(keySource(context, project).take()).map(publicTicketKey);
  const text = keys.join("");
  if (options.to === undefined) return { outputs: { keys }, account: text.trimEnd().split("\n") };
  const file = outputPath(context, options.to);
  writeOutput(file, text, { mode: 0o644 });
  return {
    outputs: { keys, file },
    changed: true,
    account: [`wrote ${file}: ${keys.length} public keys of tickets`],
  };
}
