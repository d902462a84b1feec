import { bakedEntries, directory, file } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { anySpot, fileSpot, insert, lowestLayer, nameOf, someLayer, type Twist } from "../twist.ts";

/** Names that are one path in several forms. */
export const nameFormTwists: readonly Twist[] = [
  // What tools write, and every reader takes away.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const lead = chance.pick(["./", "./", "/", ".//", "././"]);
    for (const entry of layer.entries) entry.name = `${lead}${entry.name.toString()}`;
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = nameOf(entry);
    const forms = [
      `../${name}`,
      `../../${name}`,
      `/../${name}`,
      `./../${name}`,
      `usr/../${name}`,
      `opt/../${name}`,
      `absent/../${name}`,
      `usr/lib/a.so/../../../${name}`,
      `/${name}`,
      `//${name}`,
      `./${name}`,
      name.replace("/", "//"),
      name.replace("/", "/./"),
      `${name}/.`,
      `${name}/..`,
      `${name}//`,
      `${name}/x/..`,
    ];
    entry.name = chance.pick(forms) + (entry.type === "5" && chance.once(2) ? "/" : "");
  },
  // Two forms of one path.
  (plan, chance) => {
    const { layer, entry } = fileSpot(plan, chance);
    const name = `${chance.pick(["./", "/", "../", "opt/../"])}${nameOf(entry)}`;
    const content = chance.once(2) ? entry.content : Buffer.from("other\n");
    layer.entries.push({ ...entry, name, content });
  },
  // A slash before a name of a lower layer, with the identity baked on top of it.
  (plan, chance) => {
    const lowest = lowestLayer(plan);
    for (const entry of lowest.entries) if (chance.once(4)) entry.name = `/${entry.name.toString()}`;
    lowest.entries.push(file(`/${destination}/${chance.pick(["config.yaml", "new.md"])}`, "old\n"));
    plan.layers.push(layerPlan(bakedEntries(), encodings.none));
    plan.user = chance.pick(["", "", "0", "1000"]);
  },
  // A directory above the identity that is named with a slash in another layer, for a user who is not root.
  (plan, chance) => {
    const name = chance.pick(["", "opt", "opt"]);
    const other = {
      ...directory(name),
      name: `${chance.pick(["/", "//", "./"])}${name}/`,
      mode: chance.pick([0o755, 0o700, 0o711]),
    };
    lowestLayer(plan).entries.unshift(other);
    if (chance.once(2)) plan.layers.push(layerPlan(bakedEntries(), encodings.none));
    plan.user = chance.pick(["1000", "1000:1000", "agent"]);
  },
  // The root, and what is not there.
  (plan, chance) => {
    const name = chance.pick([".", "./", "/", "..", "../", "", "//", "./."]);
    const entry = { ...directory(""), name, mode: chance.pick([0o755, 0o755, 0o700, 0o777]) };
    if (chance.once(4)) entry.type = "0";
    insert(someLayer(plan, chance), chance, entry);
  },
  (plan, chance) => {
    const name = chance.pick([
      "..opt",
      "opt..",
      `${destination}/..x`,
      "...",
      `${destination}/...`,
      `${destination}/ `,
      `${destination}/.`,
    ]);
    insert(someLayer(plan, chance), chance, file(name));
  },
];
