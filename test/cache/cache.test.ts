import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Cache, cacheKinds } from "../../src/cache/cache.ts";
import { cacheRootOf } from "../../src/cache/cache-root.ts";
import { clearCaches, surveyCaches } from "../../src/cache/survey.ts";
import { scratchDirectory } from "../scratch.ts";

const bytes = Buffer.from("worth keeping");

/** The file of the only entry of a kind. */
function entryOf(root: string, kind = "layers"): string {
  const names = readdirSync(join(root, kind));
  expect(names).toHaveLength(1);
  return join(root, kind, names[0] as string);
}

test("what was kept is given back for its key and kind, and for no other", () => {
  const root = join(scratchDirectory(), "made/when/needed");
  new Cache(root, "layers").put("a", bytes);
  expect(new Cache(root, "layers").get("a")).toEqual(bytes);
  expect(new Cache(root, "layers").get("b")).toBeUndefined();
  expect(new Cache(root, "bases").get("a")).toBeUndefined();
});

test("files and key are this user's alone", () => {
  const root = join(scratchDirectory(), "caches");
  new Cache(root, "layers").put("a", bytes);
  expect(statSync(join(root, "key")).mode & 0o777).toBe(0o600);
  expect(statSync(join(root, "layers")).mode & 0o777).toBe(0o700);
  expect(statSync(entryOf(root)).mode & 0o777).toBe(0o600);
});

test.each<[string, (root: string) => void]>([
  [
    "written without the key",
    (root) => writeFileSync(entryOf(root), Buffer.concat([randomBytes(32), bytes])),
  ],
  ["changed by one bit", (root) => flipLast(entryOf(root))],
  ["cut off", (root) => writeFileSync(entryOf(root), readFileSync(entryOf(root)).subarray(0, 20))],
  ["empty", (root) => writeFileSync(entryOf(root), "")],
  [
    "vouched for by another key",
    (root) => writeFileSync(join(root, "key"), randomBytes(32), { mode: 0o600 }),
  ],
  ["vouched for by a key that others can read", (root) => chmodSync(join(root, "key"), 0o640)],
  ["vouched for by a key of another length", (root) => writeFileSync(join(root, "key"), "short")],
])("an entry that is %s counts as none, and is kept anew", (_, harm) => {
  const root = scratchDirectory();
  new Cache(root, "layers").put("a", bytes);
  harm(root);
  const cache = new Cache(root, "layers");
  expect(cache.get("a")).toBeUndefined();
  cache.put("a", bytes);
  expect(new Cache(root, "layers").get("a")).toEqual(bytes);
});

test("an entry of one key does not serve as that of another, nor one kind as another", () => {
  const root = scratchDirectory();
  new Cache(root, "layers").put("harmless", bytes);
  const from = entryOf(root);
  const other = scratchDirectory();
  new Cache(other, "layers").put("harmful", Buffer.from("x"));
  copyFileSync(join(root, "key"), join(other, "key"));
  copyFileSync(from, entryOf(other));
  expect(new Cache(other, "layers").get("harmful")).toBeUndefined();
  mkdirSync(join(root, "bases"));
  copyFileSync(from, join(root, "bases", from.slice(from.lastIndexOf("/") + 1)));
  expect(new Cache(root, "bases").get("harmless")).toBeUndefined();
});

test("a link in an entry's or the key's place is not followed", () => {
  const root = scratchDirectory();
  new Cache(root, "layers").put("a", bytes);
  const elsewhere = join(scratchDirectory(), "key");
  copyFileSync(join(root, "key"), elsewhere);
  const linked = scratchDirectory();
  mkdirSync(join(linked, "layers"));
  symlinkSync(elsewhere, join(linked, "key"));
  const entry = entryOf(root);
  copyFileSync(entry, join(linked, "layers", entry.slice(entry.lastIndexOf("/") + 1)));
  expect(new Cache(linked, "layers").get("a")).toBeUndefined();
});

test("what is old goes, and what is over the bound, the oldest first", () => {
  const root = scratchDirectory();
  const size = cacheKinds.layers.maxEntryBytes - 64;
  const count = Math.ceil(cacheKinds.layers.maxBytes / size) + 2;
  const filler = new Cache(root, "layers");
  for (let at = 0; at < count; at++) filler.put(`entry ${at}`, Buffer.alloc(size, at));
  const days = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000);
  const directory = join(root, "layers");
  for (const name of readdirSync(directory)) utimesSync(join(directory, name), days(2), days(2));
  filler.put("entry 0", bytes);
  const later = new Cache(root, "layers");
  later.put("new", bytes);
  expect(later.get("entry 1")).toBeUndefined();
  expect(later.get("entry 0")).toEqual(bytes);
  expect(later.get("new")).toEqual(bytes);
  expect(surveyCaches(root).find(({ kind }) => kind === "layers")?.bytes).toBeLessThanOrEqual(
    cacheKinds.layers.maxBytes,
  );
});

test("an entry over the bound of its kind is not kept", () => {
  const root = scratchDirectory();
  const cache = new Cache(root, "layers");
  cache.put("large", Buffer.alloc(cacheKinds.layers.maxEntryBytes + 1));
  expect(cache.get("large")).toBeUndefined();
});

test("a place that cannot be used keeps nothing, and is no fault", () => {
  const file = join(scratchDirectory(), "file");
  writeFileSync(file, "");
  const cache = new Cache(join(file, "below"), "layers");
  cache.put("a", bytes);
  expect(cache.get("a")).toBeUndefined();
});

test("clearing leaves nothing, and touches nothing else", () => {
  const root = scratchDirectory();
  writeFileSync(join(root, "mine.txt"), "");
  for (const kind of ["content", "bases", "layers"] as const) new Cache(root, kind).put("a", bytes);
  expect(surveyCaches(root).map(({ entries }) => entries)).toEqual([1, 1, 1]);
  clearCaches(root);
  expect(surveyCaches(root).map(({ entries }) => entries)).toEqual([0, 0, 0]);
  expect(readdirSync(root)).toEqual(["mine.txt"]);
});

test.each([
  [{ HOME: "/home/a" }, "/home/a/.cache/identikit"],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "/var/c" }, "/var/c/identikit"],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "relative" }, "/home/a/.cache/identikit"],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "" }, "/home/a/.cache/identikit"],
  [{ HOME: "relative" }, undefined],
  [{}, undefined],
])("caches lie where the XDG specification puts them: %j", (env, place) => {
  expect(cacheRootOf(env)).toBe(place);
});

function flipLast(file: string): void {
  const content = readFileSync(file);
  content[content.length - 1] = (content.at(-1) as number) ^ 1;
  writeFileSync(file, content);
}
