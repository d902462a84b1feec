import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";

/**
 * The file of a program, found as a shell finds it: a name with a slash is a path, another is looked for on the PATH. It is checked
 * here, because a process that has given itself up cannot report that the next one does not start.
 * @param path the agent's PATH
 * @throws {IdentikitError} `PROGRAM_MISSING` where there is none, and where the kernel would not run it
 */
export function findProgram(name: string, path: string | undefined, cwd: string): string {
  const places = name.includes("/")
    ? [resolve(cwd, name)]
    : (path ?? "/usr/local/bin:/usr/bin:/bin").split(":").map((place) => resolve(cwd, place, name));
  const file = places.find(isExecutableFile);
  if (file === undefined) throw missing(`there is no executable ${visible(name)} on the agent's PATH`);
  if (!isProgram(file)) throw missing(`${visible(file)} is neither a program nor a script with a #! line`);
  return file;
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const elf = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** Of a Mac: one architecture, and several in one file. */
const machO: ReadonlySet<string> = new Set(["cffaedfe", "cafebabe"]);

/** A program or a script; a file that may be executed and not read is taken for a program. */
function isProgram(file: string): boolean {
  const head = Buffer.alloc(4);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY);
    readSync(descriptor, head, 0, head.length, 0);
  } catch {
    return true;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return head.equals(elf) || machO.has(head.toString("hex")) || head.toString("latin1").startsWith("#!");
}

function missing(problem: string): IdentikitError {
  return new IdentikitError("PROGRAM_MISSING", problem, {
    remedy: "Name the program as it is installed, with -- before it and its arguments after it.",
  });
}
