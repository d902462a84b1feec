import { readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { fileFault } from "../tree/file-fault.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { ConfigFiles } from "./config-files.ts";

const maxFiles = 256;
const maxFileBytes = 64 * 1024;

/**
 * The files of a directory that was given for secrets, such as the one where systemd puts credentials or an engine mounts secrets.
 * A name may be a link to a file below the directory, as Kubernetes lays them out; names that begin with a dot are passed over.
 * At most 256 files of 64 KiB.
 * @throws {IdentikitError} `FILE_UNREADABLE` where it cannot be read or is over a bound; `PATH_ESCAPES` for a link that leads out of it;
 * `ENTRY_TYPE` for what is not a regular file
 */
export function readConfigFiles(directory: string): ConfigFiles {
  const { real, names } = listFiles(directory);
  return new ConfigFiles(names.map((name) => [name, readSecretFile(real, directory, name)]));
}

function listFiles(directory: string): { readonly real: string; readonly names: readonly string[] } {
  let real: string;
  let names: string[];
  try {
    real = realpathSync(directory);
    names = readdirSync(real).filter((name) => !name.startsWith("."));
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory, cause);
  }
  if (names.length <= maxFiles) return { real, names: names.sort() };
  throw new IdentikitError("FILE_UNREADABLE", `${directory} has more than ${maxFiles} files`, {
    remedy: "Name a directory that holds the bootstrap secrets and nothing else.",
  });
}

function readSecretFile(real: string, directory: string, name: string): Uint8Array {
  const shown = join(directory, visible(name));
  let target: string;
  try {
    target = realpathSync(join(real, name));
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", shown, cause);
  }
  if (!target.startsWith(`${real}/`))
    throw new IdentikitError("PATH_ESCAPES", `${shown} leads out of the directory`, {
      remedy: "Put the secret itself there; a link may only lead to a file below the directory.",
    });
  using parent = AnchoredDirectory.open(dirname(target));
  const file = readFileIn(parent, basename(target), maxFileBytes);
  if (file) return file.bytes;
  throw new IdentikitError("FILE_UNREADABLE", `${shown} went away while it was read`, {
    remedy: "Run it again.",
  });
}
