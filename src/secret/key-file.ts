import { basename, dirname, resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { codeOf, fieldsOf } from "../fault/thrown.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { createFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { Keyring } from "./keyring.ts";

const maxKeyFileBytes = 64 * 1024;

/**
 * The keyring in a key file: `id:base64` entries, one a line.
 * @param mayShare whether the file's group may read it too (mode 0640), where its owner said so
 * @throws {IdentikitError} `KEYRING_INVALID` where it is missing, malformed, or open to other users of the machine;
 * `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
 */
export function readKeyFile(file: string, mayShare = false): Keyring {
  const keyring = readIfPresent(file, mayShare);
  if (keyring) return keyring;
  throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, {
    remedy: "Name the right file, or make one with `id:base64` in it and mode 0600.",
  });
}

/**
 * The keyring in a key file, which is made (mode 0600, one new key) where it is missing. Of several runs that start
 * at once, one makes it and all use it. For the embedded quick start: a team keeps its keys where its other secrets are.
 * @param file beside the database, never in it
 * @throws {IdentikitError} as {@link readKeyFile}; `FILE_UNWRITABLE`
 */
export function ensureLocalKeyring(file: string): Keyring {
  const present = readIfPresent(file);
  if (present) return present;
  using directory = AnchoredDirectory.make(dirname(resolve(file)));
  const entry = `# Opens the secrets of the config database beside it. Keep it out of version control.\n${Keyring.generateEntry("local-1")}\n`;
  createFileIn(directory, basename(file), Buffer.from(entry), { mode: 0o600 });
  return readKeyFile(file);
}

/**
 * A file that holds a key of another form, such as a private key in PEM.
 * @throws {IdentikitError} `KEYRING_INVALID` where it is missing, or open to other users of the machine; `PATH_LINKED`,
 * `ENTRY_TYPE`, `FILE_UNREADABLE`
 */
export function readPrivateFile(file: string): string {
  const text = textIfPresent(file, false);
  if (text !== undefined) return text;
  throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, {
    remedy: "Check the path.",
  });
}

function readIfPresent(file: string, mayShare = false): Keyring | undefined {
  const text = textIfPresent(file, mayShare);
  return text === undefined ? undefined : Keyring.parse(text, file);
}

function textIfPresent(file: string, mayShare: boolean): string | undefined {
  const path = resolve(file);
  let directory: AnchoredDirectory;
  try {
    directory = AnchoredDirectory.open(dirname(path));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
  using opened = directory;
  const found = readFileIn(opened, basename(path), maxKeyFileBytes);
  if (!found) return undefined;
  if ((found.mode & (mayShare ? 0o037 : 0o077)) !== 0) throw tooOpen(file, found.mode);
  return found.bytes.toString("utf8");
}

function isMissing(cause: unknown): boolean {
  return codeOf(fieldsOf(cause).cause) === "ENOENT";
}

function tooOpen(file: string, mode: number): IdentikitError {
  const who = (mode & 0o007) !== 0 ? "every user of this machine" : "its group";
  const shown = mode.toString(8).padStart(4, "0");
  return new IdentikitError("KEYRING_INVALID", `the key file ${file} is open to ${who} (mode ${shown})`, {
    remedy: `Run: chmod 600 ${file}, and rotate to a new key if others may have read it. A group that is to read it needs mode 0640 and IDENTIKIT_KEY_FILE_SHARED=true.`,
  });
}
