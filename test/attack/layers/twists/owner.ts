import { destination } from "../identity.ts";
import { anySpot, directorySpot, nameOf, spotsOf, type Twist } from "../twist.ts";

/** Owners of files and directories, for themselves and for the image's user. */
export const ownerTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.uid = chance.pick([0, 0, 5, 1000, 65534, 2 ** 21, 2 ** 31]);
    entry.gid = chance.pick([0, 0, 5, 1000, 2000]);
  },
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.uid = 1000;
    entry.mode = chance.pick([0o755, 0o700, 0o750, 0o055]);
    plan.user = chance.pick(["1000", "app", "2000", ""]);
  },
  (plan, chance) => {
    const owner = chance.pick([1000, 5]);
    for (const { entry } of spotsOf(plan)) if (nameOf(entry).startsWith(destination)) entry.uid = owner;
  },
];
