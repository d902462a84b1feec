import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../scratch.ts";
import { Tally } from "./tally.ts";

const round = (point: string, found: string, counted = true) => ({ counted, point, found });

test("a tally that was kept is taken up where it was", () => {
  const directory = scratchDirectory();
  const file = join(directory, "tally.json");
  const first = new Tally(file);
  first.add("render", round("during", "before"));
  first.add("render", round("during", "after"));
  first.add("render", round("time", "after", false));
  first.add("import", round("before", "before"));
  first.keep();
  // What was not kept did not happen.
  first.add("render", round("after", "after"));

  const second = new Tally(file);
  expect(second.of("render")).toEqual({
    rounds: 2,
    done: 1,
    points: { during: 2 },
    found: { before: 1, after: 1 },
    broken: [],
  });
  second.add("render", round("after", "after"));
  second.keep();
  const third = new Tally(file);
  expect(third.of("render")).toMatchObject({
    rounds: 3,
    points: { during: 2, after: 1 },
    found: { after: 2 },
  });
  expect(third.of("import").rounds).toBe(1);
  expect(third.of("restore")).toMatchObject({ rounds: 0, broken: [] });
  expect(readdirSync(directory)).toEqual(["tally.json"]);
});

test("what broke stays in a tally, with its cause", () => {
  const file = join(scratchDirectory(), "tally.json");
  const first = new Tally(file);
  first.add("rotate", round("during", "after"));
  expect(first.isBroken).toBe(false);
  first.of("rotate").broken.push("a value was lost");
  first.keep();
  const second = new Tally(file);
  expect(second.isBroken).toBe(true);
  expect(second.table()).toMatch(/^rotate +1 +0 +1 +during 1 +after 1$/m);
  expect(second.table()).toContain("BROKEN rotate: a value was lost");
});

test("a file that is no tally is not begun anew", () => {
  const file = join(scratchDirectory(), "tally.json");
  writeFileSync(file, '{"render":');
  expect(() => new Tally(file)).toThrow(SyntaxError);
});
