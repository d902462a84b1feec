import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/fault/finding.ts";
import { bakedTree, identityV1 } from "../../src/image/identity.ts";
import { parsePlatform } from "../../src/image/platform.ts";
import { StagedImage } from "../../src/image/staged-image.ts";
import type { Descriptor, ImageSource, Platform, RawManifest } from "../../src/image/store.ts";
import { type Digest, digestOf } from "../../src/tree/digest.ts";
import { gate, template } from "./samples.ts";
import { file, type TestEntry, tarHeader, writeTarEntries } from "./tar-entries.ts";

const destination = "opt/molecule-platform-agent-template";
const ociManifest = "application/vnd.oci.image.manifest.v1+json";
const ociIndex = "application/vnd.oci.image.index.v1+json";
const gzipLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

/** A layer that would pass the gate. */
const good = writeTarEntries(
  [...bakedTree(template().select(identityV1.admits))].map(({ path, mode, bytes }) =>
    file(`${destination}/${path}`, Buffer.from(bytes).toString(), { mode }),
  ),
);

interface Parts {
  readonly archive?: Buffer;
  readonly blob?: Buffer;
  readonly mediaType?: string;
  readonly diffIds?: readonly Digest[];
  readonly manifest?: object;
  readonly manifestType?: string;
  readonly platform?: Platform;
}

/** An image of one layer; each part can be made to lie. */
function image(
  parts: Parts = {},
  into = new StagedImage("hostile", undefined),
): { into: StagedImage; raw: RawManifest } {
  const archive = parts.archive ?? good;
  const config = {
    ...(parts.platform ?? { os: "linux", architecture: "amd64" }),
    rootfs: { type: "layers", diff_ids: parts.diffIds ?? [digestOf(archive)] },
  };
  const value = {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: into.addBlob(Buffer.from(JSON.stringify(config)), "application/vnd.oci.image.config.v1+json"),
    layers: [into.addBlob(parts.blob ?? gzipSync(archive), parts.mediaType ?? gzipLayer)],
    ...parts.manifest,
  };
  return { into, raw: into.addManifest(value, parts.manifestType ?? ociManifest) };
}

async function check(source: ImageSource, digest: Digest, platforms: readonly Platform[] = []) {
  const findings = await gate()({ source, selector: { kind: "digest", digest }, subject: "x", platforms });
  return { verdict: verdictOf(findings), codes: findings.map(({ code }) => code) };
}

async function gateOf(parts: Parts) {
  const { into, raw } = image(parts);
  return await check(into, raw.digest);
}

/** The staged image, with the layer's bytes replaced on the way. */
function tampered(into: StagedImage, change: (bytes: Buffer) => Buffer): ImageSource {
  return {
    name: "tampered",
    manifest: (selector) => into.manifest(selector),
    async *blob(descriptor: Descriptor) {
      const { verified } = await import("../../src/image/verified-blob.ts");
      const parts: Uint8Array[] = [];
      for await (const part of into.blob(descriptor)) parts.push(part);
      const bytes = Buffer.concat(parts);
      const given = descriptor.mediaType === gzipLayer ? change(bytes) : bytes;
      const stream = (async function* () {
        yield given;
      })();
      yield* verified(descriptor, stream, "tampered");
    },
  };
}

