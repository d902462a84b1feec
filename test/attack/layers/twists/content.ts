import { directory, file } from "../base-plan.ts";
import { destination } from "../identity.ts";
import { fileSpot, insert, someLayer, type Twist } from "../twist.ts";

/** Plain drift: what the gate is for. */
export const contentTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.content = chance.pick([
      Buffer.from("changed\n"),
      Buffer.alloc(0),
      Buffer.concat([entry.content, Buffer.from("\n")]),
      chance.bytes(700),
    ]);
  },
  (plan, chance) => {
    const { layer, at } = fileSpot(plan, chance);
    layer.entries.splice(at, 1);
  },
  (plan, chance) => {
    const name = chance.pick([
      "extra.md",
      "prompts/extra.md",
      "prompts/tone/x.md",
      ".hidden",
      "-",
      "IMAGE_BAKED",
    ]);
    insert(someLayer(plan, chance), chance, file(`${destination}/${name}`, "extra"));
  },
  (plan, chance) => {
    const name = chance.pick(["empty", "prompts/empty", "empty/empty"]);
    insert(someLayer(plan, chance), chance, directory(`${destination}/${name}`));
  },
  (plan, chance) => {
    insert(someLayer(plan, chance), chance, file("usr/elsewhere", chance.bytes(chance.below(2000))));
  },
];
