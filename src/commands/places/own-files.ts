import { existsSync, readdirSync } from "node:fs";
import { join, normalize } from "node:path";
import { readText } from "../../document/text.ts";
import type { Project } from "../../project/project.ts";
import { FileTree } from "../../tree/file-tree.ts";

/**
 * The files of the repository itself that the builtin scope is filled from, and every other JSON file beside them: what is scanned
 * for credentials before a row is written.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export function ownConfigFiles({ settings, path }: Pick<Project, "settings" | "path">): FileTree {
  const { agents, manifest, builtin } = settings;
  const named = [agents, manifest, builtin.mcpServers, builtin.marketplaces];
  const place = path("config");
  const beside = existsSync(place)
    ? readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.json$/i.test(entry.name))
        .map(({ name }) => join("config", name))
    : [];
  const files = [...new Set([...named, ...beside].map((file) => normalize(file)))].filter((file) =>
    existsSync(path(file)),
  );
  const inputs = files.map((file) => ({ path: file, bytes: Buffer.from(readText(path(file), file)) }));
  return FileTree.of(inputs, "the repository");
}
