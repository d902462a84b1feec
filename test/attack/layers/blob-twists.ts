import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { file } from "./base-plan.ts";
import { Chance } from "./chance.ts";
import { encoding, encodings, mediaTypes } from "./encoding.ts";
import { destination } from "./identity.ts";
import type { Encoding } from "./plan.ts";
import { archiveEnd, entryBytes } from "./tar-entry.ts";
import { someLayer, type Twist } from "./twist.ts";

/** An encoding by chance, which makes the same choices however often it encodes. */
function byChance(
  mediaType: string,
  chance: Chance,
  compress: (archive: Buffer, chance: Chance) => Buffer,
): Encoding {
  const seed = chance.below(2 ** 31);
  return encoding(mediaType, (archive) => compress(archive, new Chance(seed, 0)));
}

/** An archive in pieces. */
function pieces(archive: Buffer, chance: Chance, most = 4): Buffer[] {
  const cuts = Array.from({ length: 1 + chance.below(most) }, () => chance.below(archive.length + 1)).sort(
    (a, b) => a - b,
  );
  return [...cuts, archive.length].map((end, at) => archive.subarray(at === 0 ? 0 : cuts[at - 1], end));
}

/** A frame that every zstd reader passes over (RFC 8878, 3.1.2). */
function skippableFrame(chance: Chance): Buffer {
  const body = chance.bytes(chance.below(40));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + chance.below(16));
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** What may follow a stream's end: another archive, zeros, or nothing in particular. */
function tail(chance: Chance): Buffer {
  const other = Buffer.concat([entryBytes(file(`${destination}/config.yaml`, "tail")), archiveEnd]);
  return chance.pick([
    Buffer.alloc(1),
    Buffer.alloc(512),
    chance.bytes(1),
    chance.bytes(30),
    gzipSync(other),
    zstdCompressSync(other),
    other,
    Buffer.from([0x1f, 0x8b]),
  ]);
}

function cut(bytes: Buffer, chance: Chance): Buffer {
  return bytes.subarray(0, bytes.length - 1 - chance.below(Math.min(bytes.length - 1, 20)));
}

export const zstdTwists: readonly Twist[] = [
  // Several frames, as zstd:chunked has them.
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.zstd, chance, (archive, chance) =>
      Buffer.concat(pieces(archive, chance).map((piece) => zstdCompressSync(piece))),
    );
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.zstd, chance, (archive, chance) => {
      const frames: Buffer[] = pieces(archive, chance, 2).map((piece) => zstdCompressSync(piece));
      frames.splice(chance.pick([0, 1, frames.length, frames.length]), 0, skippableFrame(chance));
      return Buffer.concat(frames);
    });
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.zstd, chance, (archive, chance) => {
      const whole = zstdCompressSync(archive);
      return chance.once(3) ? cut(whole, chance) : Buffer.concat([whole, tail(chance)]);
    });
  },
  // The config knows the first frame only.
  (plan, chance) => {
    const more = tail(chance);
    someLayer(plan, chance).encoding = {
      mediaType: mediaTypes.zstd,
      encode: (archive) => ({
        archive,
        blob: Buffer.concat([zstdCompressSync(archive), zstdCompressSync(more)]),
      }),
    };
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.zstd, chance, (archive, chance) => {
      const whole = zstdCompressSync(archive);
      whole[chance.below(whole.length)] = chance.below(256);
      return whole;
    });
  },
];

