import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

/** A file without what only reads like a cast: comments, text, imports and exports that rename. Templates keep what they compute. */
function code(file: string): string {
  return readFileSync(join(house, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:"'`\\])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/`[^`$]*`/g, '""')
    .replace(/\}[^`{}]*`/g, "}``")
    .replace(/^(?:import|export (?:type )?[{*])[^;]*;/gm, "")
    .replace(/\[\w+ in [^\]]+\]/g, "");
}

const castsIn = (file: string) => code(file).match(/(?<=[\w)\]}>"`!?]) as (?!const\b)[\w({["`]/g) ?? [];

/** Type assertions in src. Lower it when there are fewer; a new one wants the type to be parsed, or narrowed, instead. */
const mostCasts = 70;

test("types are parsed and narrowed, and asserted no more often than they have been", () => {
  const count = sources("src").flatMap(castsIn).length;
  expect(
    count,
    "casts in src: parse the value, or narrow it (src/fault/thrown.ts, src/fault/certain.ts)",
  ).toBeLessThanOrEqual(mostCasts);
});

test("no type is asserted against what the compiler knows", () => {
  const forced = sources("src").filter((file) => /\bas (?:unknown as|never\b(?! extends))/.test(code(file)));
  expect(forced).toEqual([]);
});
