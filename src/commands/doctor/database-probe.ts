import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { displayName, isServer } from "../../config/connection/database-fault.ts";
import { openDatabase } from "../../config/database.ts";
import { agentNames } from "../../config/rows/agent-names.ts";
import { listRows } from "../../config/rows/list-rows.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { fileFault } from "../../tree/file-fault.ts";
import { count } from "../accounts/wording.ts";
import { databaseLocation } from "../places/database.ts";

/**
 * Opens the config database, reads from it, and takes the lock of its writers: what a sync would need. Nothing is made where there is
 * none yet; then its directory must be one that can be written to.
 * @throws {IdentikitError} what opening, reading and writing throws; `FILE_UNWRITABLE`
 */
export async function databaseState(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<string> {
  const location = databaseLocation(context, project, named);
  const name = displayName(location);
  if (!isServer(location) && !existsSync(location)) {
    checkWritable(nearestDirectory(location));
    return `${name}, not made yet: config sync makes it`;
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patienceMs)]);
  await using database = await openDatabase(location, { signal, access: "read", patienceMs });
  const names = await agentNames(database);
  const fleet = count(names.length, "agent");
  const idle = await listRows(database, { tables: ["agent_type_config"], limit: 3 });
  try {
    await database.configure({ dryRun: true }, async () => undefined);
  } catch (cause) {
    throw new IdentikitError("DATABASE_FAILED", `${name} can be read (${fleet}), and not written to`, {
      remedy: "Let this user write to it, unless this machine only reads; --verbose says why.",
      cause,
    });
  }
  return `${name}, ${fleet}, can be written to${idle.total === 0 ? "" : withoutEffect(idle)}`;
}

function withoutEffect({ rows, total }: Awaited<ReturnType<typeof listRows>>): string {
  const names = rows.map(({ name }) => name).join(", ");
  const more = total > rows.length ? ` and ${total - rows.length} more` : "";
  return `; rows without an effect: agent_type_config ${names}${more} (config unset removes them)`;
}

const patienceMs = 5_000;

/** @throws {IdentikitError} `FILE_UNWRITABLE` for a directory that this user may not write to */
export function checkWritable(directory: string): void {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", directory, cause);
  }
}

/** The directory that a file's missing directories would be made in. */
export function nearestDirectory(file: string): string {
  let directory = dirname(file);
  while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
  return directory;
}
