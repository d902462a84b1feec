import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { IdentikitError } from "../../../src/fault/error.ts";
import { bake } from "../../../src/image/bake.ts";
import { parsePlatform } from "../../../src/image/platform.ts";
import type { Descriptor, ImageSource } from "../../../src/image/store.ts";
import { validateImage } from "../../../src/image/validate/validate-image.ts";
import { type Digest, digestOf } from "../../../src/tree/digest.ts";
import { scratchDirectory } from "../../scratch.ts";
import { goodLayer, types, WrittenImage, type WrittenParts } from "../document-image.ts";
import { gate, open, template } from "../samples.ts";

const other = digestOf(Buffer.from("something else"));

/** What is said of one image, as `CODE severity part`. */
async function said(source: ImageSource, { digest }: { readonly digest: Digest }): Promise<string[]> {
  const { findings } = await validateImage(source, { kind: "digest", digest });
  return findings.map(({ code, severity, path }) => `${code} ${severity} ${path.replace(/ ?sha256:.*/, "")}`);
}

async function saidOf(parts: WrittenParts): Promise<string[]> {
  const source = new WrittenImage();
  return said(source, source.addImage(parts));
}

/** An image whose descriptors say something else. */
const manifestWith =
  (change: (good: { config: Descriptor; layers: readonly Descriptor[] }, image: WrittenImage) => object) =>
  (good: { config: Descriptor; layers: readonly Descriptor[] }, image: WrittenImage) =>
    JSON.stringify({ ...good, ...change(good, image) });

/** A config with other members. */
const configWith = (more: object) => (good: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ ...good, ...more });

const broken: readonly [string, WrittenParts, readonly string[]][] = [
  [
    "a layer of another size",
    {
      manifest: manifestWith(({ layers: [layer] }) => ({
        layers: [{ ...layer, size: (layer as Descriptor).size + 1 }],
      })),
    },
    ["DIGEST_MISMATCH error layer 1"],
  ],
  [
    "a layer cut off, which its compression shows first",
    {
      manifest: manifestWith(({ layers: [layer] }, image) => ({
        layers: [{ ...image.damaged(layer as Descriptor, (bytes) => bytes.subarray(0, -20)) }],
      })),
    },
    ["DIGEST_MISMATCH error layer 1"],
  ],
  [
    "a layer with a changed byte",
    {
      manifest: manifestWith(({ layers: [layer] }, image) => ({
        layers: [image.damaged(layer as Descriptor, (bytes) => bytes.fill(bytes[30] ? 0 : 1, 30, 31))],
      })),
    },
    ["DIGEST_MISMATCH error layer 1"],
  ],
  [
    "a layer that is not there",
    { manifest: manifestWith(({ layers: [layer] }) => ({ layers: [{ ...layer, digest: other }] })) },
    ["IMAGE_MISSING error layer 1"],
  ],
  [
    "a config that is not there",
    { manifest: manifestWith(({ config }) => ({ config: { ...config, digest: other } })) },
    ["IMAGE_MISSING error config"],
  ],
  [
    "a config of another size",
    { manifest: manifestWith(({ config }) => ({ config: { ...config, size: 3 } })) },
    ["DIGEST_MISMATCH error config"],
  ],
  [
    "another diff ID",
    { config: configWith({ rootfs: { type: "layers", diff_ids: [other] } }) },
    ["IMAGE_DIFF_ID error layer 1"],
  ],
  [
    "a diff ID too many",
    { config: configWith({ rootfs: { type: "layers", diff_ids: [digestOf(goodLayer), other] } }) },
    ["IMAGE_LAYER_COUNT error config"],
  ],
  [
    "a history of more layers",
    { config: configWith({ history: [{}, { empty_layer: true }, {}] }) },
    ["IMAGE_HISTORY error config"],
  ],
  [
    "a layer of zstd that calls itself gzip",
    {
      manifest: manifestWith((_, image) => ({
        layers: [image.add(zstdCompressSync(goodLayer), types.layer)],
      })),
    },
    ["IMAGE_LAYER_TYPE error layer 1"],
  ],
  [
    "a layer that is no archive",
    {
      layer: Buffer.alloc(2048, "x"),
    },
    ["IMAGE_INVALID error layer 1"],
  ],
  [
    "bytes after a layer's compression",
    {
      manifest: manifestWith((_, image) => ({
        layers: [image.add(Buffer.concat([gzipSync(goodLayer), Buffer.from("more")]), types.layer)],
      })),
    },
    ["IMAGE_INVALID error layer 1"],
  ],
  [
    "a layer of a type that some engines pass over",
    { layerType: "application/vnd.example.layer.tar+gzip" },
    ["IMAGE_AMBIGUOUS error manifest"],
  ],
  [
    "the config of an artifact",
    { configType: "application/vnd.example.config" },
    ["IMAGE_INVALID error manifest"],
  ],
  ["a config that is no JSON", { config: () => "{" }, ["IMAGE_INVALID error config"]],
  [
    "a manifest with a key twice",
    { manifest: (good) => JSON.stringify(good).replace("{", '{"schemaVersion":1,') },
    ["IMAGE_AMBIGUOUS error manifest"],
  ],
];

