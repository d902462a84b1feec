import { lstatSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** What stands at a path of the build context. */
export type ContextEntry =
  | { readonly kind: "file"; readonly mode: number; readonly bytes: Uint8Array }
  | { readonly kind: "directory" | "missing" | "other" };

/** The directory that a builder is given together with the Dockerfile. */
export interface BuildContext {
  /** @param path relative, cleaned, `/`-separated; a link anywhere on the way is `"other"` */
  entry(path: string): ContextEntry;
}

/** The largest file that is looked into; what the gate looks for is smaller. */
const maxBytes = 1024 * 1024;

/** A build context on the disk. */
export function directoryContext(root: string): BuildContext {
  return {
    entry(path) {
      const segments = path === "" || path === "." ? [] : path.split("/");
      for (let depth = 0; depth < segments.length; depth += 1) {
        const place = join(root, ...segments.slice(0, depth + 1));
        const found = lstatSync(place, { throwIfNoEntry: false });
        if (!found) return { kind: "missing" };
        if (found.isDirectory()) continue;
        if (!found.isFile() || found.size > maxBytes) return { kind: "other" };
        if (depth < segments.length - 1) return { kind: "missing" };
        return { kind: "file", mode: found.mode & 0o7777, bytes: readFileSync(place) };
      }
      return { kind: "directory" };
    },
  };
}

/** A path of the build context without dots and slashes at its ends; the context itself is empty. */
export function contextPath(source: string): string {
  return posix.join("/", source).replace(/^\/|\/$/g, "");
}
