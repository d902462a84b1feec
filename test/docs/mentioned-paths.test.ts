import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { documents, house } from "./documents.ts";

/** Targets of Markdown links to files of this repository, without fragments. */
function linkedPaths(text: string): string[] {
  return [...text.matchAll(/\]\((?![a-z]+:|#)([^)\s]+)\)/g), ...text.matchAll(/src="(?![a-z]+:)([^"]+)"/g)]
    .map((match) => (match[1] ?? "").replace(/#.*$/, ""))
    .filter(Boolean);
}

/** Code spans that can only mean a path of this repository: they begin with one of its own folders and end in a name. */
function spannedPaths(text: string): string[] {
  const own = /`((?:src|test|docs|build|actions|examples|schemas)\/[\w./-]+)`/g;
  return [...text.matchAll(own)].map((match) => match[1] ?? "");
}

test.each(documents)("%s mentions only paths that exist", (document) => {
  const text = readFileSync(join(house, document), "utf8").replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
  const missing = [
    ...linkedPaths(text).filter((path) => !existsSync(join(house, dirname(document), path))),
    ...spannedPaths(text).filter((path) => !existsSync(join(house, path))),
  ];
  expect(missing).toEqual([]);
});

test("the page of the house shows every room on one floor, and leads to files that exist", () => {
  const text = readFileSync(join(house, "ARCHITECTURE.md"), "utf8");
  const [floors = ""] = /^```text\n[\s\S]*?^```/m.exec(text) ?? [];
  const shown = [...floors.matchAll(/^\S+ +(\w+(?: {2}\w+)*) {3,}/gm)].flatMap(([, rooms = ""]) =>
    rooms.trim().split(/ +/),
  );
  const rooms = readdirSync(join(house, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(shown.sort()).toEqual(rooms.map(({ name }) => name).sort());
  expect(spannedPaths(text).length).toBeGreaterThan(40);
});
