import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readImage } from "../../src/image/image.ts";
import { formatPlatform, parsePlatform } from "../../src/image/platform.ts";
import type { Platform } from "../../src/image/store.ts";
import { digestOf } from "../../src/tree/digest.ts";
import {
  badLayer,
  gateOf,
  types,
  WrittenImage,
  type WrittenManifest,
  type WrittenParts,
} from "./document-image.ts";

async function gateOfImage(parts: WrittenParts): Promise<string> {
  const image = new WrittenImage();
  return await gateOf(image, image.addImage(parts));
}

/** The text of a document with more members at its end, as no serialiser would write them. */
const withMembers = (good: object, ...members: readonly string[]): string =>
  `${JSON.stringify(good).slice(0, -1)},${members.join(",")}}`;
/** Members at the end of an object inside a document. */
const within = (good: object, inner: object, ...members: readonly string[]): string =>
  JSON.stringify(good).replace(JSON.stringify(inner), withMembers(inner, ...members));
/** The layers of another image, which only some programs are shown. */
const otherLayers = (image: WrittenImage): string =>
  JSON.stringify([image.add(gzipSync(badLayer), types.layer)]);

describe("a manifest that programs read differently is unverified:", () => {
  it.each<[string, NonNullable<WrittenParts["manifest"]>]>([
    ["a second `layers`", (good, image) => withMembers(good, `"layers":${otherLayers(image)}`)],
    ["`Layers`, which Go takes", (good, image) => withMembers(good, `"Layers":${otherLayers(image)}`)],
    [
      "`layerſ`, which Go folds to `layers`",
      (good, image) => withMembers(good, `"layerſ":${otherLayers(image)}`),
    ],
    ["`layers` with an escape", (good, image) => withMembers(good, `"\\u006cayers":${otherLayers(image)}`)],
    ["`Config`", (good) => withMembers(good, `"Config":${JSON.stringify(good.config)}`)],
    ["a field of an index in capitals", (good) => withMembers(good, '"MANIFESTS":[]')],
    ["two unknown keys that differ in case", (good) => withMembers(good, '"other":1', '"Other":2')],
    ["`Digest` in a layer", (good) => within(good, good.layers[0] as object, `"Digest":"${digestOf("x")}"`)],
    ["`SIZE` in the config", (good) => within(good, good.config, '"SIZE":1')],
    ["`ſize` in a layer", (good) => within(good, good.layers[0] as object, '"ſize":1')],
    ["an annotation twice", (good) => withMembers(good, '"annotations":{"a":"1","a":"2"}')],
    ["`schemaVersion` of 2.0", (good) => JSON.stringify(good).replace(":2,", ":2.0,")],
    ["a size of 1e2", (good) => JSON.stringify(good).replace(/"size":\d+/, '"size":1e2')],
    ["a size over 2^53", (good) => JSON.stringify(good).replace(/"size":\d+/, '"size":9007199254740993')],
    ["a second document", (good) => `${JSON.stringify(good)}{}`],
    ["bytes that are not UTF-8", (good) => Buffer.from(withMembers(good, '"x":"\xff"'), "latin1")],
    ["half a surrogate pair", (good) => withMembers(good, '"x":"\\ud800"')],
    ["`__proto__`", (good) => withMembers(good, '"__proto__":{"layers":[]}')],
    [
      "other content in a descriptor than it names",
      (good) => within(good, good.config, `"data":"${Buffer.from("{}").toString("base64")}"`),
    ],
    [
      "content in base64 that programs decode differently",
      (good) => within(good, good.config, '"data":"e30"'),
    ],
  ])("%s", async (_, manifest) => {
    expect(await gateOfImage({ manifest })).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it.each<[string, WrittenParts]>([
    [
      "a type beside the one it came with",
      { manifestType: "application/vnd.docker.distribution.manifest.v2+json" },
    ],
    ["a type that came in capitals", { manifestType: types.manifest.toUpperCase() }],
    ["a type that came with a parameter", { manifestType: `${types.manifest}; charset=utf-8` }],
    ["a layer of a type in capitals", { layerType: types.layer.toUpperCase() }],
    ["a layer with a parameter", { layerType: `${types.layer};v=1` }],
    ["an attestation for a layer", { layerType: "application/vnd.in-toto+json" }],
    ["an encrypted layer", { layerType: `${types.layer}+encrypted` }],
    ["an empty layer", { layerType: "application/vnd.oci.empty.v1+json" }],
  ])("%s", async (_, parts) => {
    expect(await gateOfImage(parts)).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it.each<[string, WrittenParts]>([
    ["no `schemaVersion`", { manifest: ({ schemaVersion: _, ...good }) => JSON.stringify(good) }],
    ["a size of text", { manifest: (good) => JSON.stringify(good).replace(/"size":(\d+)/, '"size":"$1"') }],
    ["a byte order mark", { manifest: (good) => `\ufeff${JSON.stringify(good)}` }],
    ["a comment", { manifest: (good) => `${JSON.stringify(good)}//` }],
    ["a comma too many", { manifest: (good) => JSON.stringify(good).replace(/}$/, ",}") }],
    ["NUL after its end", { manifest: (good) => `${JSON.stringify(good)}\u0000` }],
    ["no end of brackets", { manifest: (good) => withMembers(good, `"x":${"[".repeat(20_000)}`) }],
    ["`manifests` of null", { manifest: (good) => withMembers(good, '"manifests":null') }],
    ["the layers of schema 1, too", { manifest: (good) => withMembers(good, '"fsLayers":[]') }],
    ["the config of an artifact", { configType: "application/vnd.oci.empty.v1+json" }],
    ["the config of a chart", { configType: "application/vnd.cncf.helm.config.v1+json" }],
  ])("%s: malformed, as all engines say, or no image", async (_, parts) => {
    const verdict = await gateOfImage(parts);
    expect(verdict).toMatch(/^unverified IMAGE_(INVALID|AMBIGUOUS)$/);
  });
});

describe("a config that programs read differently is unverified:", () => {
  it.each<[string, string]>([
    ["another user in lower case", '"config":{"User":"0","user":"1000"}'],
    ["another user in long letters", '"config":{"User":"0","uſer":"1000"}'],
    ["only a user in lower case", '"config":{"user":"1000"}'],
    ["`Config` with another user", '"config":{"User":"0"},"Config":{"User":"1000"}'],
    ["a command twice", '"config":{"Cmd":["a"],"Cmd":["b"]}'],
    ["a volume twice", '"config":{"Volumes":{"/a":{},"/a":{}}}'],
    ["a label twice", '"config":{"Labels":{"a":"1","a":"2"}}'],
    ["a check of health in another case", '"config":{"Healthcheck":{"test":["NONE"]}}'],
    ["a history line's key in another case", '"history":[{"Empty_Layer":true}]'],
    ["an old container config in another case", '"container_config":{"user":"0"}'],
    ["`OS` beside `os`", '"OS":"windows"'],
    ["`os.Version`", '"os.Version":"10"'],
    ["`RootFS`", `"RootFS":{"type":"layers","diff_ids":["${digestOf(badLayer)}"]}`],
  ])("%s", async (_, member) => {
    const config = (good: object) => withMembers(good, member);
    expect(await gateOfImage({ config })).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it("`Diff_IDs` in the list of layers", async () => {
    const config = (good: object) =>
      JSON.stringify(good).replace('"diff_ids"', `"Diff_IDs":["${digestOf(badLayer)}"],"diff_ids"`);
    expect(await gateOfImage({ config })).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it.each<[string, string]>([
    ["a user that is a number", '"config":{"User":0}'],
    ["an environment that is text", '"config":{"Env":"A=1"}'],
    ["a command that is text", '"config":{"Cmd":"sh"}'],
    ["a label that is a number", '"config":{"Labels":{"a":1}}'],
    ["a date of no calendar", '"created":"2025-02-29T00:00:00Z"'],
    ["a date in small letters", '"created":"2025-02-28t00:00:00z"'],
  ])("%s is malformed", async (_, member) => {
    const config = (good: object) => withMembers(good, member);
    expect(await gateOfImage({ config })).toBe("unverified IMAGE_INVALID");
  });
});

describe("what all engines read alike is no reason to doubt:", () => {
  it.each<[string, WrittenParts]>([
    ["white space around and inside", { manifest: (good) => `\n\t ${JSON.stringify(good, null, 3)}\r\n` }],
    [
      "keys of maps that differ in case",
      { manifest: (good) => withMembers(good, '"annotations":{"a":"1","A":"2"}') },
    ],
    [
      "null for what is not there",
      { manifest: (good) => withMembers(good, '"annotations":null,"subject":null') },
    ],
    ["unknown fields", { manifest: (good) => withMembers(good, '"x-other":{"a":1,"A":[0.5]}') }],
    [
      "a config in its own descriptor",
      {
        manifest: (good, image) =>
          within(good, good.config, `"data":"${Buffer.from(image.text(good.config)).toString("base64")}"`),
      },
    ],
    [
      "labels, ports and volumes that differ in case",
      {
        config: (good) =>
          withMembers(
            good,
            '"config":{"Labels":{"a":"1","A":"2"},"ExposedPorts":{"1/tcp":{},"1/TCP":{}},"Volumes":{"/x":{},"/X":null}}',
          ),
      },
    ],
    [
      "nulls as Docker writes them",
      {
        config: (good) =>
          withMembers(
            good,
            '"config":{"Cmd":null,"Entrypoint":null,"Labels":null,"OnBuild":null},"history":null',
          ),
      },
    ],
    [
      "a layer that may not be passed on",
      { layerType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" },
    ],
  ])("%s", async (_, parts) => {
    expect(await gateOfImage(parts)).toBe("clean");
  });
});

describe("an index", () => {
  const amd: Platform = { os: "linux", architecture: "amd64" };
  const bad = (platform: Platform): WrittenParts => ({ layer: badLayer, platform });

  it.each<[string, string, Platform]>([
    ["linux/amd64", "x86_64", { os: "linux", architecture: "x86_64" }],
    ["linux/amd64", "x86-64", { os: "linux", architecture: "x86-64" }],
    ["linux/amd64", "Linux", { os: "Linux", architecture: "AMD64" }],
    ["linux/amd64", "amd64/v1", { os: "linux", architecture: "amd64", variant: "v1" }],
    ["linux/amd64", "amd64/v3", { os: "linux", architecture: "amd64", variant: "v3" }],
    ["linux/arm64", "aarch64", { os: "linux", architecture: "aarch64" }],
    ["linux/arm64/v8", "arm64/8", { os: "linux", architecture: "arm64", variant: "8" }],
    ["linux/arm/v7", "armhf", { os: "linux", architecture: "armhf" }],
    ["linux/arm/v7", "arm without a variant", { os: "linux", architecture: "arm" }],
    ["linux/arm", "arm/v6", { os: "linux", architecture: "arm", variant: "v6" }],
    ["linux/386", "i386", { os: "linux", architecture: "i386" }],
    ["linux/amd64", "a feature", { ...amd, "os.features": ["x"] }],
  ])("with a good image of %s gates a bad one of %s, too", async (wanted, _, platform) => {
    const image = new WrittenImage();
    const [os = "", architecture = "", variant] = wanted.split("/");
    const good = { os, architecture, ...(variant ? { variant } : {}) };
    const entries = [
      { ...image.addImage({ platform: good }), platform: good },
      { ...image.addImage(bad(platform)), platform },
    ];
    const top = image.addIndex(entries);
    expect(await gateOf(image, top, [parsePlatform(wanted)])).toMatch(/^drift/);
    expect(await gateOf(image, top)).toMatch(/^drift/);
  });

  it("gates the image that a machine falls back on where it has none of its own, and only there", async () => {
    const other: Platform = { os: "linux", architecture: "386" };
    const image = new WrittenImage();
    const fallback = { ...image.addImage(bad(other)), platform: other };
    const newer = { ...amd, variant: "v3" };
    const good = (platform: Platform) => ({ ...image.addImage({ platform }), platform });
    expect(await gateOf(image, image.addIndex([good(newer), fallback]), [amd])).toMatch(/^drift/);
    expect(await gateOf(image, image.addIndex([good(amd), fallback]), [amd])).toBe("clean");
  });

  it("gates an entry without a platform for every platform", async () => {
    const image = new WrittenImage();
    const good = { ...image.addImage(), platform: amd };
    const open = image.addImage(bad({ os: "linux", architecture: "arm64" }));
    expect(await gateOf(image, image.addIndex([good, open]), [amd])).toMatch(/^drift/);
  });

  it("finds what is nested in another index, whatever platform that one is listed for", async () => {
    const image = new WrittenImage();
    const inner = image.addIndex([{ ...image.addImage(bad(amd)), platform: amd }]);
    const good = { ...image.addImage(), platform: amd };
    const outer = image.addIndex([good, { ...inner, platform: { os: "linux", architecture: "s390x" } }]);
    expect(await gateOf(image, outer, [amd])).toMatch(/^drift/);
  });

  it("of attestations alone holds no image: no engine runs one", async () => {
    const image = new WrittenImage();
    const unknown = { os: "unknown", architecture: "unknown" };
    const top = image.addIndex([{ ...image.addImage(), platform: unknown }]);
    expect(await gateOf(image, top)).toBe("unverified IMAGE_INVALID");
    expect(await gateOf(image, top, [amd])).toBe("unverified PLATFORM_MISSING");
  });

  it.each<[string, (good: WrittenManifest["config"]) => object, string]>([
    [
      "`Platform` beside `platform`",
      (good) => ({ ...good, platform: amd, Platform: amd }),
      "IMAGE_AMBIGUOUS",
    ],
    ["`OS` in a platform", (good) => ({ ...good, platform: { ...amd, OS: "linux" } }), "IMAGE_AMBIGUOUS"],
    ["a type of no manifest", (good) => ({ ...good, mediaType: "text/plain" }), "IMAGE_AMBIGUOUS"],
    [
      "another family's type than the image has",
      (good) => ({ ...good, mediaType: "application/vnd.docker.distribution.manifest.v2+json" }),
      "IMAGE_AMBIGUOUS",
    ],
    ["another size", (good) => ({ ...good, size: good.size + 1 }), "DIGEST_MISMATCH"],
    ["a platform that is text", (good) => ({ ...good, platform: "linux/amd64" }), "IMAGE_INVALID"],
  ])("with %s in an entry is unverified", async (_, entry, code) => {
    const image = new WrittenImage();
    expect(await gateOf(image, image.addIndex([entry(image.addImage())]))).toBe(`unverified ${code}`);
  });

  it("with layers in capitals is unverified", async () => {
    const image = new WrittenImage();
    const entry = { ...image.addImage(), platform: amd };
    const top = image.addIndex([entry], { Layers: [] });
    expect(await gateOf(image, top)).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it("is read where its entries are spelled otherwise than their configs", async () => {
    const image = new WrittenImage();
    const top = image.addIndex([{ ...image.addImage(), platform: { os: "Linux", architecture: "x86_64" } }]);
    expect(await gateOf(image, top, [amd])).toBe("clean");
    expect(await gateOf(image, top, [parsePlatform("linux/x86_64")])).toBe("clean");
  });

  it("has one image of a platform to build on, and of an entry without a platform the config says which", async () => {
    const image = new WrittenImage();
    const arm: Platform = { os: "linux", architecture: "arm64" };
    const newer = { ...amd, variant: "v3" };
    const entry = (platform: Platform) => ({ ...image.addImage({ platform }), platform });
    const top = image.addIndex([
      entry(newer),
      entry({ os: "linux", architecture: "x86_64" }),
      image.addImage({ platform: arm }),
    ]);
    const platformsOf = async (wanted: Platform) => {
      const { images } = await readImage(image, { kind: "digest", digest: top.digest }, [wanted], "own");
      return images.map(({ platform }) => formatPlatform(platform));
    };
    expect(await platformsOf(amd)).toEqual(["linux/x86_64"]);
    expect(await platformsOf(newer)).toEqual(["linux/amd64/v3"]);
    expect(await platformsOf(arm)).toEqual(["linux/arm64"]);
    await expect(platformsOf({ os: "linux", architecture: "386" })).rejects.toMatchObject({
      code: "PLATFORM_MISSING",
    });
  });
});
