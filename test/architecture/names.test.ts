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
  const commands = text.matchAll(/^export const (\w+) = defineCommand\(/gm);
  const entries = new Set([...commands].map(([, name]) => name));
  return [...new Set([...declarations].map(([, name = ""]) => name))].filter(
    (name) => !entries.has(name) && !isEntry(file, name),
  );
}

/**
 * What a face is entered by has the name that its kind of file has: an action's module exports `action`, a body `run`, and a command
 * is called as users call it, beside the function that does it. Only the bundles and the list of commands import these.
 */
function isEntry(file: string, name: string): boolean {
  if (!/^src\/(commands|actions)\//.test(file)) return false;
  return name === "action" || (name === "run" && file.endsWith("/body.ts"));
}

test("an exported name stands in one file, so that a reader who meets it knows which one is meant", () => {
  const places = new Map<string, string[]>();
  for (const file of sources("src")) {
    for (const name of declaredIn(file)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  const doubles = [...places].filter(([, files]) => files.length > 1);
  expect(doubles.map(([name, files]) => `${name}: ${files.join(", ")}`)).toEqual([]);
});
