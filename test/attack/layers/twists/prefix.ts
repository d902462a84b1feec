import { magics } from "../header-block.ts";
import { destination } from "../identity.ts";
import { anySpot, type Twist } from "../twist.ts";

/** A name in the prefix field, by formats that have one, that have something else there, or that have neither. */
export const prefixTwists: readonly Twist[] = [
  // As ustar is meant.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = entry.name.toString();
    const slash = name.indexOf("/");
    if (slash < 0 || slash === name.length - 1) return;
    entry.raw = { ...entry.raw, prefix: name.slice(0, slash), name: name.slice(slash + 1) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const prefix = chance.pick(["opt", destination, "usr", "00000000000\0", "x", "\xff", "0", "opt/"]);
    const magic = chance.pick([magics.gnu, magics.gnu, magics.v7, "ustar\0  ", "ustar  \x01"]);
    entry.raw = { ...entry.raw, magic, prefix: Buffer.from(prefix, "latin1") };
  },
  // GNU's access and change times where others have the prefix.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const times = chance.pick(["12345670123\x0012345670123\0", "99999999999\0", " 123\0", "           \0"]);
    entry.raw = { ...entry.raw, magic: magics.gnu, patches: [{ at: 345, bytes: Buffer.from(times) }] };
  },
  // As long as star's may be, with a time right behind it.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = entry.name.toString();
    const slash = name.indexOf("/", name.startsWith("opt/d/") ? 5 : 0);
    if (slash < 0 || slash === name.length - 1) return;
    const own = name.slice(0, slash);
    const prefix = `${own.length % 2 === 0 ? "/" : ""}${"./".repeat((131 - own.length) >> 1)}${own}`;
    const patches = [
      { at: 345, bytes: Buffer.from(prefix) },
      { at: 476, bytes: Buffer.from("00000000000\x0000000000000\0") },
      { at: 508, bytes: Buffer.from("tar\0") },
    ];
    entry.raw = { ...entry.raw, name: name.slice(slash + 1), patches };
  },
  // star's trailer makes the prefix shorter, and puts times behind it.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const patches = [{ at: 508, bytes: Buffer.from("tar\0") }];
    if (chance.once(2)) patches.push({ at: 476, bytes: Buffer.from("00000000000\x0000000000000\0") });
    if (chance.once(2))
      patches.push({ at: 345, bytes: Buffer.from(chance.pick(["opt", "p".repeat(131), "x"])) });
    entry.raw = { ...entry.raw, patches };
  },
];
