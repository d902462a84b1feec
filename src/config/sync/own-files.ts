import { existsSync, readdirSync } from "node:fs";
import { join, normalize, relative } from "node:path";
import { readText } from "../../document/text.ts";
import { FileTree } from "../../tree/file-tree.ts";

/** What the repository's own files are called in its settings. */
export interface OwnFileNames {
  readonly agents: string;
  readonly manifest: string;
  readonly builtin: { readonly mcpServers: string; readonly marketplaces: string };
  readonly platform: { readonly manifests: string };
}

/**
 * The files of the repository itself that the builtin scope is filled from, every other JSON file beside them, and the manifests of
 * agent runs: what is scanned for credentials before a row is written. Those that are there, each once, relative to the root.
 */
export function ownConfigPaths(
  root: string,
  { agents, manifest, builtin, platform }: OwnFileNames,
): string[] {
  const named = [agents, manifest, builtin.mcpServers, builtin.marketplaces];
  const place = join(root, "config");
  const beside = existsSync(place)
    ? readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.json$/i.test(entry.name))
        .map(({ name }) => join("config", name))
    : [];
  return [
    ...new Set(
      [...named, ...beside, ...manifestsBelow(root, platform.manifests)].map((file) => normalize(file)),
    ),
  ].filter((file) => existsSync(join(root, file)));
}

function manifestsBelow(root: string, folder: string): string[] {
  const place = join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}

/**
 * The files of {@link ownConfigPaths} with their bytes.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export function ownConfigFiles(root: string, names: OwnFileNames): FileTree {
  const inputs = ownConfigPaths(root, names).map((path) => ({
    path,
    bytes: Buffer.from(readText(join(root, path), path)),
  }));
  return FileTree.of(inputs, "the repository");
}
