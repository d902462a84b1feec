import { zstdCompressSync } from "node:zlib";
import { byChance, cut, pieces, tail } from "../blob-parts.ts";
import type { Chance } from "../chance.ts";
import { mediaTypes } from "../encoding.ts";
import { someLayer, type Twist } from "../twist.ts";

/** zstd (RFC 8878): frames, skippable frames, what follows the last one, and damage. */
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

/** A frame that every zstd reader passes over (RFC 8878, 3.1.2). */
function skippableFrame(chance: Chance): Buffer {
  const body = chance.bytes(chance.below(40));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + chance.below(16));
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