describe("an image is told what is wrong with it:", () => {
  it.each(broken)("%s", async (_, parts, expected) => {
    expect(await saidOf(parts)).toEqual(expected);
  });

  it("nothing, where nothing is", async () => {
    expect(await saidOf({})).toEqual([]);
    expect(await saidOf({ config: configWith({ history: [{ empty_layer: true }, {}] }) })).toEqual([]);
  });

  it("everything at once, layer by layer", async () => {
    const parts: WrittenParts = {
      manifest: manifestWith(({ layers: [layer] }) => ({
        layers: [layer, { ...layer, digest: other }, layer],
      })),
    };
    expect(await saidOf(parts)).toEqual(["IMAGE_LAYER_COUNT error config", "IMAGE_MISSING error layer 2"]);
  });
});

describe("an index is told what is wrong with it:", () => {
  const amd64 = { os: "linux", architecture: "amd64" };
  const arm64 = { os: "linux", architecture: "arm64" };

  it("an image under another platform than its own", async () => {
    const source = new WrittenImage();
    const image = source.addImage();
    expect(await said(source, source.addIndex([{ ...image, platform: arm64 }]))).toEqual([
      "IMAGE_PLATFORM error config",
    ]);
  });

  it("an entry of another size, and one that is not there, beside one that is right", async () => {
    const source = new WrittenImage();
    const image = source.addImage();
    const index = source.addIndex([
      { ...image, size: image.size + 1, platform: amd64 },
      { ...image, digest: other, platform: arm64 },
      { ...image, platform: amd64 },
    ]);
    expect(await said(source, index)).toEqual([
      "DIGEST_MISMATCH error manifest",
      "IMAGE_MISSING error manifest",
    ]);
  });

  it("a broken image of one platform among good ones, by its platform", async () => {
    const source = new WrittenImage();
    const bad = source.addImage({ platform: arm64, config: configWith({ history: [{}, {}] }) });
    const index = source.addIndex([
      { ...source.addImage(), platform: amd64 },
      { ...bad, platform: arm64 },
    ]);
    const { findings, images } = await validateImage(source, { kind: "digest", digest: index.digest });
    expect(findings).toMatchObject([{ code: "IMAGE_HISTORY", subject: "linux/arm64" }]);
    expect(images).toHaveLength(2);
  });

  it("no image in it", async () => {
    const source = new WrittenImage();
    expect(await said(source, source.addIndex([]))).toEqual(["IMAGE_INVALID error manifest"]);
  });

  it("an attestation whose content is not there, and nothing of what it holds", async () => {
    const source = new WrittenImage();
    const unknown = { os: "unknown", architecture: "unknown" };
    const statement = source.add("{}", "application/vnd.in-toto+json");
    const attestation = (layer: Descriptor) =>
      source.add(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: types.manifest,
          config: source.add("{}", types.config),
          layers: [layer],
        }),
        types.manifest,
      );
    const index = (layer: Descriptor) =>
      source.addIndex([
        { ...source.addImage(), platform: amd64 },
        { ...attestation(layer), platform: unknown },
      ]);
    expect(await said(source, index(statement))).toEqual([]);
    expect(await said(source, index({ ...statement, digest: other }))).toEqual(["IMAGE_MISSING error blob"]);
  });
});

describe("a validation", () => {
  it("calls unverified what the place does not give out", async () => {
    const source = new WrittenImage();
    const image = source.addImage();
    source.blob = async function* () {
      yield* [];
      throw new IdentikitError("REGISTRY_UNREACHABLE", "nobody answers", { remedy: "Try again." });
    };
    expect(await said(source, image)).toEqual([
      "REGISTRY_UNREACHABLE unverified config",
      "REGISTRY_UNREACHABLE unverified layer 1",
    ]);
  });

  it("fails where the place has no such name", async () => {
    const { store } = await open(`oci:${scratchDirectory()}:nothing`);
    await expect(validateImage(store, { kind: "tag", tag: "nothing" })).rejects.toMatchObject({
      code: "IMAGE_MISSING",
    });
  });

  it("stops when it is told to", async () => {
    const source = new WrittenImage();
    const { digest } = source.addImage();
    const stopped = validateImage(source, { kind: "digest", digest }, AbortSignal.abort(new Error("enough")));
    await expect(stopped).rejects.toThrow("enough");
  });

  it("reads every layer of every platform that a bake made", async () => {
    const to = await open(`oci:${scratchDirectory()}:many`);
    const platforms = ["linux/amd64", "linux/arm64"].map(parsePlatform);
    await bake({ template: template(), base: "scratch", to, gate: gate(), platforms });
    const { findings, images, layersRead } = await validateImage(to.store, await to.select());
    expect(findings).toEqual([]);
    expect(images.map(({ platform }) => platform.architecture)).toEqual(["amd64", "arm64"]);
    expect(layersRead).toBe(2);
  });
});
