import { join } from "node:path";
import type { Adapter } from "../adapters/adapter.ts";
import type { SessionFiles } from "../agents/run-bundle/sealed-session.ts";
import { matchesPathPattern } from "../agents/triggers/glob.ts";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { observeDirectory } from "../tree/directory-reader.ts";
import { checkPath } from "../tree/path.ts";

/** Bytes of a session's files, at most; a longer session is not carried. */
const mostBytes = 32 * 1024 * 1024;

/** The files of a client's session; nothing where there are none, or too many of them. */
export function readSession(
  adapter: Adapter,
  sessionId: string,
  envDirectory: string,
): SessionFiles | undefined {
  const patterns = adapter.sessionFiles(sessionId);
  if (patterns.length === 0) return undefined;
  const isSession = (path: string) => patterns.some((pattern) => matchesPathPattern(pattern, path));
  try {
    const found = observeDirectory(envDirectory, {
      keep: (path, kind) => kind === "directory" || (kind === "file" && isSession(path)),
      maxBytes: mostBytes,
      withBytes: true,
    });
    const files = found.flatMap((entry) =>
      entry.kind === "file"
        ? [{ path: entry.path, base64: Buffer.from(certain(entry.bytes)).toString("base64") }]
        : [],
    );
    return files.length === 0 ? undefined : { version: 1, sessionId, adapter: adapter.name, files };
  } catch (caught) {
    // The agent can fill its own env directory with what it likes: then another attempt starts again from nothing.
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

/**
 * Puts the files of a session where its client looks for them.
 * @returns their texts
 * @throws {IdentikitError} `SESSION_INVALID`
 */
export function laySession({ files }: SessionFiles, envDirectory: string): string[] {
  return files.map(({ path, base64 }) => {
    checkPath(path, "the session");
    const bytes = Buffer.from(base64, "base64");
    const [name = "", ...above] = path.split("/").reverse();
    using folder = AnchoredDirectory.make(join(envDirectory, ...above.reverse()), 0o755);
    writeFileIn(folder, name, bytes, { mode: 0o600, sync: false });
    return bytes.toString("utf8");
  });
}
