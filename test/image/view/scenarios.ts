import { directory, file, link, opaque, symlink, type TestEntry, whiteout } from "../tar-entries.ts";

/** Layers, lowest first, of one small file system; the directory looked at is `opt/d` of it. */
export type Scenario = readonly (readonly TestEntry[])[];

/** Each way in which layers can hide, replace and lead elsewhere, one at a time. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  "a file": [[directory("opt/"), directory("opt/d/"), file("opt/d/a", "1", { mode: 0o600, uid: 3, gid: 4 })]],
  "directories that are only implied": [[file("./opt/d/a/b/c", "1")]],
  "no such directory": [[file("opt/e", "1")]],
  "a file in its place": [[file("opt/d", "1")]],
  "a changed file": [[file("opt/d/a", "1")], [file("opt/d/a", "2", { mode: 0o755 })]],
  "a whiteout": [[file("opt/d/a", "1"), file("opt/d/b", "1")], [whiteout("opt/d/a")]],
  "a whiteout of the directory itself": [[file("opt/d/a", "1")], [whiteout("opt/d")]],
  "a whiteout of a parent": [[file("opt/d/a", "1")], [whiteout("opt")]],
  "a whiteout of nothing": [[file("opt/d/a", "1")], [whiteout("opt/d/zzz")]],
  "a directory recreated above a whiteout's layer": [
    [file("opt/d/a", "1")],
    [whiteout("opt/d")],
    [file("opt/d/b", "2")],
  ],
  "an opaque directory": [
    [file("opt/d/a", "1")],
    [directory("opt/d/"), opaque("opt/d"), file("opt/d/b", "2")],
  ],
  "an opaque parent": [[file("opt/d/a", "1")], [opaque("opt"), file("opt/x", "2")]],
  "an opaque directory that is only implied": [[file("opt/d/a", "1")], [opaque("opt/d")]],
  "an opaque directory written last": [[file("opt/d/a", "1")], [file("opt/d/b", "2"), opaque("opt/d")]],
  "a file replaced by a directory": [[file("opt/d/a", "1")], [directory("opt/d/a/"), file("opt/d/a/b", "2")]],
  "a directory replaced by a file": [[file("opt/d/a/b", "1")], [file("opt/d/a", "2")]],
  "a hard link": [[file("opt/d/a", "1", { mode: 0o640 }), link("opt/d/b", "opt/d/a", { mode: 0o640 })]],
  "a hard link from outside": [[file("elsewhere/a", "1"), link("opt/d/b", "elsewhere/a")]],
  "a hard link to outside": [[file("opt/d/a", "1"), link("elsewhere/b", "opt/d/a")]],
  "a hard link to a link": [[symlink("opt/d/a", "zzz"), link("opt/d/b", "opt/d/a")]],
  "a symbolic link": [[file("opt/d/a", "1"), symlink("opt/d/b", "a"), symlink("opt/d/c", "/nowhere")]],
  "a symbolic link replaced by a file": [[symlink("opt/d/a", "/etc")], [file("opt/d/a", "1")]],
  "a linked directory": [[file("data/a", "1"), directory("opt/"), symlink("opt/d", "/data")]],
  "a directory linked relatively": [
    [file("data/a", "1"), directory("opt/"), symlink("opt/d", "../data/../data")],
  ],
  "a linked parent": [[file("data/d/a", "1"), symlink("opt", "data")]],
  "a linked parent, linked again": [
    [file("far/d/a", "1"), symlink("data", "/far"), symlink("opt", "/data/.")],
  ],
  "a linked parent in another layer": [
    [file("data/d/a", "1")],
    [symlink("opt", "data")],
    [file("data/d/b", "2")],
  ],
  "links in a circle": [[symlink("opt", "other"), symlink("other", "opt")]],
  "a link to nowhere": [[directory("opt/"), symlink("opt/d", "/zzz")]],
  "a link through a file": [[file("data", "1"), directory("opt/"), symlink("opt/d", "/data/x")]],
  "a link whose target is whited out": [
    [file("data/a", "1"), directory("opt/"), symlink("opt/d", "/data")],
    [whiteout("data/a"), file("data/b", "2")],
  ],
  "a fifo and a device": [
    [
      { path: "opt/d/f", type: "fifo" },
      { path: "opt/d/n", type: "device" },
    ],
  ],
  "special modes": [[file("opt/d/a", "1", { mode: 0o4755 }), file("opt/d/b", "1", { mode: 0o2777 })]],
  "a name that starts like a whiteout's": [[file("opt/d/.whx", "1"), file("opt/d/.wh", "2")]],
  "a directory named after what is in it": [[file("opt/d/a/b", "1"), directory("opt/d/a/", { mode: 0o700 })]],
  "an opaque directory, written after named ones": [
    [file("opt/d/sub/old", "1")],
    [directory("opt/d/sub/"), file("opt/d/sub/a", "2"), opaque("opt/d")],
  ],
  "a link that a named directory replaces": [
    [file("data/x", "1"), symlink("opt/d/a", "/data")],
    [directory("opt/d/a/"), file("opt/d/a/y", "2")],
  ],
  "a linked parent that named directories replace": [
    [file("data/d/a", "1"), symlink("opt", "data")],
    [directory("opt/"), directory("opt/d/"), file("opt/d/b", "2")],
  ],
  "a link from elsewhere that a named directory replaces": [
    [directory("opt/"), directory("opt/d/"), file("opt/d/a", "1"), symlink("side", "opt/d")],
    [directory("side/"), file("side/a", "2")],
  ],
  "a link from elsewhere that nothing is written through": [
    [directory("opt/"), directory("opt/d/"), file("opt/d/a", "1"), symlink("side", "opt/d")],
    [file("other/a", "2"), file("opt/d/b", "2")],
  ],
  "a whiteout with content": [[file("opt/d/a", "1")], [file("opt/d/.wh.a", "content")]],
  "names of AUFS's own": [[file("opt/d/a", "1")], [file("opt/d/.wh..wh.aufs", "")]],
  "a hard link to a hard link": [
    [file("opt/d/a", "1"), link("opt/d/b", "opt/d/a"), link("opt/d/c", "opt/d/b")],
  ],
  "a name above the root": [[file("opt/d/x/../a", "1")]],
  "attributes that say nothing here": [[file("opt/d/a", "1", { pax: { "SCHILY.xattr.user.note": "x" } })]],
  "owners beyond 32 bits elsewhere": [
    [file("far/a", "1", { pax: { uid: "2147483647" } }), file("opt/d/a", "1")],
  ],
  "a case of its own": [[file("opt/d/A", "1"), file("opt/d/a", "2")]],
};

/** What engines show alike that show it: Docker refuses to load a layer that has a name twice. */
export const refusedBySome: Readonly<Record<string, Scenario>> = {
  "a file twice, and the same": [[file("opt/d/a", "1"), file("./opt/d/a", "1")]],
  "directories twice": [[directory("opt/"), directory("opt/"), directory("opt/d/"), file("opt/d/a", "1")]],
};

