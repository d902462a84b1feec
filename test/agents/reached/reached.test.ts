import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { house } from "../../architecture/rooms.ts";
import { everythingOf } from "./reached-by-product.ts";
import { reachedIn } from "./reached-in.ts";

const everything = allKinds.flatMap(everythingOf);
const reached = new Set(Object.values(reachedIn).flat());

describe("the phases and conditions of all kinds", () => {
  test.each(everything.map((one) => [one] as const))("%s is reached by the program in a test", (one) => {
    expect(reached.has(one)).toBe(true);
  });

  test("are listed once, as they are called, in files that there are", () => {
    const known = new Set(everything);
    expect([...reached].filter((one) => !known.has(one))).toEqual([]);
    expect(Object.keys(reachedIn).filter((file) => !existsSync(join(house, file)))).toEqual([]);
  });
});
