import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

/** What a file declares and exports itself; what it only hands on does not count. */
function declaredIn(file: string): string[] {
  const text = readFileSync(join(house, file), "utf8");
  const declarations = text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let) +([\w$]+)/gm,
  );
  return [...new Set([...declarations].map(([, name]) => name as string))];
}

/** The two readers of tar know one another by nothing, their names included (ADR 10). */
const tarReaders = new Set(["PaxRecords", "TarHeader", "parsePax"]);

/**
 * The faces name what they offer as users do: a command `bake` beside the function that does it, and every action's module exports
 * `action`. Nothing imports the one where it means the other: only the list of commands and the bundles import these modules.
 */
const isFace = (file: string) => /^src\/(commands|actions)\//.test(file);

test("an exported name stands in one file, so that a reader who meets it knows which one is meant", () => {
  const places = new Map<string, string[]>();
  for (const file of sources("src")) {
    for (const name of declaredIn(file)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  const doubles = [...places].filter(
    ([name, files]) => files.filter((file) => !isFace(file)).length > 1 && !tarReaders.has(name),
  );
  expect(doubles.map(([name, files]) => `${name}: ${files.join(", ")}`)).toEqual([]);
});

test("among the faces, an exported name stands twice only where it is a module's entry", () => {
  const places = new Map<string, string[]>();
  for (const file of sources("src").filter(isFace)) {
    for (const name of declaredIn(file)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  const doubles = [...places].filter(([name, files]) => files.length > 1 && name !== "action");
  expect(doubles.map(([name, files]) => `${name}: ${files.join(", ")}`)).toEqual([]);
});
