import { describe, expect, it } from "vitest";
import { readImage } from "../../../src/image/image.ts";
import { viewDirectory } from "../../../src/image/view/container-view.ts";
import { layerImage } from "../layer-image.ts";
import { disputes } from "./disputes.ts";
import { refusedBySome, type Scenario, scenarios } from "./scenarios.ts";

async function view(layers: Scenario) {
  const made = layerImage(layers);
  const [image] = (await readImage(made.image, { kind: "digest", digest: made.top.digest })).images;
  if (!image) throw new Error("no image");
  return await viewDirectory(made.image, image, "opt/d");
}

describe("layers that engines read in different ways", () => {
  it.each(Object.entries(disputes))("are refused: %s", async (_, { layers, reason }) => {
    await expect(view(layers)).rejects.toMatchObject({
      code: "IMAGE_AMBIGUOUS",
      message: expect.stringMatching(reason),
    });
  });

  const clear = Object.entries(disputes).filter(([, { isVague }]) => !isVague);
  it.each(clear)("do no harm where they are elsewhere: %s", async (_, { layers }) => {
    const elsewhere = layers.map((layer) =>
      layer.map(movedAside).filter(({ path }) => !/^\.?\/?$/.test(path)),
    );
    const own = [{ path: "opt/d/own", type: "file" as const, content: "1" }];
    const { entries } = await view([own, ...elsewhere]);
    expect(entries.map(({ path }) => path)).toEqual(["own"]);
  });
});

describe("layers that engines read alike", () => {
  it.each(Object.entries({ ...scenarios, ...refusedBySome }))("are read: %s", async (_, layers) => {
    expect((await view(layers)).entries).toBeDefined();
  });
});

type Entry = Scenario[number][number];

/** The same below a directory that nobody looks at. */
function movedAside(entry: Entry): Entry {
  const aside = (path: string) =>
    path.startsWith("/") ? `/aside${path}` : `aside/${path.replace(/^(\.\.\/)+/, "")}`;
  const { path, target, pax } = entry;
  const names = ["path", "GNU.sparse.name"];
  const moved = Object.entries(pax ?? {}).map(([key, value]) => [
    key,
    names.includes(key) ? aside(String(value)) : value,
  ]);
  return {
    ...entry,
    path: aside(path),
    ...(target === undefined
      ? {}
      : { target: entry.type === "link" || target.startsWith("/") ? aside(target) : target }),
    ...(pax ? { pax: Object.fromEntries(moved) } : {}),
  };
}
