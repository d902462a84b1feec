import { directory, file, identityEntries, opaque } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { directorySpot, insert, nameOf, someLayer, type Twist } from "../twist.ts";

/** Markers that make directories opaque. */
export const opaqueTwists: readonly Twist[] = [
  (plan, chance) => {
    const { layer, entry } = directorySpot(plan, chance);
    insert(layer, chance, opaque(nameOf(entry)));
  },
  (plan, chance) => {
    const where = chance.pick([
      ".",
      "",
      destination,
      "opt",
      `${destination}/prompts`,
      `${destination}/config.yaml`,
      "absent",
      "usr",
      "usr/lib",
      "usr/lib/a.so",
    ]);
    const mark = where === "" ? file(".wh..wh..opq", "") : opaque(where);
    const layer = chance.once(2) ? someLayer(plan, chance) : layerPlan([], encodings.none);
    if (layer.entries.length === 0) plan.layers.push(layer);
    insert(layer, chance, mark);
  },
  // The identity again, with the marker before it, behind it or in between.
  (plan, chance) => {
    const entries = [directory("opt"), ...identityEntries()];
    const at = chance.pick([1, 2, 4, entries.length]);
    entries.splice(at, 0, opaque(chance.pick([destination, destination, "opt", `${destination}/prompts`])));
    if (chance.once(4)) entries.push(opaque(destination));
    plan.layers[0]?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    plan.layers.push(layerPlan(entries, encodings.none));
  },
  (plan, chance) => {
    const mark = opaque(chance.pick([destination, "opt", "usr"]));
    mark.type = chance.pick(["0", "5", "2", "1", "6"]);
    mark.target = "etc/passwd";
    if (chance.once(2)) mark.content = Buffer.from("x");
    plan.layers.push(layerPlan([mark], encodings.none));
  },
  // Opaque, and only a part of the identity above it.
  (plan, chance) => {
    const entries = identityEntries();
    entries.splice(3 + chance.below(entries.length - 3), chance.below(2));
    plan.layers.push(layerPlan([directory("opt"), opaque(destination), ...entries], encodings.none));
  },
  // Behind entries whose directories no entry names.
  (plan, chance) => {
    const entries = identityEntries().filter((entry) => entry.type !== "5" || chance.once(3));
    const where = chance.pick([destination, destination, "opt", `${destination}/prompts`]);
    plan.layers.push(layerPlan([directory("opt"), ...entries, opaque(where)], encodings.none));
  },
];
