import { file } from "../base-plan.ts";
import { destination } from "../identity.ts";
import { fileSpot, insert, nameOf, someLayer, somePath, type Twist } from "../twist.ts";

/** Names by their bytes. */
export const nameByteTwists: readonly Twist[] = [
  (plan, chance) => {
    const name = chance.pick([
      "é",
      "é",
      "ſ",
      "a b",
      "a\\b",
      "a\nb",
      "a\tb",
      "\x7f",
      "​",
      "日本",
      "CON",
      "a:b",
      "%41",
      "A".repeat(255),
      "B".repeat(256),
    ]);
    const below = chance.pick([destination, `${destination}/prompts`, "usr"]);
    insert(someLayer(plan, chance), chance, {
      ...file(`${below}/${name}`),
      form: chance.pick(["ustar", "gnu", "pax"]),
    });
  },
  // Bytes that are no UTF-8, twice, so that a reader who replaces them has one path of two.
  (plan, chance) => {
    const below = chance.pick([destination, destination, "usr"]);
    const names = ["\xff", "\xfe", "\xc3", "\xe9", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80"].map(
      (bytes) => Buffer.from(`${below}/x${bytes}`, "latin1"),
    );
    const layer = someLayer(plan, chance);
    const form = chance.pick(["ustar", "gnu", "pax"] as const);
    insert(layer, chance, { ...file(""), name: chance.pick(names), form });
    if (chance.once(2)) insert(layer, chance, { ...file("", "2"), name: chance.pick(names), form });
  },
  // The identity's own name, and a byte more.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const extra = chance.pick(["\xff", "\x80", "\xe9", " ", "\r", ".", "\u200b", "\ufeff"]);
    entry.name = Buffer.concat([
      Buffer.from(nameOf(entry)),
      Buffer.from(extra, chance.once(2) ? "latin1" : "utf8"),
    ]);
  },
  // Letters in another case or another composition: other files.
  (plan, chance) => {
    const name = chance.pick([
      "Config.yaml",
      "CONFIG.YAML",
      "config.yaml ",
      "prompts/Concierge.md",
      "Prompts/concierge.md",
    ]);
    insert(someLayer(plan, chance), chance, file(`${destination}/${name}`, "x"));
  },
  (plan, chance) => {
    const name = Buffer.concat([Buffer.from(`${somePath(chance)}/`), chance.bytes(1 + chance.below(4))]);
    insert(someLayer(plan, chance), chance, { ...file(""), name });
  },
];
