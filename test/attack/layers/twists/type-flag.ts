import { destination } from "../identity.ts";
import { tarEntry } from "../tar-entry.ts";
import { anySpot, fileSpot, insert, nameOf, someLayer, somePath, type Twist } from "../twist.ts";

/** Entries of types that few know, and types that do not go with the name. */
export const typeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.type = chance.pick([
      "\0",
      "\0",
      "7",
      "0",
      "A",
      "Z",
      "V",
      "M",
      "N",
      "D",
      "S",
      "X",
      "8",
      " ",
      "\xff",
      "I",
    ]);
  },
  (plan, chance) => {
    const type = chance.pick(["\0", "7", "A", "V", "M", "N", "D", "S", "X", "E", "3", "4", "6", "s"]);
    insert(someLayer(plan, chance), chance, tarEntry({ name: somePath(chance), type, mode: 0o644 }));
  },
  // A device that an overlay takes for a whiteout.
  (plan, chance) => {
    const name = chance.pick([somePath(chance), `${destination}/config.yaml`, `${destination}/gone`]);
    const major = chance.pick([0, 0, 1]);
    const device = Buffer.from(`000000${major}\x000000000\0`);
    const entry = tarEntry({
      name,
      type: chance.pick(["3", "3", "4"]),
      raw: { patches: [{ at: 329, bytes: device }] },
    });
    insert(someLayer(plan, chance), chance, entry);
  },
  // A file whose name ends as a directory's does, and the reverse.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.name = entry.type === "5" ? nameOf(entry) : `${nameOf(entry)}/`;
    if (entry.type === "0" && chance.once(2)) entry.type = "\0";
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.type = chance.pick(["5", "0", "\0", "2", "1"]);
    entry.target = chance.pick(["", "etc/passwd", "../x"]);
  },
];
