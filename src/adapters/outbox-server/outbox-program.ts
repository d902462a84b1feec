import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where the outbox's server lies as a program of one file, which is copied to where the agent runs; nothing where `dist/` was not built.
 */
export function outboxProgramFile(): string | undefined {
  // This module is in src/, or in a folder of dist/.
  let at = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 4; up++, at = dirname(at)) {
    const found = ["programs", "dist/programs"]
      .map((place) => join(at, place, "outbox-server.js"))
      .find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return undefined;
}
