import { directory, file, identityEntries, symlink } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { tarEntry } from "../tar-entry.ts";
import { directorySpot, fileSpot, lowestLayer, nameOf, type Twist } from "../twist.ts";

/** One kind of thing in the place of another. */
export const replacedTwists: readonly Twist[] = [
  // By a layer above.
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    const name = nameOf(entry);
    const others = [file(name, "x"), symlink(name, "/usr"), tarEntry({ name, type: "6" }), directory(name)];
    plan.layers.push(layerPlan([chance.pick(others)], encodings.none));
    if (chance.once(2)) plan.layers.push(layerPlan([directory("opt"), ...identityEntries()], encodings.none));
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const name = nameOf(entry);
    plan.layers.push(
      layerPlan(
        [chance.pick([directory(name), symlink(name, "/etc/passwd"), tarEntry({ name, type: "6" })])],
        encodings.none,
      ),
    );
    if (chance.once(2)) plan.layers.push(layerPlan([{ ...entry, before: [], pax: [] }], encodings.none));
  },
  // Between two directories, of which the lower one has more in it.
  (plan, chance) => {
    lowestLayer(plan).entries.push(directory(destination), file(`${destination}/old.md`, "old\n"));
    const between = chance.pick([
      file(destination, "x"),
      symlink(destination, "/usr"),
      tarEntry({ name: destination, type: "6" }),
    ]);
    plan.layers.push(
      layerPlan([between], encodings.none),
      layerPlan([directory("opt"), ...identityEntries()], encodings.none),
    );
  },
  // Within one layer.
  (plan, chance) => {
    const { layer, at, entry } = chance.once(2) ? directorySpot(plan, chance) : fileSpot(plan, chance);
    const name = nameOf(entry);
    const other = chance.pick([file(name, "x"), symlink(name, "/usr"), directory(name)]);
    layer.entries.splice(at + chance.below(2), 0, other);
  },
  // Lower layers had something else in the directories' places.
  (plan, chance) => {
    const name = chance.pick(["opt", destination, `${destination}/prompts`, `${destination}/config.yaml`]);
    const other = chance.pick([
      file(name, "x"),
      symlink(name, "/usr"),
      directory(name),
      tarEntry({ name, type: "6" }),
    ]);
    const [lowest] = plan.layers;
    const layer = layerPlan([other], encodings.none);
    if (chance.once(2)) plan.layers.unshift(layer);
    else if (lowest)
      plan.layers.splice(1, 0, layer, layerPlan([directory("opt"), ...identityEntries()], encodings.none));
  },
];
