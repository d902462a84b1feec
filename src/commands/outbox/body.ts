import { resolve } from "node:path";
import { outboxFiles } from "../../adapters/outbox-server/outbox-files.ts";
import { outboxTools } from "../../adapters/outbox-server/outbox-tools.ts";
import { serveOutbox } from "../../adapters/outbox-server/serve-outbox.ts";
import { version } from "../../runtime/version.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import type { OutboxCommandOptions } from "./outbox.ts";

export async function run(
  { cwd, openInput, writeOutput, signal }: CommandContext,
  { file, answers, ask, closed }: OutboxCommandOptions,
): Promise<CommandResult> {
  await serveOutbox({
    tools: outboxTools(),
    files: outboxFiles(resolve(cwd, file), resolve(cwd, answers)),
    rules: { asked: ask, closed },
    version,
    input: openInput(),
    write: (line) => void writeOutput(line),
    signal,
  });
  // Messages of the protocol stand on standard output, and nothing else may.
  return { outputs: {}, account: [], printed: true };
}
