import { directory, file, identityEntries, symlink, whiteout } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { directorySpot, fileSpot, insert, nameOf, someLayer, type Twist } from "../twist.ts";

/** A layer that contradicts itself about a name. */
export const contradictionTwists: readonly Twist[] = [
  // Present and hidden.
  (plan, chance) => {
    const { layer, at, entry } = fileSpot(plan, chance);
    layer.entries.splice(at + chance.below(2), 0, whiteout(nameOf(entry)));
  },
  (plan, chance) => {
    const { layer, at, entry } = directorySpot(plan, chance);
    layer.entries.splice(
      chance.once(2) ? at + chance.below(2) : layer.entries.length,
      0,
      whiteout(nameOf(entry)),
    );
  },
  // A directory is hidden, and what is in it is hidden, too.
  (plan, chance) => {
    const both = [whiteout(destination), whiteout(`${destination}/config.yaml`)];
    plan.layers.push(layerPlan(chance.once(2) ? both : both.toReversed(), encodings.none));
    if (chance.once(2)) plan.layers.push(layerPlan([directory("opt"), ...identityEntries()], encodings.none));
  },
  // Hidden and made again in one layer.
  (plan, chance) => {
    const [below] = plan.layers;
    below?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    const entries = identityEntries();
    const mark = whiteout(
      chance.pick([destination, "opt", `${destination}/prompts`, `${destination}/prompts/tone`]),
    );
    if (chance.once(2)) entries.push(mark);
    else entries.unshift(mark);
    plan.layers.push(layerPlan([directory("opt"), ...entries], encodings.none));
  },
  // Hidden, and made again by nothing but what is in it.
  (plan, chance) => {
    const hidden = `${destination}/prompts`;
    const [above, below] = [directory(destination), whiteout(hidden)];
    const within = identityEntries().filter(({ type }) => type !== "5");
    plan.layers.push(layerPlan([directory("opt"), above, below, ...within], encodings.none));
    plan.user = chance.pick(["", "0"]);
  },
  // Whiteouts of nothing, and names that only begin as one.
  (plan, chance) => {
    const names = [
      ".wh.",
      ".wh..",
      ".wh...",
      ".wh....",
      ".wh..wh.",
      ".wh..wh.x",
      ".wh..wh.plnk",
      ".wh..wh.aufs",
      ".wh..wh..opqx",
      ".WH.x",
      ".wh",
    ];
    const below = chance.pick(["", "", `${destination}/`, "opt/", "usr/"]);
    const name = `${below}${chance.pick(names)}`;
    insert(someLayer(plan, chance), chance, chance.once(3) ? directory(name) : file(name, ""));
  },
  (plan, chance) => {
    const names = [
      ".wh..wh.plnk/1.2",
      `${destination}/.wh..wh.plnk/1.2`,
      ".wh.x/y",
      `${destination}/.wh.prompts/x`,
      ".wh..wh.x/opt/d/config.yaml",
    ];
    insert(someLayer(plan, chance), chance, file(chance.pick(names), "x"));
  },
  // Left over after its directory was replaced.
  (plan, chance) => {
    const entries = [
      whiteout(`${destination}/prompts/concierge.md`),
      chance.once(2) ? file(`${destination}/prompts`, "x") : symlink(`${destination}/prompts`, "/usr"),
      ...(chance.once(2)
        ? identityEntries().filter((entry) => nameOf(entry).startsWith(`${destination}/prompts`))
        : []),
    ];
    plan.layers.push(layerPlan(entries, encodings.none));
  },
  (plan, chance) => {
    const name = chance.pick([`${destination}/new`, `${destination}/config.yaml`]);
    const parts = [file(name, "x"), whiteout(name), file(name, "y")];
    plan.layers.push(layerPlan(chance.once(2) ? parts.slice(0, 2) : parts, encodings.none));
  },
];
