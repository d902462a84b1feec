import { file } from "../base-plan.ts";
import { anySpot, fileSpot, insert, someLayer, type Twist } from "../twist.ts";

/** Other extended attributes. */
export const attributeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = chance.once(2) ? fileSpot(plan, chance) : anySpot(plan, chance);
    const v2 = Buffer.from("0100000200040000000000000000000000000000", "hex");
    const [name, value] = chance.pick([
      ["security.capability", v2],
      ["security.capability", Buffer.from("junk")],
      ["user.note", "x"],
      ["user.note", Buffer.from([0, 0xff, 10])],
      ["user.", "x"],
      ["trusted.note", "x"],
      ["security.selinux", "system_u:object_r:usr_t:s0\0"],
      ["security.ima", "x"],
      ["nonsense", "x"],
      ["nonsense.x", "x"],
      ["system.x", "x"],
      ["user.empty", ""],
    ] as const);
    const key = chance.pick([
      "SCHILY.xattr.",
      "SCHILY.xattr.",
      "SCHILY.xattr.",
      "LIBARCHIVE.xattr.",
      "schily.xattr.",
      "RHT.",
    ]);
    entry.pax = [...entry.pax, [`${key}${name}`, value]];
  },
  // Where nobody looks.
  (plan, chance) => {
    const entry = file("usr/attributed");
    entry.pax = [
      [
        `SCHILY.xattr.${chance.pick(["user.note", "security.capability", "user.overlay.opaque"])}`,
        chance.pick(["x", Buffer.from("0100000200040000000000000000000000000000", "hex")]),
      ],
    ];
    insert(someLayer(plan, chance), chance, entry);
  },
];
