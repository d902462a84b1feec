import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Names the directory of what is made once a run, in the environment of Vitest's workers. */
const variable = "IDENTIKIT_TEST_MADE_ONCE";
/** Longer than the slowest takes on a busy machine: who makes something for so long is gone. */
const abandonedMs = 600_000;

/** Set-up of a whole run of Vitest: what its files make once is removed with it. */
export default function setup(): () => void {
  const directory = newDirectory();
  process.env[variable] = directory;
  // For the programs of tests and for Vitest's workers: what one of them has compiled, hundreds of others load.
  process.env.NODE_COMPILE_CACHE = join(directory, "compiled");
  return () => rmSync(directory, { recursive: true, force: true });
}

/**
 * A directory that is made once for all test files of a run, by the first that needs it; the others wait. Nobody may change it: copy it.
 * @param name of a file name's characters
 * @param make fills the directory, which is there and empty
 * @returns its path
 */
export async function madeOnce(name: string, make: (directory: string) => Promise<void>): Promise<string> {
  const place = join(ownDirectory(), name);
  const making = `${place}.making`;
  while (!existsSync(place)) {
    try {
      mkdirSync(making);
    } catch {
      if (isAbandoned(making)) rmSync(making, { recursive: true, force: true });
      await sleep(20);
      continue;
    }
    try {
      // Another one may have done it between our look and our turn.
      if (existsSync(place)) return place;
      await make(making);
      renameSync(making, place);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  return place;
}

function isAbandoned(making: string): boolean {
  const found = statSync(making, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.ctimeMs > abandonedMs;
}

/** The run's, or outside of Vitest one for this process. */
function ownDirectory(): string {
  const given = process.env[variable];
  if (given !== undefined) return given;
  const directory = newDirectory();
  process.env[variable] = directory;
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "identikit-once-"));
  // The user of PostgreSQL's server reads its template here.
  chmodSync(directory, 0o755);
  return directory;
}
