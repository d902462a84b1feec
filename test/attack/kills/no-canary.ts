import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What every secret of the trials starts with; it must be found nowhere on the disk but in rendered files. */
export const canary = "canary-9b1e77d04c";

/** Nothing of the canary in any file below a directory: database, write-ahead log, temporary and left-over files. */
export function expectNoCanary(directory: string): void {
  const forms = [
    canary,
    Buffer.from(canary).toString("base64").slice(0, -4),
    Buffer.from(canary).toString("hex"),
  ];
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = contentOf(join(entry.parentPath, entry.name));
    for (const form of forms)
      assert.equal(bytes.includes(form), false, `${entry.parentPath}/${entry.name} holds a secret`);
  }
}

/** A server that runs removes and renames files of its own meanwhile: what is gone holds nothing. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw fault;
  }
}
