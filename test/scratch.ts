import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";

/** A new directory for one test, removed when the test ends. */
export function scratchDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "identikit-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A new directory that takes the place of the system's temporary one until the test ends: what lies there, this test has made. */
export function ownTemporaryDirectory(): string {
  const path = scratchDirectory();
  vi.stubEnv("TMPDIR", path);
  onTestFinished(() => void vi.unstubAllEnvs());
  return path;
}

/** Writes plain files below a directory, with the directories they need; gives the directory. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
