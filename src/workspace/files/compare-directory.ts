import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { matchesPathPattern } from "../../agents/triggers/glob.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { fileFault } from "../../tree/file-fault.ts";
import { unsafeReason } from "../../tree/path.ts";
import type { BaseEntry, BaseFolder, BaseTree } from "./base-tree.ts";
import { type CompareBounds, Comparison, usualBounds } from "./comparison.ts";
import {
  type FoundFile,
  type Look,
  lookAtFile,
  otherFileSystem,
  specialReason,
  unreadReason,
} from "./found-file.ts";
import type { IgnoreRules, NewEntry } from "./ignore-rules.ts";
import type { StatIndex } from "./stat-index.ts";

const deepest = 100;
const longestTurnMs = 20;
const nothing: BaseFolder = { entries: new Map(), folders: new Map() };

export interface CompareDirectoryOptions {
  readonly base: BaseTree;
  /** What is left out of what is not in the base; nothing if left out. */
  readonly rules?: IgnoreRules | undefined;
  /** What lets files that were not touched be passed over; every file is read if left out. */
  readonly stats?: StatIndex | undefined;
  /** Patterns of folders that are no part of it where the base does not have them, such as caches. */
  readonly leftOut?: readonly string[];
  readonly bounds?: CompareBounds | undefined;
  /** Submodules whose files were checked out, and are compared elsewhere. */
  readonly submodules?: readonly string[] | undefined;
  /** Given each file that differs; what it answers stands in the change. */
  readonly take?: (file: FoundFile, path: string) => string;
  readonly signal: AbortSignal;
}

/**
 * The difference of a base commit's files and a directory, read through descriptors, with no link followed and no special file opened. Nothing in
 * the directory steers it: no index, config, attributes or excludes of an agent.
 * @throws {IdentikitError} `HARVEST_TOO_LARGE`, `STORE_UNUSABLE`, `FILE_UNREADABLE`
 */
export async function compareDirectory(
  directory: AnchoredDirectory,
  options: CompareDirectoryOptions,
): Promise<Comparison> {
  const walk = new Walk(directory, options);
  await walk.folder(directory, "", options.base.root);
  await walk.others();
  return walk.comparison;
}

class Walk {
  readonly comparison: Comparison;
  readonly #root: AnchoredDirectory;
  readonly #options: CompareDirectoryOptions;
  readonly #look: Look;
  readonly #unreadable: ReadonlySet<string>;
  #candidates: NewEntry[] = [];
  #rested = performance.now();

  constructor(root: AnchoredDirectory, options: CompareDirectoryOptions) {
    const { bounds = usualBounds, base, stats } = options;
    this.#root = root;
    this.#options = options;
    this.comparison = new Comparison(bounds);
    this.#unreadable = new Set(base.unreadable);
    this.#look = { device: deviceOf(root), stats, maxBytes: bounds.bytes };
  }

  /** A folder, beside what the base has in it. */
  async folder(directory: AnchoredDirectory, prefix: string, base: BaseFolder): Promise<void> {
    await this.#rest();
    const seen = new Set<string>();
    for (const child of list(directory)) {
      seen.add(child.name);
      this.comparison.addEntry();
      if (!this.#isNamed(child.name, prefix)) continue;
      if (child.isDirectory()) await this.#subfolder(directory, child.name, prefix, base);
      else if (child.isFile()) this.#file(directory, child.name, prefix, base);
      else {
        const reason = specialReason(directory, child, base.entries.get(child.name));
        if (reason !== undefined) this.comparison.refuse(prefix + child.name, reason);
      }
    }
    for (const [name, entry] of base.entries)
      if (!seen.has(name)) this.comparison.change({ path: prefix + name, base: entry });
    for (const [name, below] of base.folders) if (!seen.has(name)) this.#gone(`${prefix}${name}/`, below);
  }

  /** What the base does not have: folder by folder, as far as no rule leaves it out. */
  async others(): Promise<void> {
    const { rules, signal } = this.#options;
    while (this.#candidates.length > 0) {
      const candidates = this.#candidates;
      this.#candidates = [];
      const ignored = rules ? await rules.ignored(candidates, signal) : new Set<string>();
      for (const candidate of candidates) {
        if (ignored.has(candidate.path)) this.comparison.ignored++;
        else await this.#other(candidate);
      }
    }
  }

  async #subfolder(directory: AnchoredDirectory, name: string, prefix: string, base: BaseFolder) {
    const path = prefix + name;
    const entry = base.entries.get(name);
    const below = base.folders.get(name);
    if (below) await this.#enter(directory, name, path, below);
    else if (entry?.mode === "160000") this.#submodule(directory, name, path);
    else {
      if (entry) this.comparison.change({ path, base: entry });
      if (!this.#isLeftOut(path)) this.#candidates.push({ path, isFolder: true });
    }
  }

  #file(directory: AnchoredDirectory, name: string, prefix: string, base: BaseFolder): void {
    const path = prefix + name;
    const entry = base.entries.get(name);
    const below = base.folders.get(name);
    if (below) this.#gone(`${path}/`, below);
    if (entry) this.#found(directory, name, path, entry);
    else this.#candidates.push({ path, isFolder: false });
  }

