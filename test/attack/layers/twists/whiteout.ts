import { directory, file, identityEntries, whiteout } from "../base-plan.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { insert, someLayer, somePath, type Twist, topLayer } from "../twist.ts";

/** A layer that hides what lower ones have. */
export const whiteoutTwists: readonly Twist[] = [
  (plan, chance) => {
    plan.layers.push(layerPlan([whiteout(somePath(chance))], encodings.none));
  },
  // Hidden, and put back by a layer above.
  (plan, chance) => {
    const what = chance.pick([destination, "opt", `${destination}/prompts`]);
    plan.layers.push(
      layerPlan([whiteout(what)], encodings.none),
      layerPlan([directory("opt"), ...identityEntries()], encodings.none),
    );
  },
  (plan, chance) => {
    const mark = whiteout(somePath(chance));
    mark.type = chance.pick(["0", "\0", "5", "2", "1", "3"]);
    if (mark.type === "1") mark.target = "etc/passwd";
    if (mark.type === "0" && chance.once(2)) mark.content = Buffer.from("content");
    mark.mode = chance.pick([0o644, 0, 0o777]);
    plan.layers.push(layerPlan([mark], encodings.none));
  },
  // In the identity's own layer, which often is the first that has the directory.
  (plan, chance) => {
    const where = chance.pick([destination, destination, `${destination}/prompts`, "opt"]);
    insert(topLayer(plan), chance, whiteout(`${where}/absent`));
  },
  (plan, chance) => {
    const names = [
      "usr/.wh.absent",
      "usr/lib/.wh.a.so",
      "absent/.wh.x",
      "etc/.wh.passwd",
      ".wh.usr",
      "home/.wh.x",
      ".wh.opt",
    ];
    insert(someLayer(plan, chance), chance, file(chance.pick(names), ""));
  },
  // A file that an earlier layer has and an upper one hides.
  (plan) => {
    const [lowest] = plan.layers;
    lowest?.entries.push(directory(destination), file(`${destination}/extra.md`, "old"));
    plan.layers.push(layerPlan([whiteout(`${destination}/extra.md`)], encodings.none));
  },
  // The same by an entry that is no file.
  (plan, chance) => {
    const [lowest] = plan.layers;
    lowest?.entries.push(directory(destination), file(`${destination}/extra.md`, "old"));
    const mark = whiteout(`${destination}/extra.md`);
    mark.type = chance.pick(["5", "5", "2", "6", "3"]);
    mark.target = mark.type === "2" ? "x" : "";
    plan.layers.push(layerPlan([directory("opt"), directory(destination), mark], encodings.none));
  },
];
