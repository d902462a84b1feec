import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { byChance, cut, pieces, tail } from "../blob-parts.ts";
import type { Chance } from "../chance.ts";
import { mediaTypes } from "../encoding.ts";
import { someLayer, type Twist } from "../twist.ts";

/** gzip (RFC 1952): members, fields that few write, what follows the last one, and damage. */
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
