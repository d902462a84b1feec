import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { kebab } from "../../src/commands/options/kebab.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/how-to/operations.md"), "utf8");
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] as string);
const commands = blocks.flatMap((block) =>
  block
    .split("\n")
    .map((line) => line.replace(/\s*(#|\||>).*$/, "").trim())
    .filter((line) => line.startsWith("identikit ")),
);

test("the guide to operating the database shows commands", () => {
  expect(commands.length).toBeGreaterThan(10);
});

test.each(commands)("%s is a command with such options", (command) => {
  const words = command.split(/\s+/).slice(1);
  const declared = allCommands
    .filter(({ name }) => words.join(" ").startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  expect(declared, command).toBeDefined();
  const known = [...Object.keys(declared?.options.shape ?? {}).map(kebab), "json"];
  const given = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
  expect(given.filter((option) => !known.includes(option))).toEqual([]);
});