  #found(directory: AnchoredDirectory, name: string, path: string, base?: BaseEntry): void {
    const found = lookAtFile(directory, name, path, base, this.#look);
    if (found === undefined) return;
    if (typeof found === "string") {
      if (found !== "gone") this.comparison.refuse(path, found);
      else if (base) this.comparison.change({ path, base });
      return;
    }
    this.comparison.addBytes(found.bytes.length, found.mtimeNs);
    const taken = this.#options.take?.(found, path) ?? "";
    this.comparison.change({ path, ...(base ? { base } : {}), taken });
  }

  async #other({ path, isFolder }: NewEntry): Promise<void> {
    const unsafe = unsafeReason(path);
    if (unsafe !== undefined) {
      this.comparison.refuse(path, `its path ${unsafe}`);
      return;
    }
    const segments = path.split("/");
    const name = segments.pop() ?? "";
    using parent = this.#root.reach(segments);
    if (!parent) return;
    if (isFolder) await this.#enter(parent, name, path, nothing);
    else this.#found(parent, name, path);
  }

  async #enter(parent: AnchoredDirectory, name: string, path: string, base: BaseFolder): Promise<void> {
    const reason = await this.#entered(parent, name, path, base);
    if (reason !== undefined) this.comparison.refuse(path, reason);
  }

  async #entered(parent: AnchoredDirectory, name: string, path: string, base: BaseFolder) {
    if (path.split("/").length >= deepest) return `it is deeper than ${deepest} folders`;
    try {
      using below = parent.enter(name);
      if (!below) return undefined;
      if (deviceOf(below) !== this.#look.device) return otherFileSystem;
      await this.folder(below, `${path}/`, base);
      return undefined;
    } catch (caught) {
      return unreadReason(caught);
    }
  }

  #submodule(directory: AnchoredDirectory, name: string, path: string): void {
    if (this.#options.submodules?.includes(path)) return;
    using below = directory.enter(name);
    if (below && list(below).length > 0)
      this.comparison.refuse(path, "it is a submodule, and nothing in it is in a patch");
  }

  #gone(prefix: string, folder: BaseFolder): void {
    for (const [path, base] of this.#options.base.all(folder, prefix)) this.comparison.change({ path, base });
  }

  /** Whether a name is looked at further. */
  #isNamed(name: string, prefix: string): boolean {
    if (name.includes("\ufffd")) {
      // One of the base has such a name, too: whether it was changed is not known.
      if (!this.#unreadable.has(prefix + name))
        this.comparison.refuse(prefix + name, "its name is not UTF-8");
      return false;
    }
    if (name !== ".git") return true;
    // At the top it is ours; anywhere else it makes a repository of its own, whose files are files like others.
    if (prefix !== "") this.comparison.refuse(prefix + name, "it is a repository in the repository");
    return false;
  }

  #isLeftOut(path: string): boolean {
    return this.#options.leftOut?.some((pattern) => matchesPathPattern(pattern, path)) ?? false;
  }

  /** Lets others have their turn, and the run be stopped. */
  async #rest(): Promise<void> {
    this.#options.signal.throwIfAborted();
    if (performance.now() - this.#rested < longestTurnMs) return;
    await setImmediate();
    this.#rested = performance.now();
  }
}

function deviceOf(directory: AnchoredDirectory): bigint {
  return lstatSync(directory.locate("."), { bigint: true }).dev;
}

function list(directory: AnchoredDirectory): Dirent[] {
  try {
    return readdirSync(directory.locate("."), { withFileTypes: true });
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory.path, cause);
  }
}
