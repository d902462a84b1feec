import { joinPath, rootedPath, splitPath } from "./path.ts";

const whiteoutPrefix = ".wh.";
const opaqueName = ".wh..wh..opq";

/** What an entry hides by its name (OCI image specification, layer.md). */
export interface Whiteout {
  /** `plain` hides a path, `opaque` what lower layers have in one; `odd` has no name to hide. */
  readonly kind: "plain" | "opaque" | "odd";
  readonly path: string;
}

/**
 * What a path hides, if it is a whiteout's. A whiteout of nothing, of `.` or of `..` is odd: Docker's vfs and umoci remove
 * the directory that it stands in, or the one above, where others refuse it. Names of AUFS's own (`.wh..wh.aufs`) are
 * whiteouts of what no layer can have.
 */
export function whiteoutOf(path: string): Whiteout | undefined {
  const { parent, name } = splitPath(path);
  if (!name.startsWith(whiteoutPrefix)) return undefined;
  if (name === opaqueName) return { kind: "opaque", path: parent };
  const hidden = name.slice(whiteoutPrefix.length);
  if (hidden === "" || hidden === "." || hidden === "..")
    return { kind: "odd", path: rootedPath(joinPath(parent, hidden)) };
  return { kind: "plain", path: joinPath(parent, hidden) };
}

/**
 * True for a link that go-containerregistry leaves out (`unsafeRelativeLink`): relative to its own directory, by its
 * letters, it leads above the root, or it looks like a path of Windows. It treats hard links the same.
 */
export function leavesRoot(path: string, target: string): boolean {
  const clean = target.replaceAll("\\", "/");
  if (clean.startsWith("/")) return false;
  if (/^[A-Za-z]:/.test(goClean(clean))) return true;
  return goClean(joinPath(splitPath(path).parent, clean)).startsWith("..");
}

/** A relative path as Go's `path.Clean` gives it: `..` stays where there is nothing left for it to take away. */
function goClean(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/");
}
