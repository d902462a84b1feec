import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";
import { writeFiles } from "../scratch.ts";

/** The example fleet at the root of a repository, with these workflows. */
export function layFleet(root: string, workflows: Readonly<Record<string, string>>): void {
  cpSync(join(house, "examples/fleet"), root, {
    recursive: true,
    filter: (source) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source),
  });
  const folder = join(root, ".gitea/workflows");
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, workflows);
}
