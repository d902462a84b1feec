import { invalid } from "../image-fault.ts";
import { joinPath, maxLinks, rootedPath, splitPath } from "./path.ts";
import type { WatchedPaths } from "./watched-paths.ts";

const most = 1_000_000;

/** The symbolic links that one layer has put so far, wherever they are. */
export class LayerLinks {
  readonly #targets = new Map<string, string>();
  /** Those in a directory that the layer does not name, which may be somewhere else in the end. */
  readonly #adrift = new Set<string>();
  /** The directories above them. */
  readonly #above = new Set<string>();
  readonly #place: string;

  /** @param place the layer, for messages */
  constructor(place: string) {
    this.#place = place;
  }

  /**
   * @param isAnchored whether the layer has named the link's directory
   * @throws {IdentikitError} `IMAGE_INVALID` where there are too many
   */
  add(path: string, target: string, isAnchored: boolean): void {
    if (this.#targets.size >= most) throw invalid(this.#place, `it has more than ${most} links`);
    this.#targets.set(path, target);
    if (!isAnchored) this.#adrift.add(path);
    for (let { parent } = splitPath(path); parent !== ""; { parent } = splitPath(parent)) {
      if (this.#above.has(parent)) break;
      this.#above.add(parent);
    }
  }

  /** A hard link to a link is that link once more. */
  repeat(path: string, as: string, isAnchored: boolean): void {
    const target = this.#targets.get(path);
    if (target !== undefined) this.add(as, target, isAnchored);
  }

  /** Forgets what a new entry replaces. */
  replace(path: string, isDirectory: boolean): void {
    this.#targets.delete(path);
    if (isDirectory || !this.#above.has(path)) return;
    for (const link of this.#targets.keys()) if (link.startsWith(`${path}/`)) this.#targets.delete(link);
  }

  /**
   * A directory's real path within the layer.
   * @throws {IdentikitError} `IMAGE_INVALID` where links lead in a circle
   */
  follow(directory: string): string {
    if (this.#targets.size === 0) return directory;
    let resolved = "";
    const segments = directory.split("/").reverse();
    for (let followed = 0; segments.length > 0; ) {
      const segment = segments.pop() as string;
      if (segment === "" || segment === ".") continue;
      if (segment === "..") {
        resolved = splitPath(resolved).parent;
        continue;
      }
      const path = joinPath(resolved, segment);
      const target = this.#targets.get(path);
      if (target === undefined) {
        resolved = path;
        continue;
      }
      if (++followed > maxLinks) throw invalid(this.#place, `${JSON.stringify(directory)} leads in a circle`);
      if (target.startsWith("/")) resolved = "";
      segments.push(...target.split("/").reverse());
    }
    return resolved;
  }

  /**
   * Places of links that lead to a watched path, or may, and are not watched themselves: an entry of a later layer below
   * such a place may end at the watched one. Where a link leads is told by its letters, which do not tell where `..` leads
   * from behind another link, nor from a directory that may be elsewhere.
   */
  leadingTo(watched: WatchedPaths): string[] {
    const leading: string[] = [];
    for (const [path, target] of this.#targets) {
      if (watched.concerns(path)) continue;
      const from = target.startsWith("/") ? target : joinPath(splitPath(path).parent, target);
      const isVague = /[^/.][^/]*\/+\.\.(\/|$)/.test(target) || (this.#adrift.has(path) && climbs(target));
      if (isVague || watched.leadsTo(rootedPath(from))) leading.push(path);
    }
    return leading;
  }
}

function climbs(target: string): boolean {
  return !target.startsWith("/") && target.split("/").includes("..");
}
