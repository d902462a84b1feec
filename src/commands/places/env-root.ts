import { resolve } from "node:path";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";

/** Where the env directories are: the directory that was named, else the one of the settings. Absolute. */
export function envRootOf(
  { cwd }: Pick<Context, "cwd">,
  { settings, path }: Pick<Project, "settings" | "path">,
  named: string | undefined,
): string {
  return named === undefined ? path(settings.envRoot) : resolve(cwd, named);
}
