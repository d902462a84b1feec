import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a built file lies on this machine; nothing where `dist/` was not built.
 * @param path below `dist/`, such as `programs/outbox-server.js`
 */
export function builtFile(path: string): string | undefined {
  // This module is in src/, or in a folder of dist/.
  let at = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 4; up++, at = dirname(at)) {
    const found = [join(at, path), join(at, "dist", path)].find((file) => existsSync(file));
    if (found !== undefined) return found;
  }
  return undefined;
}
