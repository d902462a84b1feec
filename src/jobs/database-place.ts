import { resolve } from "node:path";
import { type ConfigDatabase, openDatabase } from "../config/database.ts";
import type { Project } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";

/** Which database is meant: the one named, else `DATABASE_URL`, else the settings'. A path is made absolute. */
export function databaseLocation(context: Context, project: Project, named: string | undefined): string {
  const given = named ?? context.env.DATABASE_URL;
  if (given !== undefined && given !== "") return isUrl(given) ? given : resolve(context.cwd, given);
  const { database } = project.settings;
  return isUrl(database) ? database : project.path(database);
}

/** Opens the config database of a run. */
export function openConfigDatabase(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<ConfigDatabase> {
  return openDatabase(databaseLocation(context, project, named), { signal: context.signal });
}

function isUrl(location: string): boolean {
  return /^[a-z]+:\/\//i.test(location);
}
