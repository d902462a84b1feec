import type { SilentLayer } from "./layer-index.ts";
import { type DirectoryNode, impliedDirectory, type LayerNode, type Metadata } from "./layer-node.ts";
import { LayerNodes } from "./layer-nodes.ts";
import type { WatchedPaths } from "./watched-paths.ts";

/** What was found out about a layer when it was taken in. */
export interface LayerFacts {
  /** The layer, for messages. */
  readonly place: string;
  readonly watched: WatchedPaths;
  readonly nodes: LayerNodes;
  /** Directories in which nothing of the layers below may be seen. */
  readonly opaque: ReadonlySet<string>;
  /** Places of links that lead to watched paths from elsewhere. */
  readonly leading: readonly string[];
  /**
   * False where the layer has an entry in a directory that it did not name before: an engine that unpacks layers on top of
   * each other puts it wherever a lower layer's link leads.
   */
  readonly isNamedThroughout: boolean;
  /** Whether the layer's entries at watched paths, but for directories above them, start with a slash, or do not. */
  readonly spelled: { readonly absolute: boolean; readonly relative: boolean };
}

/** What one layer puts, hides and replaces at the watched paths, as far as engines agree on it. */
export class LayerTree implements Pick<LayerFacts, "place" | "leading" | "isNamedThroughout" | "spelled"> {
  readonly place: string;
  readonly leading: readonly string[];
  readonly isNamedThroughout: boolean;
  readonly spelled: LayerFacts["spelled"];
  readonly #watched: WatchedPaths;
  readonly #nodes: LayerNodes;
  readonly #opaque: ReadonlySet<string>;

  constructor({ place, watched, nodes, opaque, leading, isNamedThroughout, spelled }: LayerFacts) {
    this.place = place;
    this.leading = leading;
    this.isNamedThroughout = isNamedThroughout;
    this.spelled = spelled;
    this.#watched = watched;
    this.#nodes = nodes;
    this.#opaque = opaque;
  }

  /** The tree of a layer that is known to have no more than these directories at the watched paths. */
  static ofSilent(silent: SilentLayer, watched: WatchedPaths, place: string): LayerTree {
    const nodes = new LayerNodes(place);
    for (const [path, metadata] of silent.directories) {
      const named = metadata ? [metadata] : [];
      const node: DirectoryNode = {
        kind: "directory",
        named,
        spellings: new Set(metadata ? ["relative"] : []),
        isNamedFirst: metadata !== null,
        isForWhiteouts: false,
      };
      nodes.set(path, node);
    }
    return new LayerTree({
      place,
      watched,
      nodes,
      opaque: new Set(),
      leading: [],
      isNamedThroughout: silent.isNamedThroughout,
      spelled: { absolute: false, relative: false },
    });
  }

  /** The directories that are all that the layer has to do with the watched paths; `undefined` where it has more. */
  silence(): SilentLayer | undefined {
    if (this.#opaque.size > 0 || this.#nodes.hidesAnything || this.leading.length > 0) return undefined;
    const directories = new Map<string, Metadata | null>();
    for (const [path, node] of this.#nodes) {
      if (node.kind !== "directory" || this.#watched.covers(path)) return undefined;
      const [metadata, another] = node.named;
      if (another || node.spellings.has("absolute") || (metadata && !node.isNamedFirst)) return undefined;
      directories.set(path, metadata ?? null);
    }
    return { directories, isNamedThroughout: this.isNamedThroughout };
  }

  node(path: string): LayerNode | undefined {
    return this.#nodes.get(path) ?? (path === "" ? impliedDirectory : undefined);
  }

  /** Names in a watched directory, in no order. */
  childrenOf(directory: string): Iterable<string> {
    return this.#nodes.childrenOf(directory);
  }

  /** The watched places at which the layer has a symbolic link. */
  *links(): Iterable<string> {
    for (const [path, { kind }] of this.#nodes) if (kind === "symlink") yield path;
  }

  /** True where nothing of the layers below may be seen at the path. */
  hides(path: string): boolean {
    return this.#nodes.hides(path);
  }

  /** A name that the layer hides in a directory, if there is one. */
  hiddenIn(directory: string): string | undefined {
    return this.#nodes.hiddenIn(directory);
  }

  /** True where nothing of the layers below may be seen in the directory. */
  isOpaque(directory: string): boolean {
    return this.#opaque.has(directory);
  }
}
