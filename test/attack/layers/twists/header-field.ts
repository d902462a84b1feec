import type { Chance } from "../chance.ts";
import { magics } from "../header-block.ts";
import type { tarEntry } from "../tar-entry.ts";
import { anySpot, somePath, type Twist } from "../twist.ts";

/** Fields that decide how the rest is read. */
export const fieldTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, checksum: chance.pick(["signed", "spaced", "spaced", "wrong"]) };
    if (chance.once(2))
      entry.raw = { ...entry.raw, patches: [{ at: 265, bytes: Buffer.from("utilisé", "latin1") }] };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const others = [
      magics.v7,
      magics.gnu,
      magics.ustar,
      "ustar\x0001",
      "ustar\0\0\0",
      "USTAR\x0000",
      "ustar 00",
      "xxxxxxxx",
    ];
    entry.raw = { ...entry.raw, magic: chance.pick(others) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const names = ["root", "", "\xff", "a\0b", "x".repeat(32)];
    entry.raw = {
      ...entry.raw,
      patches: [{ at: chance.pick([265, 297]), bytes: Buffer.from(chance.pick(names), "latin1") }],
    };
  },
  // Bytes that nothing should look at.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, patches: [{ at: chance.pick([500, 505, 511]), bytes: chance.bytes(1) }] };
  },
  // Text behind the NUL that ends a name.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = Buffer.concat([Buffer.from(entry.name), Buffer.from("\0/behind")]);
    entry.raw = { ...entry.raw, name };
  },
  // A link's name where there is no link.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, linkName: somePath(chance) };
  },
  (plan, chance) => damage(anySpot(plan, chance).entry, chance),
];

function damage(entry: ReturnType<typeof tarEntry>, chance: Chance): void {
  const at = chance.pick([
    0, 1, 99, 100, 107, 108, 115, 123, 124, 135, 136, 156, 157, 257, 262, 263, 329, 345, 482, 483, 499,
  ]);
  entry.raw = {
    ...entry.raw,
    patches: [{ at, bytes: Buffer.from([chance.pick([0, 0x20, 0x2f, 0x30, 0x80, 0xff])]) }],
  };
}
