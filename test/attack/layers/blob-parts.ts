import { gzipSync, zstdCompressSync } from "node:zlib";
import { file } from "./base-plan.ts";
import { Chance } from "./chance.ts";
import { encoding } from "./encoding.ts";
import { destination } from "./identity.ts";
import type { Encoding } from "./plan.ts";
import { archiveEnd, entryBytes } from "./tar-entry.ts";

/** An encoding by chance, which makes the same choices however often it encodes. */
export function byChance(
  mediaType: string,
  chance: Chance,
  compress: (archive: Buffer, chance: Chance) => Buffer,
): Encoding {
  const seed = chance.below(2 ** 31);
  return encoding(mediaType, (archive) => compress(archive, new Chance(seed, 0)));
}

/** An archive in pieces. */
export function pieces(archive: Buffer, chance: Chance, most = 4): Buffer[] {
  const cuts = Array.from({ length: 1 + chance.below(most) }, () => chance.below(archive.length + 1)).sort(
    (a, b) => a - b,
  );
  return [...cuts, archive.length].map((end, at) => archive.subarray(at === 0 ? 0 : cuts[at - 1], end));
}

/** What may follow a stream's end: another archive, zeros, or nothing in particular. */
export function tail(chance: Chance): Buffer {
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

/** A stream without its last bytes. */
export function cut(bytes: Buffer, chance: Chance): Buffer {
  return bytes.subarray(0, bytes.length - 1 - chance.below(Math.min(bytes.length - 1, 20)));
}
