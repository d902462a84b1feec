import { directory, file } from "../base-plan.ts";
import { destination } from "../identity.ts";
import { anySpot, directorySpot, insert, someLayer, type Twist } from "../twist.ts";

/** Attributes that overlay file systems obey. */
export const overlayAttributeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = chance.once(3) ? anySpot(plan, chance) : directorySpot(plan, chance);
    const space = chance.pick(["trusted", "trusted", "user", "system"]);
    const name = chance.pick([
      "opaque",
      "opaque",
      "redirect",
      "metacopy",
      "origin",
      "impure",
      "nlink",
      "upper",
      "whiteout",
      "whiteouts",
      "xwhiteouts",
      "protattr",
      "overlay.opaque",
    ]);
    const value = chance.pick(["y", "y", "x", "n", "/usr", "lib", "", Buffer.from([0, 0xfb, 0x1d, 0])]);
    const key = chance.pick(["SCHILY.xattr.", "SCHILY.xattr.", "SCHILY.xattr.", "LIBARCHIVE.xattr."]);
    entry.pax = [...entry.pax, [`${key}${space}.overlay.${name}`, value]];
  },
  // On a directory whose lower files the attribute would hide, or show elsewhere.
  (plan, chance) => {
    const [lowest] = plan.layers;
    lowest?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    const spot = directorySpot(plan, chance);
    const [space, name] = chance.pick([
      ["trusted", "opaque"],
      ["user", "opaque"],
      ["trusted", "redirect"],
      ["user", "redirect"],
    ] as const);
    const value = name === "opaque" ? "y" : chance.pick(["/usr", "/etc", "x"]);
    spot.entry.pax = [...spot.entry.pax, [`SCHILY.xattr.${space}.overlay.${name}`, value]];
  },
  (plan, chance) => {
    const entry = directory("usr/lib");
    entry.pax = [["SCHILY.xattr.trusted.overlay.opaque", "y"]];
    insert(someLayer(plan, chance), chance, entry);
  },
];
