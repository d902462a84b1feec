import { type StoreGit, unusable } from "../store/store-git.ts";

/** One entry of a commit's tree: its mode as git has it, and the ID of its object. */
export interface BaseEntry {
  readonly mode: "100644" | "100755" | "120000" | "160000";
  readonly object: string;
}

/** A folder of a commit's tree. */
export interface BaseFolder {
  readonly entries: Map<string, BaseEntry>;
  readonly folders: Map<string, BaseFolder>;
}

const mostEntries = 2_000_000;

/** All files of a commit's tree, read from the store by git's plumbing. */
export class BaseTree {
  readonly root: BaseFolder;
  /** The paths that are not UTF-8, as far as they can be shown; nothing is compared with them. */
  readonly unreadable: readonly string[];

  private constructor(root: BaseFolder, unreadable: readonly string[]) {
    this.root = root;
    this.unreadable = unreadable;
  }

  /**
   * @param treeish a commit or tree of the store
   * @throws {IdentikitError} `STORE_UNUSABLE`
   */
  static async read(git: StoreGit, treeish: string, signal: AbortSignal): Promise<BaseTree> {
    const args = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", `${treeish}^{tree}`];
    const output = await git.ask(args, signal, { maxOutput: mostEntries * 200 });
    return BaseTree.of(output);
  }

  /** @param output of `ls-tree -r -z` */
  static of(output: Buffer): BaseTree {
    const tree = new BaseTree(newFolder(), []);
    const folders = new Map<string, BaseFolder>([["", tree.root]]);
    const unreadable: string[] = [];
    const text = output.toString("utf8");
    const isPlain = !text.includes("\ufffd");
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\0", start);
      if (end === -1) throw unusable("git listed a tree in an unknown form");
      const tab = text.indexOf("\t", start);
      const mode = modeOf(text.slice(start, start + 6));
      // After the mode and the type, which has four or six letters.
      const object = text.slice(text.lastIndexOf(" ", tab) + 1, tab);
      const path = text.slice(tab + 1, end);
      start = end + 1;
      if (!isPlain && path.includes("\ufffd")) {
        unreadable.push(path);
        continue;
      }
      const slash = path.lastIndexOf("/");
      const folder = folderAt(folders, slash === -1 ? "" : path.slice(0, slash));
      folder.entries.set(slash === -1 ? path : path.slice(slash + 1), { mode, object });
    }
    return new BaseTree(tree.root, unreadable);
  }

  /** The entry at a path; `undefined` where there is none. */
  entry(path: string): BaseEntry | undefined {
    const segments = path.split("/");
    const name = segments.pop() ?? "";
    let folder: BaseFolder | undefined = this.root;
    for (const segment of segments) folder = folder?.folders.get(segment);
    return folder?.entries.get(name);
  }

  /** Every entry with its path. */
  *all(folder: BaseFolder = this.root, prefix = ""): Generator<readonly [path: string, entry: BaseEntry]> {
    for (const [name, entry] of folder.entries) yield [prefix + name, entry];
    for (const [name, below] of folder.folders) yield* this.all(below, `${prefix}${name}/`);
  }
}

function newFolder(): BaseFolder {
  return { entries: new Map(), folders: new Map() };
}

function folderAt(folders: Map<string, BaseFolder>, path: string): BaseFolder {
  const there = folders.get(path);
  if (there) return there;
  const slash = path.lastIndexOf("/");
  const parent = folderAt(folders, slash === -1 ? "" : path.slice(0, slash));
  const made = newFolder();
  parent.folders.set(slash === -1 ? path : path.slice(slash + 1), made);
  folders.set(path, made);
  return made;
}

function modeOf(mode: string): BaseEntry["mode"] {
  if (mode === "100755" || mode === "120000" || mode === "160000") return mode;
  // 100664 stands in trees of long ago; git reads it as 100644.
  if (mode === "100644" || mode === "100664") return "100644";
  throw unusable(`git listed an entry of mode ${mode}`);
}
