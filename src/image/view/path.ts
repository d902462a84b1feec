import { invalid } from "../image-fault.ts";

/**
 * A path of a layer's archive as engines put it below a container's root, without `.`, `..` and empty segments; `""` is
 * the root. It is put right by its letters first, before any link is followed. A path that leads above the root starts
 * there: engines take it so (those that unpack in a root of their own, containerd, buildah, umoci), or refuse the layer
 * (Docker's newest releases, go-containerregistry).
 */
export function rootedPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

/**
 * A path of an archive, relative to its root and without `.` and empty segments; `""` is the root.
 * @throws {IdentikitError} `IMAGE_INVALID` where it leads above the root
 */
export function cleanPath(path: string, place: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined)
      throw invalid(place, `the entry ${JSON.stringify(path)} leads out of the image`);
  }
  return segments.join("/");
}

export function joinPath(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** The directory of a path and its last name. */
export function splitPath(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf("/");
  return { parent: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

/** How many links the kernel follows in one path (`MAXSYMLINKS`). */
export const maxLinks = 40;

/** A path of an image as messages have it. */
export function show(path: string): string {
  return JSON.stringify(`/${path.replace(/^\/+/, "")}`);
}
