import { directory, file } from "../base-plan.ts";
import { base256, magics } from "../header-block.ts";
import { destination } from "../identity.ts";
import { longRecord, paxHeader, record } from "../tar-entry.ts";
import { anySpot, insert, nameOf, someLayer, somePath, type Twist, topLayer } from "../twist.ts";

/** GNU's `L` and `K` records: what they hold, and what they stand before. */
export const longNameTwists: readonly Twist[] = [
  // As GNU tar writes them.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("L", entry.name));
    entry.form = "gnu";
    if (chance.once(2)) entry.raw = { ...entry.raw, name: "short" };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const body = chance.pick([
      "",
      "\0",
      "\0\0\0",
      `${destination}/other`,
      "a\0b\0",
      "\0x",
      ".",
      "/",
      `${nameOf(entry)}\0/x`,
    ]);
    entry.before.push(
      record(chance.pick(["L", "L", "K"]), "././@LongLink", Buffer.from(body), { magic: magics.gnu }),
    );
  },
  // An empty one before a directory: if it counted, it would name the root.
  (plan, chance) => {
    const empty = record("L", "././@LongLink", Buffer.from(chance.pick(["", "\0"])), { magic: magics.gnu });
    insert(topLayer(plan), chance, { ...directory(`${destination}/new`), before: [empty] });
  },
  // With a pax header: which of them counts, and in which order.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const long = longRecord("L", chance.once(2) ? entry.name : somePath(chance));
    const pax = paxHeader([
      [chance.pick(["path", "comment", "linkpath"]), chance.once(2) ? entry.name : somePath(chance)],
    ]);
    entry.before.push(...(chance.once(2) ? [long, pax] : [pax, long]));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("L", somePath(chance)), longRecord("L", entry.name));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("K", somePath(chance)));
  },
  // One without an entry to belong to.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.end = Buffer.concat([longRecord(chance.pick(["L", "K"]), somePath(chance)), layer.end]);
  },
  // A long path of its own, as GNU tar and as pax write it.
  (plan, chance) => {
    const name = `${chance.pick([destination, "usr"])}/${"n".repeat(chance.pick([90, 100, 101, 150, 254]))}`;
    insert(someLayer(plan, chance), chance, { ...file(name), form: chance.pick(["gnu", "pax"]) });
  },
  // A record that is too large, or of a size below nothing.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const isLarge = chance.once(2);
    const body = isLarge ? Buffer.alloc(1024 * 1024 + 512, "n") : Buffer.alloc(0);
    const type = chance.pick(["L", "x", "g"]);
    entry.before.push(record(type, "././@LongLink", body, isLarge ? {} : { size: base256(-1, 12) }));
  },
];
