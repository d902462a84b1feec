import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

test("there is one wait, which hands on why it was stopped", () => {
  const sleepers = sources("src").filter((file) => {
    const text = readFileSync(join(house, file), "utf8");
    return /setTimeout[^;]*from "(?:node:)?timers\/promises"|setTimeout\(resolve\b|promisify\(setTimeout/.test(
      text,
    );
  });
  expect(sleepers).toEqual(["src/fault/stopped.ts"]);
});