describe("a layer", () => {
  it("passes as gzip, in several gzip members, as zstd and uncompressed, whatever its media type says", async () => {
    const { zstdCompressSync } = await import("node:zlib");
    const half = good.length >> 1;
    const members = Buffer.concat([gzipSync(good.subarray(0, half)), gzipSync(good.subarray(half))]);
    for (const blob of [gzipSync(good), members, zstdCompressSync(good), good])
      expect(await gateOf({ blob })).toEqual({ verdict: "clean", codes: [] });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["ends early", (bytes) => bytes.subarray(0, -9)],
    ["is empty", () => Buffer.alloc(0)],
    ["is longer", (bytes) => Buffer.concat([bytes, Buffer.from("x")])],
    ["differs in its first byte", (bytes) => Buffer.concat([Buffer.from("x"), bytes.subarray(1)])],
    [
      "differs after its archive's end",
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from("\u0001")]),
    ],
  ])("that %s is a digest mismatch", async (_, change) => {
    const { into, raw } = image();
    const result = await check(tampered(into, change), raw.digest);
    expect(result).toEqual({ verdict: "unverified", codes: ["DIGEST_MISMATCH"] });
  });

  it("whose archive is not the one that the config names is a digest mismatch, also where the blob is what it says", async () => {
    expect(await gateOf({ diffIds: [digestOf("another")] })).toMatchObject({ codes: ["DIGEST_MISMATCH"] });
    const trailing = Buffer.concat([good, Buffer.alloc(512, 1)]);
    expect(await gateOf({ blob: gzipSync(trailing) })).toMatchObject({ codes: ["DIGEST_MISMATCH"] });
  });

  it("that nobody may pass on is unverified where it is not there", async () => {
    const foreign = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    const layers = [
      { mediaType: foreign, digest: digestOf("elsewhere"), size: 9, urls: ["https://example.com/layer"] },
    ];
    const result = await gateOf({ manifest: { layers }, diffIds: [digestOf("x")] });
    expect(result).toEqual({ verdict: "unverified", codes: ["IMAGE_MISSING"] });
  });

  it("with no end of files at the destination is refused before it fills the memory", async () => {
    const header = tarHeader(file("x", ""), 0);
    const headers = Array.from({ length: 100_001 }, (_, at) => {
      const block = Buffer.from(header);
      block.write(`${destination}/${at}`, 0);
      block.write(" ".repeat(8), 148);
      const sum = block.reduce((total, byte) => total + byte, 0);
      block.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
      return block;
    });
    const archive = Buffer.concat([...headers, Buffer.alloc(1024)]);
    expect(await gateOf({ archive })).toEqual({ verdict: "unverified", codes: ["IMAGE_INVALID"] });
  });

  const entry = (path: string, more: Partial<TestEntry> = {}): TestEntry => file(path, "x", more);
  it.each<[string, Buffer]>([
    ["has a damaged header", flip(writeTarEntries([entry("a")]), 3)],
    ["is cut off in a body", writeTarEntries([entry("a", { content: "x".repeat(5000) })]).subarray(0, 1024)],
    ["goes on after its end", Buffer.concat([Buffer.alloc(512), writeTarEntries([entry("a")])])],
    ["is no archive", Buffer.alloc(4096, "not a tar archive ")],
    ["has a negative size", negative(tarHeader(entry("a"), 0))],
    [
      "has a pax header of 2 MiB",
      Buffer.concat([tarHeader(entry("p"), 2 << 20, "x"), Buffer.alloc(2 << 20)]),
    ],
    ["has a malformed pax record", pax("99 path=short\n")],
    ["has a path with NUL in a pax record", pax("14 path=a\u0000bcd\n")],
    [
      "has a sparse file at the destination",
      Buffer.concat([tarHeader(entry(`${destination}/a`), 0, "S"), Buffer.alloc(1024)]),
    ],
    [
      "has a hard link to a directory at the destination",
      writeTarEntries([
        { path: `${destination}/a`, type: "directory" },
        { path: `${destination}/b`, type: "link", target: `${destination}/a` },
      ]),
    ],
    [
      "has a link in a circle above an entry",
      writeTarEntries([
        { path: "a", type: "symlink", target: "b" },
        { path: "b", type: "symlink", target: "a" },
        entry("a/c"),
      ]),
    ],
  ])("whose archive %s is refused as malformed", async (_, archive) => {
    expect(await gateOf({ archive })).toEqual({ verdict: "unverified", codes: ["IMAGE_INVALID"] });
  });

  it("whose names lead above the root is read as engines do, which start at the root then", async () => {
    const leading = bakedTree(template().select(identityV1.admits));
    const entries = [...leading].map(({ path, mode, bytes }) =>
      file(`../a/../../${destination}/${path}`, Buffer.from(bytes).toString(), { mode }),
    );
    const archive = writeTarEntries([entry("../../elsewhere"), ...entries]);
    expect(await gateOf({ archive })).toEqual({ verdict: "clean", codes: [] });
  });
});

describe("a manifest", () => {
  it.each<[string, Parts]>([
    ["of schema 1", { manifest: { schemaVersion: 1 } }],
    ["with a schema 1 type", { manifestType: "application/vnd.docker.distribution.manifest.v1+prettyjws" }],
    ["that is an index, too", { manifest: { manifests: [] } }],
    ["that came as an index", { manifestType: ociIndex }],
    ["of another kind of artifact", { manifest: { mediaType: "text/plain" }, manifestType: "text/plain" }],
    ["with more diff IDs than layers", { diffIds: [digestOf(good), digestOf("x")] }],
    ["with fewer diff IDs than layers", { diffIds: [] }],
    [
      "with a digest of another algorithm",
      { manifest: { layers: [{ mediaType: "x", digest: "md5:0", size: 1 }] } },
    ],
    ["with a negative size", { manifest: { layers: [{ mediaType: "x", digest: digestOf("x"), size: -1 }] } }],
    [
      "with a thousand layers",
      { manifest: { layers: Array(1000).fill({ mediaType: "x", digest: digestOf("x"), size: 1 }) } },
    ],
  ])("%s is malformed", async (_, parts) => {
    expect(await gateOf(parts)).toEqual({ verdict: "unverified", codes: ["IMAGE_INVALID"] });
  });

  it("whose content is not its digest's is a mismatch", async () => {
    const { into, raw } = image();
    const lying: ImageSource = {
      name: "lying",
      manifest: async () => ({ ...raw, digest: digestOf("what was asked for") }),
      blob: (descriptor) => into.blob(descriptor),
    };
    expect(await check(lying, digestOf("what was asked for"))).toMatchObject({ codes: ["DIGEST_MISMATCH"] });
  });
});

