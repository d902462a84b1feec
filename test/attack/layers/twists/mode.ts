import { bakedEntries, directory, file } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { directorySpot, fileSpot, insert, lowestLayer, someLayer, type Twist } from "../twist.ts";

/** Modes along the way, for the image's user. */
export const modeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.mode = chance.pick([
      0o755, 0o700, 0o711, 0o750, 0o751, 0o777, 0o1777, 0o2755, 0o555, 0o500, 0, 0o754, 0o705, 0o070, 0o007,
    ]);
    if (chance.once(2)) plan.user = chance.pick(["1000", "app", "1000:1000", "2000", "65534"]);
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.mode = chance.pick([
      0o644, 0o755, 0o600, 0o640, 0o664, 0o666, 0o604, 0o444, 0o4755, 0o2755, 0o1644, 0o744, 0o645, 0,
    ]);
  },
  // A directory of the way that only an upper layer changes.
  (plan, chance) => {
    const entry = directory(
      chance.pick(["opt", destination, `${destination}/prompts`]),
      chance.pick([0o755, 0o700, 0o750, 0o711]),
    );
    const top = plan.layers.at(-1);
    if (top) plan.layers.push({ ...top, entries: [entry] });
    if (chance.once(2)) plan.user = chance.pick(["1000", "app", "2000"]);
  },
  (plan, chance) => {
    plan.user = chance.pick([
      "",
      "0",
      "1000",
      "app",
      "app:app",
      "1000:0",
      "nobody",
      "absent",
      "1000:absent",
      "4294967296",
      "-1",
      ":",
      "app:",
      ":0",
      "root:root",
      "00",
      " 0",
      "0x0",
      "1000:1000:1000",
      "2147483648",
    ]);
  },
  // The directory that everything is in.
  (plan, chance) => {
    const root = directory("");
    root.name = chance.pick(["./", "/", "."]);
    root.mode = chance.pick([0o755, 0o700, 0o711, 0o750]);
    insert(someLayer(plan, chance), chance, root);
    if (chance.once(2)) plan.user = "1000";
  },
  // A directory of a lower layer, with the identity baked on top of it.
  (plan, chance) => {
    const closed = directory(chance.pick([".", ".", "opt", destination, `${destination}/prompts`]));
    closed.mode = chance.pick([0o700, 0o711, 0o750, 0]);
    closed.uid = chance.pick([0, 0, 1000]);
    insert(lowestLayer(plan), chance, closed);
    const baked = bakedEntries();
    plan.layers.push(layerPlan(baked.slice(chance.pick([0, 0, 0, 1])), encodings.none));
    plan.user = chance.pick(["1000", "1000:1000", "app", "65534", "", "0"]);
  },
  // Files of the system that say who the user is.
  (plan, chance) => {
    const content = chance.pick([
      "app:x:0:0::/:/bin/sh\n",
      "app:x:2000:2000::/:/bin/sh\n",
      "app:x:1000:1000::/:/bin/sh\napp:x:3000:3000::/:/bin/sh\n",
      "junk\n",
      "",
      "+app::::::\n",
      "1000:x:5:5::/:/bin/sh\n",
    ]);
    const name = chance.pick(["etc/passwd", "etc/passwd", "etc/group"]);
    insert(someLayer(plan, chance), chance, file(name, content));
    plan.user = chance.pick(["app", "1000", "app:team", "root"]);
  },
  // A user whom nobody knows, where it matters who it is.
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.mode = chance.pick([0o700, 0o750, 0o711, 0o744]);
    plan.user = chance.pick([
      "absent",
      "1000:absent",
      "app:absent",
      "4294967296",
      "-1",
      ":",
      "app:",
      ":0",
      " 0",
      "0x0",
      "a:b:c",
      "app",
    ]);
  },
  // The root's own attributes.
  (plan, chance) => {
    const root = directory("");
    root.name = chance.pick(["./", "."]);
    root.pax = [
      chance.pick([
        ["SCHILY.xattr.trusted.overlay.opaque", "y"],
        ["SCHILY.xattr.user.overlay.opaque", "y"],
        ["SCHILY.xattr.system.x", "y"],
        ["SCHILY.xattr.user.note", "y"],
      ] as const),
    ];
    insert(someLayer(plan, chance), chance, root);
  },
];
