import { invalid } from "../image-fault.ts";
import type { LayerNode } from "./layer-node.ts";
import { joinPath, splitPath } from "./path.ts";

/** Entries and whiteouts that are kept of one layer. */
const most = 100_000;

/** What one layer has at the watched paths, and what it hides there. */
export class LayerNodes {
  readonly #nodes = new Map<string, LayerNode>();
  readonly #children = new Map<string, Set<string>>();
  readonly #whiteouts = new Set<string>();
  /** One hidden path of each directory that has any. */
  readonly #hiddenIn = new Map<string, string>();
  readonly #place: string;

  /** @param place the layer, for messages */
  constructor(place: string) {
    this.#place = place;
  }

  get(path: string): LayerNode | undefined {
    return this.#nodes.get(path);
  }

  /** @throws {IdentikitError} `IMAGE_INVALID` where there are too many */
  set(path: string, node: LayerNode): void {
    this.#nodes.set(path, node);
    this.#bound();
    if (path === "") return;
    const { parent, name } = splitPath(path);
    const names = this.#children.get(parent);
    if (names) names.add(name);
    else this.#children.set(parent, new Set([name]));
  }

  /** @throws {IdentikitError} `IMAGE_INVALID` where there are too many */
  hide(path: string): void {
    this.#whiteouts.add(path);
    this.#hiddenIn.set(splitPath(path).parent, path);
    this.#bound();
  }

  hides(path: string): boolean {
    return this.#whiteouts.has(path);
  }

  /** A path that is hidden in a directory, if there is one. */
  hiddenIn(directory: string): string | undefined {
    return this.#hiddenIn.get(directory);
  }

  get hidesAnything(): boolean {
    return this.#whiteouts.size > 0;
  }

  childrenOf(directory: string): Iterable<string> {
    return this.#children.get(directory) ?? [];
  }

  /** A directory below another that is only implied, if there is one. */
  impliedBelow(directory: string): string | undefined {
    for (const name of this.childrenOf(directory)) {
      const path = joinPath(directory, name);
      const node = this.#nodes.get(path);
      if (node?.kind !== "directory") continue;
      const found = node.named.length === 0 ? path : this.impliedBelow(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  [Symbol.iterator](): Iterator<[string, LayerNode]> {
    return this.#nodes.entries();
  }

  #bound(): void {
    if (this.#nodes.size + this.#whiteouts.size > most)
      throw invalid(this.#place, `it has more than ${most} entries where the identity is to be`);
  }
}
