import { builtFile } from "../../runtime/built-file.ts";

/**
 * Where the outbox's server lies as a program of one file, which is copied to where the agent runs; nothing where `dist/` was not built.
 */
export function outboxProgramFile(): string | undefined {
  return builtFile("programs/outbox-server.js");
}