describe("an index", () => {
  const arm = { os: "linux", architecture: "arm64" };
  const amd = { os: "linux", architecture: "amd64" };
  const bad = writeTarEntries([file(`${destination}/config.yaml`, "tampered")]);

  function index(entries: (into: StagedImage) => object[]) {
    const into = new StagedImage("hostile", undefined);
    const manifests = entries(into);
    return { into, raw: into.addManifest({ schemaVersion: 2, mediaType: ociIndex, manifests }, ociIndex) };
  }
  const listed = (raw: RawManifest, more: object) => {
    return { mediaType: raw.mediaType, digest: raw.digest, size: raw.bytes.length, ...more };
  };

  it("is read through indexes in it, and attestations in it are left out", async () => {
    const { into, raw } = index((made) => {
      const inner = [listed(image({ platform: arm }, made).raw, { platform: arm })];
      const nested = made.addManifest({ schemaVersion: 2, mediaType: ociIndex, manifests: inner }, ociIndex);
      const attestation = { mediaType: ociManifest, digest: digestOf("not even there"), size: 7 };
      return [
        listed(image({ platform: amd }, made).raw, { platform: amd }),
        listed(nested, {}),
        { ...attestation, platform: { os: "unknown", architecture: "unknown" } },
      ];
    });
    expect(await check(into, raw.digest)).toEqual({ verdict: "clean", codes: [] });
    expect(await check(into, raw.digest, [parsePlatform("linux/arm64")])).toMatchObject({ verdict: "clean" });
    expect(await check(into, raw.digest, [parsePlatform("linux/s390x")])).toEqual({
      verdict: "unverified",
      codes: ["PLATFORM_MISSING"],
    });
  });

  it("does not let an image hide behind an attestation's annotation, or beside another of its platform", async () => {
    const annotations = { "vnd.docker.reference.type": "attestation-manifest" };
    const hidden = index((made) => [
      listed(image({ platform: amd }, made).raw, { platform: amd }),
      listed(image({ platform: amd, archive: bad }, made).raw, { platform: amd, annotations }),
    ]);
    expect((await check(hidden.into, hidden.raw.digest)).verdict).toBe("drift");
    expect((await check(hidden.into, hidden.raw.digest, [amd])).verdict).toBe("drift");
  });

  it("does not let an image pass as another platform's, and is not clean when it is empty or nested without end", async () => {
    const lying = index((made) => [listed(image({ platform: arm }, made).raw, { platform: amd })]);
    expect(await check(lying.into, lying.raw.digest)).toMatchObject({ codes: ["IMAGE_INVALID"] });
    const empty = index(() => []);
    expect(await check(empty.into, empty.raw.digest)).toMatchObject({ codes: ["IMAGE_INVALID"] });
    const deep = index((made) => {
      let inner = listed(image({}, made).raw, { platform: amd });
      for (let depth = 0; depth < 5; depth++)
        inner = listed(
          made.addManifest({ schemaVersion: 2, mediaType: ociIndex, manifests: [inner] }, ociIndex),
          {
            platform: amd,
          },
        );
      return [inner];
    });
    expect(await check(deep.into, deep.raw.digest)).toMatchObject({ codes: ["IMAGE_INVALID"] });
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes;
}

/** A header whose size is a negative base-256 number, with its checksum put right. */
function negative(header: Buffer): Buffer {
  header.fill(0xff, 124, 136);
  header.write(" ".repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return Buffer.concat([header, Buffer.alloc(1024)]);
}

function pax(records: string): Buffer {
  const body = Buffer.alloc(512);
  body.write(records);
  const header = tarHeader(file("pax", ""), Buffer.byteLength(records), "x");
  return Buffer.concat([header, body, writeTarEntries([file("a", "1")])]);
}