/** A gzip member (RFC 1952) with the optional fields that few write. */
function gzipMember(archive: Buffer, chance: Chance): Buffer {
  const flags = chance.pick([0, 1, 2, 4, 8, 16, 31, 0x20, 0xe0]);
  const parts = [Buffer.from([0x1f, 0x8b, chance.once(10) ? 7 : 8, flags, 0, 0, 0, 0, 0, 255])];
  if (flags & 4) parts.push(Buffer.from([4, 0, 0x41, 0x50, 0, 0]));
  if (flags & 8) parts.push(Buffer.from("name\0"));
  if (flags & 16) parts.push(Buffer.from("comment\0"));
  if (flags & 2) {
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE((crc32(Buffer.concat(parts)) + (chance.once(4) ? 1 : 0)) & 0xffff);
    parts.push(sum);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE((crc32(archive) + (chance.once(5) ? 1 : 0)) >>> 0);
  trailer.writeUInt32LE((archive.length + (chance.once(5) ? 1 : 0)) >>> 0, 4);
  return Buffer.concat([...parts, deflateRawSync(archive, { level: chance.pick([0, 1]) }), trailer]);
}

export const gzipTwists: readonly Twist[] = [
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.gzip, chance, (archive, chance) =>
      Buffer.concat(pieces(archive, chance).map((piece) => gzipSync(piece, { level: 1 }))),
    );
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.gzip, chance, gzipMember);
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.gzip, chance, (archive, chance) => {
      const whole = gzipSync(archive, { level: 1 });
      return chance.once(3) ? cut(whole, chance) : Buffer.concat([whole, tail(chance)]);
    });
  },
  // A second member that the config does not know, or knows alone.
  (plan, chance) => {
    const more = tail(chance);
    const knowsAll = chance.once(2);
    someLayer(plan, chance).encoding = {
      mediaType: mediaTypes.gzip,
      encode: (archive) => ({
        archive: knowsAll ? Buffer.concat([archive, more]) : archive,
        blob: Buffer.concat([gzipSync(archive), gzipSync(more)]),
      }),
    };
  },
  (plan, chance) => {
    someLayer(plan, chance).encoding = byChance(mediaTypes.gzip, chance, (archive, chance) => {
      const whole = gzipSync(archive, { level: 1 });
      whole[chance.once(2) ? chance.below(12) : chance.below(whole.length)] = chance.below(256);
      return whole;
    });
  },
];

/** A media type that says something else than the bytes, and one that Docker gives the same bytes. */
export const mediaTypeTwists: readonly Twist[] = [
  (plan, chance) => {
    const types = [
      ...Object.values(mediaTypes),
      "application/vnd.docker.image.rootfs.diff.tar.gzip",
      "application/vnd.docker.image.rootfs.diff.tar",
      "application/vnd.docker.image.rootfs.diff.tar.zstd",
    ];
    const layer = someLayer(plan, chance);
    layer.encoding = {
      ...encodings[chance.pick(["none", "gzip", "zstd"] as const)],
      mediaType: chance.pick(types),
    };
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const docker = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    layer.encoding = { ...encodings.gzip, mediaType: docker };
  },
  // Other compressions, by the bytes that they begin with.
  (plan, chance) => {
    const heads = [
      "425a6839",
      "fd377a585a00",
      "504b0304",
      "28b52ffd",
      "1f8b08",
      "1f9d90",
      "04224d18",
      "502a4d18",
    ];
    const head = Buffer.from(chance.pick(heads), "hex");
    const layer = someLayer(plan, chance);
    const keepsName = chance.once(2);
    layer.encoding = encoding(chance.pick(Object.values(mediaTypes)), (archive) =>
      keepsName ? Buffer.concat([head, archive]) : Buffer.concat([head, archive.subarray(head.length)]),
    );
  },
];

/** How an archive ends, and what follows. */
export const archiveEndTwists: readonly Twist[] = [
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.end = chance.pick([
      Buffer.alloc(0),
      Buffer.alloc(512),
      Buffer.alloc(10_240),
      Buffer.alloc(1536),
      Buffer.alloc(1024 + 100),
      Buffer.alloc(100),
      Buffer.alloc(511),
      Buffer.alloc(513),
    ]);
  },
  // More of an archive behind one block of zeros, or behind its end.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const more = entryBytes(
      file(chance.pick([`${destination}/config.yaml`, `${destination}/late`, "usr/late"]), "late"),
    );
    layer.end = Buffer.concat([
      Buffer.alloc(chance.pick([512, 1024, 1536])),
      more,
      chance.pick([Buffer.alloc(0), archiveEnd]),
    ]);
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.end = Buffer.concat([
      chance.pick([archiveEnd, Buffer.alloc(512), Buffer.alloc(0)]),
      chance.bytes(chance.pick([1, 100, 512, 1000])),
    ]);
  },
  // Cut off within the last entry, or before its padding.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const { encode } = layer.encoding;
    const short = chance.pick([1, 300, 500, 512, 700, 1024]);
    layer.end = Buffer.alloc(0);
    layer.encoding = {
      ...layer.encoding,
      encode: (archive) => encode(archive.subarray(0, Math.max(0, archive.length - short))),
    };
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    if (chance.once(2)) layer.end = chance.pick([Buffer.alloc(0), archiveEnd, Buffer.alloc(512)]);
    if (chance.once(2)) plan.layers.push({ ...layer, entries: [] });
    else layer.end = Buffer.concat([layer.end, Buffer.from("\n")]);
  },
];
