import { file } from "../base-plan.ts";
import { destination } from "../identity.ts";
import { archiveEnd, entryBytes } from "../tar-entry.ts";
import { someLayer, type Twist } from "../twist.ts";

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
