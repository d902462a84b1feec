import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decompressed } from "../../../src/image/layer/decompress.ts";

const text = Buffer.from("what a layer holds, and more of it\n".repeat(2000));
const half = text.length >> 1;
const parts = [text.subarray(0, half), text.subarray(half)] as const;
const large = Buffer.alloc(40_000_000, "one frame that is too large to have at once ");

/** A frame that decoders skip (RFC 8878, 3.1.2). */
function skippable(content: string, magic = 0x184d2a50): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, Buffer.from(content)]);
}

/** A frame of stored blocks and of blocks of one repeated byte, without a checksum, as a hand writes it (3.1.1). */
function frameByHand(stored: string, repeated: number): Buffer {
  const block = (last: number, type: number, size: number) => {
    const head = Buffer.alloc(3);
    head.writeUIntLE(last | (type << 1) | (size << 3), 0, 3);
    return head;
  };
  const magicAndHeader = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  return Buffer.concat([
    magicAndHeader,
    block(0, 0, stored.length),
    Buffer.from(stored),
    block(0, 1, repeated),
    Buffer.from("x"),
    block(1, 0, 0),
  ]);
}

async function unpack(blob: Buffer, piece: number): Promise<Buffer> {
  const chunks = (async function* () {
    for (let at = 0; at < blob.length; at += piece) yield blob.subarray(at, at + piece);
  })();
  const got: Uint8Array[] = [];
  for await (const chunk of decompressed(chunks, "test")) got.push(chunk);
  return Buffer.concat(got);
}

async function expectWhole(blob: Buffer, content: Buffer): Promise<void> {
  for (const piece of [1000, blob.length]) expect((await unpack(blob, piece)).equals(content)).toBe(true);
}

async function codesOf(blob: Buffer): Promise<unknown[]> {
  const codes = [17, 1000, blob.length].map((piece) =>
    unpack(blob, piece).then(
      () => "read",
      (fault) => fault.code,
    ),
  );
  return [...new Set(await Promise.all(codes))];
}

describe("a compressed layer", () => {
  it.each<[string, Buffer]>([
    ["of one gzip member", gzipSync(text)],
    ["of two gzip members", Buffer.concat(parts.map((part) => gzipSync(part)))],
    ["of one zstd frame", zstdCompressSync(text)],
    ["of two zstd frames", Buffer.concat(parts.map((part) => zstdCompressSync(part)))],
    [
      "of zstd frames with skippable ones between and after them",
      Buffer.concat([
        zstdCompressSync(parts[0]),
        skippable("as zstd:chunked writes it"),
        zstdCompressSync(parts[1]),
        skippable("", 0x184d2a5f),
        skippable("x".repeat(5000)),
      ]),
    ],
    ["that is not compressed", text],
  ])("%s is read to its last byte", async (_, blob) => {
    await expectWhole(blob, text);
    for (const piece of [1, 7]) expect((await unpack(blob.subarray(), piece)).equals(text)).toBe(true);
  });

  it("is read where a hand wrote its blocks, and where a frame is too large to have at once", async () => {
    await expectWhole(
      Buffer.concat([frameByHand("stored", 300), zstdCompressSync(Buffer.from("!"))]),
      Buffer.from(`stored${"x".repeat(300)}!`),
    );
    await expectWhole(
      Buffer.concat([zstdCompressSync(large), zstdCompressSync(text)]),
      Buffer.concat([large, text]),
    );
  });

  it("is read quickly where each file has a frame of its own", async () => {
    const lines = text.toString().split("\n").slice(0, -1);
    const frames = lines.map((line) => zstdCompressSync(Buffer.from(`${line}\n`)));
    await expectWhole(Buffer.concat(frames), text);
  });

  it.each<[string, Buffer]>([
    ["NULs after gzip", Buffer.concat([gzipSync(text), Buffer.alloc(1)])],
    ["a block of NULs after gzip", Buffer.concat([gzipSync(text), Buffer.alloc(512)])],
    ["NULs and a member after gzip", Buffer.concat([gzipSync(text), Buffer.alloc(3), gzipSync(text)])],
    ["text after gzip", Buffer.concat([gzipSync(text), Buffer.from("more")])],
    ["half a magic number after gzip", Buffer.concat([gzipSync(text), Buffer.from([0x1f])])],
    ["a zstd frame after gzip", Buffer.concat([gzipSync(text), zstdCompressSync(text)])],
    ["half a member after gzip", Buffer.concat([gzipSync(text), gzipSync(text).subarray(0, 30)])],
    ["text after zstd", Buffer.concat([zstdCompressSync(text), Buffer.from("more")])],
    ["NULs after zstd", Buffer.concat([zstdCompressSync(text), Buffer.alloc(4)])],
    ["a single byte after zstd", Buffer.concat([zstdCompressSync(text), Buffer.alloc(1)])],
    ["a gzip member after zstd", Buffer.concat([zstdCompressSync(text), gzipSync(text)])],
    [
      "half a frame after zstd",
      Buffer.concat([zstdCompressSync(text), zstdCompressSync(text).subarray(0, 20)]),
    ],
    [
      "half a skippable frame after zstd",
      Buffer.concat([zstdCompressSync(text), skippable("x").subarray(0, 8)]),
    ],
    [
      "a skippable frame that is larger than what follows",
      Buffer.concat([zstdCompressSync(text), skippable("xx").subarray(0, -1)]),
    ],
  ])("is refused with %s", async (_, blob) => {
    expect(await codesOf(blob)).toEqual(["IMAGE_INVALID"]);
  });

  it.each<[string, Buffer]>([
    ["gzip", gzipSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["zstd of two frames", Buffer.concat(parts.map((part) => zstdCompressSync(part)))],
  ])("is refused where it is cut off or damaged: %s", async (_, blob) => {
    expect(await codesOf(blob.subarray(0, -3))).toEqual(["IMAGE_INVALID"]);
    const damaged = Buffer.from(blob);
    damaged.writeUInt8(damaged.readUInt8(blob.length - 6) ^ 0xff, blob.length - 6);
    expect(await codesOf(damaged)).toEqual(["IMAGE_INVALID"]);
  });

  it.each<[string, Buffer]>([
    ["bzip2", Buffer.from("BZh91AY&SY")],
    ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00])],
    ["zstd after a skippable frame", Buffer.concat([skippable("x"), zstdCompressSync(text)])],
    ["gzip by its magic number, of no method of gzip's", Buffer.from([0x1f, 0x8b, 0x07, 0, 0, 0, 0, 0])],
  ])("is ambiguous where only some engines know it: %s", async (_, blob) => {
    expect(await codesOf(blob)).toEqual(["IMAGE_AMBIGUOUS"]);
  });

  it.each<[string, Buffer]>([
    ["gzip", gzipSync(large)],
    ["zstd", zstdCompressSync(large)],
    ["what it refuses", Buffer.from("BZh91AY&SY")],
  ])("lets go of its source when the reader stops, or it is refused: %s", async (_, blob) => {
    let isOpen = false;
    const chunks = (async function* () {
      isOpen = true;
      try {
        yield* [blob.subarray(0, 100), blob.subarray(100)];
      } finally {
        isOpen = false;
      }
    })();
    const unpacked = decompressed(chunks, "test");
    await unpacked.next().catch(() => {});
    await unpacked.return(undefined);
    expect(isOpen).toBe(false);
  });
});
