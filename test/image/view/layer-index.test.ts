import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Cache } from "../../../src/cache/cache.ts";
import { readImage } from "../../../src/image/image.ts";
import { viewDirectory } from "../../../src/image/view/container-view.ts";
import { LayerIndex } from "../../../src/image/view/layer-index.ts";
import { scratchDirectory } from "../../scratch.ts";
import { layerImage } from "../layer-image.ts";
import { directory, file, type TestEntry, whiteout } from "../tar-entries.ts";

const base = [
  [directory("bin/"), file("bin/sh", "1")],
  [directory("opt/"), file("opt/x", "2")],
  [file("etc/a", "3")],
];

function indexIn(root: string): LayerIndex {
  return new LayerIndex(new Cache(root, "layers"));
}

async function view(layers: TestEntry[][], index: LayerIndex | undefined, user = "") {
  const made = layerImage(layers, { user });
  const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
  if (!image) throw new Error("no image");
  const { entries, layersRead } = await viewDirectory(made.image, image, "opt/d", { index });
  return { paths: entries.map(({ path }) => path), layersRead };
}

it("lets a base be read once: of the images on top of it only what was added is read", async () => {
  const index = indexIn(scratchDirectory());
  expect(await view([...base, [file("opt/d/a", "1")]], index)).toEqual({ paths: ["a"], layersRead: 4 });
  expect(await view([...base, [file("opt/d/b", "2")]], index)).toEqual({ paths: ["b"], layersRead: 1 });
  expect(await view([...base, [file("opt/d/b", "2")], [whiteout("opt/d/b")]], index)).toEqual({
    paths: [],
    layersRead: 2,
  });
});

it("spares an image whose user is not root most of the layers that such an answer needs", async () => {
  const index = indexIn(scratchDirectory());
  const top = [directory("opt/"), directory("opt/d/"), file("opt/d/.wh..wh..opq", ""), file("opt/d/a", "1")];
  expect(await view([...base, top], index, "1000")).toEqual({ paths: ["a"], layersRead: 4 });
  expect(await view([...base, top], index, "1000")).toEqual({ paths: ["a"], layersRead: 1 });
});

it("never keeps a layer that has something at the destination: such a one is read, and verified, each time", async () => {
  const index = indexIn(scratchDirectory());
  for (let times = 0; times < 2; times++)
    expect(
      (await view([[file("opt/d/a", "1")], [whiteout("opt/d/z")], [whiteout("opt")]], index)).layersRead,
    ).toBe(1);
  for (let times = 0; times < 2; times++)
    expect((await view([[file("opt/d/a", "1")], [whiteout("opt/d/z")]], index)).layersRead).toBe(2);
});

it("is no source of faults: what is damaged in it is read anew", async () => {
  const directory = scratchDirectory();
  const index = indexIn(directory);
  await view(base, index);
  const layers = join(directory, "layers");
  const files = readdirSync(layers).map((name) => join(layers, name));
  expect(files).toHaveLength(3);
  const [one, two, three] = files as [string, string, string];
  writeFileSync(one, "{");
  writeFileSync(two, '{"key":"another","directories":{}}');
  writeFileSync(three, readFileSync(three).subarray(0, 10));
  expect((await view(base, index)).layersRead).toBe(3);
  expect((await view(base, index)).layersRead).toBe(0);
  writeFileSync(join(directory, "file"), "");
  expect((await view(base, indexIn(join(directory, "file")))).layersRead).toBe(3);
});

it("is not misled by an entry that somebody else wrote: drift stays drift", async () => {
  const mine = scratchDirectory();
  const theirs = scratchDirectory();
  const drifted = [...base, [file("opt/d/planted", "1")]];
  // The same layers under the same digests and questions, in an index whose owner says that they hold nothing.
  class Forger extends LayerIndex {
    override recall(...[layer, paths]: Parameters<LayerIndex["recall"]>) {
      this.keep(layer, paths, { directories: new Map(), isNamedThroughout: true });
      return super.recall(layer, paths);
    }
  }
  const forger = new Forger(new Cache(theirs, "layers"));
  expect(await view(drifted, forger)).toEqual({ paths: [], layersRead: 0 });
  await view(base, indexIn(mine));
  cpSync(join(theirs, "layers"), join(mine, "layers"), { recursive: true });
  expect(await view(drifted, indexIn(mine))).toEqual({ paths: ["planted"], layersRead: 4 });
});
