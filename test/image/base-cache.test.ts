import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Cache } from "../../src/cache/cache.ts";
import { BaseCache, baseCacheOf } from "../../src/image/base-cache.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { scratchDirectory } from "../scratch.ts";

const config = Buffer.from('{"os":"linux"}');
const configs = new Map([[digestOf(config), config]]);
const name = "docker://registry.example/team/base:v1";

function cacheIn(root: string): BaseCache {
  return new BaseCache(new Cache(root, "bases"));
}

test("what is kept for a base is recalled for that base alone", () => {
  const cache = cacheIn(join(scratchDirectory(), "not/there/yet"));
  expect(cache.recall(name)).toBeUndefined();
  cache.keep(name, configs);
  expect(cache.recall(name)).toEqual({ configs, layers: [] });
  expect(cache.recall(`${name}2`)).toBeUndefined();
});

test("layers that were put on a base are kept with it, each once, the last one last, and go with no other base", () => {
  const cache = cacheIn(scratchDirectory());
  const [first, second] = [digestOf("first"), digestOf("second")];
  cache.keepLayer(name, first);
  expect(cache.recall(name)).toBeUndefined();
  cache.keep(name, configs);
  for (const layer of [first, second, second, first]) cache.keepLayer(name, layer);
  expect(cache.recall(name)?.layers).toEqual([second, first]);
  const moved = new Map([[digestOf("{}"), Buffer.from("{}")]]);
  cache.keep(name, moved);
  expect(cache.recall(name)).toEqual({ configs: moved, layers: [second, first] });
  for (let each = 0; each < 300; each++) cache.keepLayer(name, digestOf(`layer ${each}`));
  const { layers = [] } = cache.recall(name) ?? {};
  expect([layers.length, layers.at(-1)]).toEqual([256, digestOf("layer 299")]);
});

test.each([
  ["not JSON", "{"],
  ["a list", "[]"],
  ["configs that are a text", '{"configs": "x"}'],
  [
    "content of another digest",
    JSON.stringify({ configs: { [digestOf("other")]: config.toString("base64") } }),
  ],
  ["nothing", ""],
])("a file with %s gives nothing that could be taken for a config", (_, text) => {
  const directory = scratchDirectory();
  const cache = cacheIn(directory);
  cache.keep(name, configs);
  const bases = join(directory, "bases");
  writeFileSync(join(bases, readdirSync(bases)[0] as string), text);
  expect(cache.recall(name)?.configs.size ?? 0).toBe(0);
});

test("a cache that cannot be written or read is no fault", () => {
  const file = join(scratchDirectory(), "file");
  writeFileSync(file, "");
  const cache = cacheIn(join(file, "below"));
  cache.keep(name, configs);
  expect(cache.recall(name)).toBeUndefined();
  const directory = join(scratchDirectory(), "closed");
  mkdirSync(directory);
  chmodSync(directory, 0o500);
  cacheIn(join(directory, "caches")).keep(name, configs);
});

test("caches lie where the XDG specification puts them", () => {
  const home = scratchDirectory();
  baseCacheOf({ HOME: home })?.keep(name, configs);
  expect(readdirSync(join(home, ".cache/identikit/bases"))).toHaveLength(1);
  const caches = scratchDirectory();
  baseCacheOf({ HOME: home, XDG_CACHE_HOME: caches })?.keep(name, configs);
  expect(readdirSync(join(caches, "identikit/bases"))).toHaveLength(1);
  expect(baseCacheOf({})).toBeUndefined();
});
