import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";

test("the command line is a program that npx can start as it stands", () => {
  const { version, bin } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
  const printed = execFileSync(join(house, bin.identikit), ["--version"], { encoding: "utf8" });
  expect(printed).toBe(`${version}\n`);
});
