import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkLocation, isServer } from "../../config/connection/database-fault.ts";
import type { DatabaseAccess } from "../../config/connection/engine.ts";
import { type ConfigDatabase, openDatabase } from "../../config/database.ts";
import type { RowAuthor } from "../../config/history/row-author.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import type { CommandContext } from "../context.ts";
import { findKeyring } from "./keys.ts";

/**
 * Which database is meant: the one named, else `DATABASE_URL`, else the settings'. A path is made absolute.
 * @throws {IdentikitError} `DATABASE_UNREACHABLE` for what looks like a mistyped URL
 */
export function databaseLocation(context: Context, project: Project, named: string | undefined): string {
  const given = named ?? context.env.DATABASE_URL;
  const location = given || project.settings.database;
  checkLocation(location);
  if (isServer(location)) return location;
  return given ? resolve(context.cwd, location) : project.path(location);
}

/**
 * Opens the config database of a run.
 * @param access `read` for a command that only looks
 */
export async function openConfigDatabase(
  context: CommandContext,
  project: Project,
  named: string | undefined,
  access: DatabaseAccess = "write",
): Promise<ConfigDatabase> {
  const location = databaseLocation(context, project, named);
  if (access === "read" && !isServer(location) && !existsSync(location))
    context.log.warn(`there is no config database at ${location} yet; it counts as one without rows`);
  const author = access === "write" ? await authorOf(context, project) : undefined;
  return await openDatabase(location, {
    ...{ signal: context.signal, access, author },
    chainKeys: () => findKeyring(context, project),
  });
}

const dayMs = 24 * 60 * 60 * 1000;
/** A server writes all the time: it looks for what the history no longer has to keep now and then. */
const pruneEveryMs = 60_000;

async function authorOf(context: CommandContext, { settings }: Project): Promise<RowAuthor> {
  const { days, changes } = settings.history;
  let nextMs = 0;
  const bounds = () => {
    const nowMs = context.clock.now().getTime();
    if (nowMs < nextMs) return undefined;
    nextMs = nowMs + pruneEveryMs;
    return { before: new Date(nowMs - days * dayMs), changes };
  };
  return { who: await context.who(), command: context.command ?? "", bounds };
}