const names = ["a", "b", "c"];
const modes = [0o644, 0o755, 0o600, 0o4755];
const linkTargets = ["a", "../b", "/opt/d/a", "/data", "../../data", "/opt/d", "."];

/** Scenarios by chance, the same for the same seed; an engine can unpack all of them. */
export function randomScenario(seed: number): Scenario {
  const random = generator(seed);
  const upTo = (count: number): number => Math.floor(random() * count);
  return Array.from({ length: 2 + upTo(4) }, () => {
    const layer = new RandomLayer(upTo);
    for (let count = 1 + upTo(8); count > 0; count--) layer.add();
    return layer.entries;
  });
}

/** One layer that grows entry by entry, and never gets one that an engine refuses to unpack. */
class RandomLayer {
  readonly entries: TestEntry[] = [];
  readonly #upTo: (count: number) => number;
  readonly #kinds = new Map<string, TestEntry["type"]>();
  readonly #used = new Set<string>();
  readonly #files = new Map<string, Partial<TestEntry>>();
  /** Most tools name a directory before what is in it. */
  readonly #isTidy: boolean;

  constructor(upTo: (count: number) => number) {
    this.#upTo = upTo;
    this.#isTidy = upTo(4) > 0;
  }

  add(): void {
    const path = this.#place();
    const above = path.split("/").map((_, at, all) => all.slice(0, at).join("/"));
    if (above.some((each) => (this.#kinds.get(each) ?? "directory") !== "directory")) return;
    if (above.some((each) => this.#used.has(whiteout(each).path))) return;
    const entry = this.#entry(path, this.#upTo(20));
    if (!entry || this.#used.has(entry.path)) return;
    if (this.#isTidy) this.#nameAll(above);
    this.#used.add(entry.path);
    this.entries.push(entry);
    for (const each of above) this.#kinds.set(each, "directory");
  }

  #nameAll(directories: readonly string[]): void {
    for (const each of directories) {
      if (each === "" || this.#kinds.has(each)) continue;
      this.#used.add(each);
      this.entries.push(directory(each));
    }
  }

  #entry(path: string, roll: number): TestEntry | undefined {
    const kind = this.#kinds.get(path);
    // A name that a layer has and hides at once is one thing to one engine and another to the next.
    if (this.#used.has(path) || this.#used.has(whiteout(path).path)) return undefined;
    if (roll < 2)
      return kind === undefined || kind === "directory"
        ? this.#note(path, "directory", opaque(path))
        : undefined;
    if (roll < 5) return kind === undefined ? whiteout(path) : undefined;
    if (roll < 8)
      return this.#note(path, "directory", {
        ...directory(path),
        mode: this.#pick([0o755, 0o700, 0o1777]),
        uid: this.#pick([0, 7]),
      });
    if (kind === "directory") return undefined;
    if (roll < 10) return this.#note(path, "symlink", symlink(path, this.#pick(linkTargets)));
    const files = [...this.#files];
    if (roll < 12 && files.length > 0) {
      const [target, more] = this.#pick(files);
      return this.#note(path, "file", link(path, target, more));
    }
    const more = { mode: this.#pick(modes), uid: this.#pick([0, 7]) };
    this.#files.set(path, more);
    return this.#note(path, "file", file(path, `${this.#upTo(4)}`, more));
  }

  #note(path: string, kind: TestEntry["type"], entry: TestEntry): TestEntry {
    this.#kinds.set(path, kind);
    return entry;
  }

  #place(): string {
    const root = this.#pick(["opt/d", "opt/d", "opt/d", "opt", "data"]);
    return [root, ...Array.from({ length: this.#upTo(3) }, () => this.#pick(names))].join("/");
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#upTo(items.length)] as Item;
  }
}

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
