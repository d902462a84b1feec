import { file } from "../base-plan.ts";
import { destination } from "../identity.ts";
import { directorySpot, fileSpot, insert, isDirectory, nameOf, someLayer, type Twist } from "../twist.ts";

/** The same name more than once in a layer, and other things in a name's place. */
export const duplicateTwists: readonly Twist[] = [
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    insert(layer, chance, { ...entry, content: chance.once(2) ? entry.content : Buffer.from("other\n") });
  },
  (plan, chance) => {
    const { layer, entry } = directorySpot(plan, chance);
    insert(layer, chance, { ...entry, mode: chance.pick([0o755, 0o755, 0o700, 0o711]) });
  },
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    insert(layer, chance, { ...entry, mode: chance.pick([0o600, 0o644, 0o4755]), uid: chance.pick([0, 5]) });
  },
  (plan, chance) => {
    const { layer } = fileSpot(plan, chance);
    insert(layer, chance, file("usr/twice", "1"), file("usr/twice", "2"));
  },
  // The order of a layer's entries, and directories that are not named.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.entries.reverse();
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const keep = chance.pick([[], ["opt"], [destination]]);
    layer.entries = layer.entries.filter((entry) => !isDirectory(entry) || keep.includes(nameOf(entry)));
  },
];
