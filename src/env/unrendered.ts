import { type Dirent, readdirSync } from "node:fs";
import type { Finding } from "../fault/finding.ts";
import type { DirectoryView } from "../tree/directory-view.ts";
import { fileFault } from "../tree/file-fault.ts";
import { isTemporaryName } from "../tree/temporary-name.ts";
import type { LoadedPlace } from "./clients/client.ts";
import type { DesiredEnvDirectory } from "./desired.ts";
import type { Watched } from "./observation.ts";

/** So many are named, in folders so deep; what is beyond them is not what an agent is made of. */
const [mostNamed, deepest] = [100, 8];

/**
 * What the client loads from an env directory though no render put it there: it makes the agent another one than its config
 * says. A warning for each; nothing of it is ours to remove.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
 */
export function findUnrendered(
  directory: DirectoryView,
  { client }: DesiredEnvDirectory,
  { watched, agent }: { readonly watched: Watched; readonly agent: string },
): Finding[] {
  const ours = new Set([...watched.files, ...[...watched.skills].map((name) => `skills/${name}`)]);
  const paths = client.loads.flatMap((place) => pathsIn(directory, place)).filter((path) => !ours.has(path));
  return paths.slice(0, mostNamed).map((path) => ({
    code: "ENV_UNRENDERED",
    severity: "warning",
    path,
    expected: null,
    actual: `loaded by ${client.title}, and no render put it there`,
    remedy: "Remove it, or add it to the agent's config.",
    subject: agent,
  }));
}

function pathsIn(directory: DirectoryView, { path, holds, except = [] }: LoadedPlace): string[] {
  if (holds === undefined) return list(directory).some(({ name }) => name === path) ? [path] : [];
  if (!list(directory).some(({ name }) => name === path)) return [];
  using folder = directory.enter(path);
  if (!folder) return [];
  if (holds !== "folders") return filesBelow(folder, { path, ending: holds, depth: 1 });
  // The client follows links to folders, too.
  return list(folder)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .filter(({ name }) => !except.includes(name))
    .map(({ name }) => `${path}/${name}`);
}

interface Below {
  readonly path: string;
  readonly ending: string;
  readonly depth: number;
}

function filesBelow(folder: DirectoryView, { path, ending, depth }: Below): string[] {
  return list(folder).flatMap((entry) => {
    const at = `${path}/${entry.name}`;
    if (!entry.isDirectory()) return entry.name.endsWith(ending) ? [at] : [];
    using below = depth < deepest ? folder.enter(entry.name) : undefined;
    return below ? filesBelow(below, { path: at, ending, depth: depth + 1 }) : [];
  });
}

function list(directory: DirectoryView): Dirent[] {
  try {
    return readdirSync(directory.locate("."), { withFileTypes: true })
      .filter(({ name }) => !isTemporaryName(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory.path, cause);
  }
}
