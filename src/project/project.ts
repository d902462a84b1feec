import { join, resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { findRoot } from "./root.ts";
import { defaultSettings, loadSettings } from "./settings.ts";
import type { Settings } from "./settings-schema.ts";

/** A source-of-truth repository with everything that its settings and the conventions say of it. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
  readonly settings: Settings;
  /** A path of the settings, or any other relative to the root, made absolute. */
  path(relative: string): string;
}

/**
 * Opens the repository that `cwd` lies in, or the one that was named.
 * @throws {IdentikitError} `SSOT_MISSING`, `SETTINGS_INVALID`
 */
export async function openProject(cwd: string, named?: string): Promise<Project> {
  const root = findRoot(cwd, named);
  return { root, settings: await loadSettings(root), path: (relative) => resolve(root, relative) };
}

/**
 * As {@link openProject}, for commands that work outside a repository as well: where none was named and none is found,
 * `cwd` with the default settings.
 */
export async function openNearestProject(cwd: string, named?: string): Promise<Project> {
  try {
    return await openProject(cwd, named);
  } catch (caught) {
    const nowhere = named === undefined && caught instanceof IdentikitError && caught.code === "SSOT_MISSING";
    if (!nowhere) throw caught;
    return { root: cwd, settings: defaultSettings(), path: (relative) => resolve(cwd, relative) };
  }
}

/** What the embedded defaults keep beside a repository, out of version control. */
export function workPath(project: Project, ...segments: string[]): string {
  return join(project.root, ".identikit", ...segments);
}
