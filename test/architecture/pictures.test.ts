import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

const rooms = readdirSync(join(house, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const code = sources("src").map((file) => readFileSync(join(house, file), "utf8"));

/** Names that a picture gives to types and functions of ours: a hump within, or a parenthesis behind. */
function namesIn(picture: string): string[] {
  const humps = picture.matchAll(/(?<![\w./:$-])[A-Za-z][a-z]+(?:[A-Z][a-z0-9]+)+(?![\w./-])/g);
  const calls = picture.matchAll(/(?<![\w.])([a-z][A-Za-z]+)\(/g);
  return [...new Set([...[...humps].map(([name]) => name), ...[...calls].map(([, name = ""]) => name)])];
}

test.each(rooms)(
  "the README of %s has a picture of its types, and every name in it is one of the code",
  (room) => {
    const text = readFileSync(join(house, "src", room, "README.md"), "utf8");
    const picture = text
      .split("\n")
      .filter((line) => line.startsWith("    "))
      .join("\n");
    expect(picture.split("\n").length, "lines of the picture").toBeGreaterThanOrEqual(3);
    expect(picture.split("\n").length, "lines of the picture").toBeLessThanOrEqual(12);
    const unknown = namesIn(picture).filter(
      (name) => !code.some((file) => new RegExp(`\\b${name}\\b`).test(file)),
    );
    expect(unknown).toEqual([]);
  },
);
