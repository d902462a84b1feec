import { lstatSync, readdirSync } from "node:fs";
import { IdentikitError } from "../../fault/error.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { digestOf } from "../../tree/digest.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import { isPart, isWholePart, packTrailer } from "./pack-part.ts";

/** What stood where in a store, and how it is known that it was not written since. */
export type StoreSeal = Readonly<Record<string, string>>;

const smallBytes = 64 * 1024;

/**
 * What stands in a store, its worktrees aside, which belong to agents. Packs are known by inode, length and times in nanoseconds: nobody but
 * root sets a ctime. Small files, such as config, hooks and refs, are known by their bytes as well. The device is left out: it changes
 * when a machine starts again.
 */
export function sealOf(store: AnchoredDirectory): StoreSeal {
  const seal: Record<string, string> = {};
  const visit = (directory: AnchoredDirectory, prefix: string): void => {
    for (const child of readdirSync(directory.locate("."), { withFileTypes: true })) {
      const path = prefix + child.name;
      if (!child.isDirectory()) {
        seal[path] = stampOf(directory, child.name);
        continue;
      }
      using below = directory.enter(child.name);
      seal[path] = `directory ${below?.status().mode}`;
      if (below && path !== "worktrees") visit(below, `${path}/`);
    }
  };
  visit(store, "");
  return seal;
}

function stampOf(directory: AnchoredDirectory, name: string): string {
  const status = lstatSync(directory.locate(name), { bigint: true });
  const { mode, ino, size, mtimeNs, ctimeNs } = status;
  const stamp = `${mode} ${size} ${ino} ${mtimeNs} ${ctimeNs}`;
  if (!status.isFile()) return stamp;
  if (isPart(name)) return `${stamp} ${packTrailer(directory, name)}`;
  const file = size <= smallBytes ? readFileIn(directory, name, smallBytes) : undefined;
  return file ? `${stamp} ${digestOf(file.bytes)}` : stamp;
}

/**
 * Whether a part of a pack has the bytes that it was sealed with, although its times differ: git sets them where it would write an object that
 * the pack has. Its last bytes are the hash of all before (gitformat-pack(5)).
 */
function isSameBytes(store: AnchoredDirectory, path: string, before = "", after = ""): boolean {
  const [mode, size, , , , trailer] = before.split(" ");
  const [modeNow, sizeNow, , , , trailerNow] = after.split(" ");
  if (!isPart(path) || trailer === undefined) return false;
  if (mode !== modeNow || size !== sizeNow || trailer !== trailerNow) return false;
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  using pack = store.reach(segments);
  return pack !== undefined && isWholePart(pack, name);
}

/** A seal without what a write of ours that was broken off may have changed: new packs, and the refs that only we use. */
export function withoutUnfinished(sealed: StoreSeal, seal: StoreSeal): StoreSeal {
  const isOurs = (path: string) =>
    /^fetch\.git\/(refs(\/|$)|packed-refs|shallow|FETCH_HEAD)/.test(path) ||
    /^store\.git\/(shallow|refs\/(remotes|tags))/.test(path) ||
    (path.startsWith("store.git/objects/pack/") && sealed[path] === undefined);
  return Object.fromEntries(Object.entries(seal).filter(([path]) => !isOurs(path)));
}

/**
 * @param directory the store's folder
 * @throws {IdentikitError} `STORE_TAMPERED` where something of a store is not as it was left
 */
export function checkSeal(directory: AnchoredDirectory, before: StoreSeal, after: StoreSeal): void {
  const broken = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .filter((path) => !isSameBytes(directory, path, before[path], after[path]))
    .sort();
  if (broken.length === 0) return;
  const named = broken.slice(0, 5).map((one) => JSON.stringify(one));
  const more = broken.length > 5 ? ` and ${broken.length - 5} more` : "";
  throw new IdentikitError(
    "STORE_TAMPERED",
    `the store ${directory.path} was touched: ${named.join(", ")}${more}`,
    {
      remedy:
        "Find out which run could write there. Then remove the store's folder; it is fetched again. If it was only copied or restored, remove it as well.",
    },
  );
}
