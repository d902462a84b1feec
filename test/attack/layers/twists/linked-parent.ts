import { directory, file, symlink } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import {
  directorySpot,
  insert,
  lowestLayer,
  nameOf,
  someLayer,
  spotsOf,
  type Twist,
  topLayer,
} from "../twist.ts";

/** Symbolic links on the way. */
export const linkedParentTwists: readonly Twist[] = [
  // The identity is elsewhere, and a link leads there.
  (plan, chance) => {
    const target = chance.pick(["/srv/d", "../srv/d", "/srv/./d", "../../srv/d"]);
    for (const { entry } of spotsOf(plan)) {
      const name = entry.name.toString();
      if (name.startsWith(destination)) entry.name = `srv/d${name.slice(destination.length)}`;
    }
    const link = symlink(destination, target);
    const entries = chance.once(3) ? [directory(destination), link] : [link];
    insert(chance.once(2) ? lowestLayer(plan) : topLayer(plan), chance, ...entries);
  },
  // A link in a lower layer, where an upper one has a directory, or only paths.
  (plan, chance) => {
    const [lowest] = plan.layers;
    const which = chance.pick(["opt", destination, `${destination}/prompts`]);
    const link = symlink(
      which,
      chance.pick(["/usr/o", "usr/o", "../usr/o", "/absent", "opt", "/", ".", "..", "/etc/passwd"]),
    );
    if (plan.layers.length > 1 && lowest) {
      lowest.entries = lowest.entries.filter((entry) => !`${nameOf(entry)}/`.startsWith(`${which}/`));
      lowest.entries.push(directory("usr/o"), link);
    } else plan.layers.unshift(layerPlan([directory("usr"), directory("usr/o"), link], encodings.none));
    if (chance.once(2)) {
      const top = plan.layers.at(-1);
      if (top) top.entries = top.entries.filter((entry) => nameOf(entry) !== which);
    }
  },
  // A link in the same layer, before or after what is below it.
  (plan, chance) => {
    const { layer, at, entry } = directorySpot(plan, chance);
    const link = symlink(nameOf(entry), chance.pick(["/usr", "../usr", "/usr/lib", "usr", "/opt", "."]));
    if (chance.once(2)) layer.entries.splice(at, 1, link);
    else layer.entries.push(link);
  },
  // A path through a link that has nothing to do with the destination, or has.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const target = chance.pick(["/opt/d", "../opt/d", "/opt", "lib", "/usr/lib", "/absent"]);
    layer.entries.push(symlink("usr/way", target));
    const through = chance.pick([
      "usr/way/config.yaml",
      "usr/way/new",
      "usr/way/d/config.yaml",
      "usr/way/.wh.config.yaml",
      "usr/way/.wh..wh..opq",
    ]);
    if (chance.once(2)) layer.entries.push(file(through, "through"));
    else plan.layers.push(layerPlan([file(through, "through")], encodings.none));
  },
  // A path through a link, and a layer above that takes the link out of sight.
  (plan, chance) => {
    const [place, targets] = chance.pick([
      ["usr/way", ["/opt/d", "../opt/d", "/opt"]],
      [`${destination}/way`, [".", "prompts", "/opt/d"]],
    ] as const);
    someLayer(plan, chance).entries.push(symlink(place, chance.pick(targets)));
    const through = chance.pick(["config.yaml", "new", "d/config.yaml", ".wh.config.yaml", ".wh..wh..opq"]);
    plan.layers.push(layerPlan([file(`${place}/${through}`, "through")], encodings.none));
    const parent = place.slice(0, place.lastIndexOf("/"));
    const cover = chance.pick([
      [file(`${parent}/.wh.way`, "")],
      [directory(place), file(`${place}/.wh..wh..opq`, "")],
      [file(`${place}/.wh..wh..opq`, "")],
      [file(place, "covered")],
      [directory(place)],
    ]);
    plan.layers.push(layerPlan(cover, encodings.none));
  },
  (plan, chance) => {
    const name = chance.pick([`${destination}/link`, `${destination}/config.yaml`, "usr/link"]);
    const target = chance.pick([
      "/etc/passwd",
      "config.yaml",
      "../../etc/passwd",
      "",
      "absent",
      "../../../../etc/passwd",
      "x".repeat(150),
    ]);
    insert(someLayer(plan, chance), chance, { ...symlink(name, target), form: chance.pick(["gnu", "pax"]) });
  },
];
