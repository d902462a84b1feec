import { existsSync, readdirSync } from "node:fs";
import { join, normalize } from "node:path";
import { readText } from "../document/text.ts";
import { FileTree } from "../tree/file-tree.ts";

/** What the repository's own files are called in its settings. */
export interface OwnFileNames {
  readonly agents: string;
  readonly manifest: string;
  readonly builtin: { readonly mcpServers: string; readonly marketplaces: string };
}

/**
 * The files of the repository itself that the builtin scope is filled from, and every other JSON file beside them: what is scanned
 * for credentials before a row is written. Those that are there, each once, relative to the root.
 */
export function ownConfigPaths(root: string, { agents, manifest, builtin }: OwnFileNames): string[] {
  const named = [agents, manifest, builtin.mcpServers, builtin.marketplaces];
  const place = join(root, "config");
  const beside = existsSync(place)
    ? readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.json$/i.test(entry.name))
        .map(({ name }) => join("config", name))
    : [];
  return [...new Set([...named, ...beside].map((file) => normalize(file)))].filter((file) =>
    existsSync(join(root, file)),
  );
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
