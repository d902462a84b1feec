import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { readText } from "../../document/text.ts";
import type { Policy } from "../../template/policy.ts";
import type { DockerfileSide } from "../dockerfile-side.ts";
import { directoryContext } from "./build-context.ts";

export interface DockerfilePlace {
  /** As the person named it. */
  readonly shown: string;
  /** The repository's root, absolute. */
  readonly root: string;
  /** The build context that was named, absolute. */
  readonly context: string | undefined;
}

/**
 * A Dockerfile with its build context and the ignore files that builders look for: BuildKit takes the Dockerfile's own before
 * the context's, others take the context's, or one of another name.
 * @param path absolute
 * @throws {IdentikitError} `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export function readDockerfile(
  path: string,
  { shown, root, context }: DockerfilePlace,
): Pick<DockerfileSide, "file" | "text" | "context" | "ignoreFiles"> & { readonly place: string } {
  const inside = relative(root, path);
  const isInside = !inside.startsWith("..");
  const place = context ?? (isInside ? root : dirname(path));
  const ownIgnore = `${path}.dockerignore`;
  const names = [
    ownIgnore,
    join(place, ".dockerignore"),
    `${path}.containerignore`,
    join(place, ".containerignore"),
  ];
  const found = [...new Set(names)].filter((name) => existsSync(name));
  const buildKits = found.find((name) => name.endsWith(".dockerignore"));
  return {
    file: isInside ? inside : shown,
    text: readText(path, shown),
    context: directoryContext(place),
    place,
    ignoreFiles: found.map((name) => ({
      file: relative(root, name).startsWith("..") ? basename(name) : relative(root, name),
      text: readText(name),
      isBuildKits: name === buildKits,
    })),
  };
}

/** What stands at a template's root and is not baked; a COPY with a pattern may match it. */
export function besideIdentity(template: string, { admits, reaches }: Policy): string[] {
  return readdirSync(template).filter((name) => !admits(name) && !reaches(name));
}
