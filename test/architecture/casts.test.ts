import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

/** The type assertions of a file, `as const` aside, each as it is written. */
function castsIn(file: string): string[] {
  const text = readFileSync(join(house, file), "utf8");
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("type" in node && node.type === "TSAsExpression" && "start" in node && "end" in node)
      found.push(text.slice(Number(node.start), Number(node.end)));
    Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: file.endsWith(".tsx") ? "tsx" : "ts" }));
  return found.filter((cast) => !cast.endsWith(" as const"));
}

/** Type assertions in src. Lower it when there are fewer; a new one wants the type to be parsed, or narrowed, instead. */
const mostCasts = 78;

test("types are parsed and narrowed, and asserted no more often than they have been", () => {
  const count = sources("src").flatMap(castsIn).length;
  expect(
    count,
    "casts in src: parse the value, or narrow it (src/fault/thrown.ts, src/fault/certain.ts)",
  ).toBeLessThanOrEqual(mostCasts);
});

test("no type is asserted against what the compiler knows", () => {
  const forced = sources("src").filter((file) =>
    castsIn(file).some((cast) => / as (?:unknown as|never$)/.test(cast)),
  );
  expect(forced).toEqual([]);
});
