import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { kebab } from "../../src/commands/options/kebab.ts";
import { documents, house } from "./documents.ts";

const ofAll = ["json", "quiet", "verbose", "help"];
const known = new Map(
  allCommands.map(({ name, options }) => [
    name,
    new Set([...Object.keys(options.shape).map(kebab), ...ofAll]),
  ]),
);

/** Lines of the blocks of a page, with those that go on behind a backslash in one. */
function typedLines(text: string): string[] {
  const fenced = [...text.matchAll(/^ *```(?:sh|console|text|bash|yaml)?(?: .*)?\n([\s\S]*?)^ *```$/gm)].map(
    ([, body = ""]) => body,
  );
  const indented = [...text.matchAll(/(?<=\n\n)(?: {4}.*\n)+/g)].map(([block]) => block);
  return [...fenced, ...indented]
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n");
}

/** What is wrong with the commands of Identikit in a line: a name or an option that there is not. */
function mistakesIn(line: string): string[] {
  const commands = [
    ...line.matchAll(/(?:^|[|;&(] *|- run: |npx |npm run identikit -- )(?:npx )?identikit ([a-z][^|;&#)]*)/g),
  ];
  return commands.flatMap(([, rest = ""]) => {
    const words = rest.replaceAll(/'[^']*'|"[^"]*"/g, "VALUE").split(/\s+/);
    const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((each) => known.has(each));
    if (name === undefined) return known.has(words[0] ?? "") ? [] : [`identikit ${rest.trim()}`];
    // What is behind -- is another program's.
    const end = words.indexOf("--");
    const given = words.slice(0, end === -1 ? undefined : end).filter((word) => /^--[a-z]/.test(word));
    return given
      .map((word) => word.slice(2).replace(/[=:,.].*$/, ""))
      .filter((option) => !known.get(name)?.has(option))
      .map((option) => `identikit ${name} --${option}`);
  });
}

test("every command of Identikit that a page shows is one, with options that it has", () => {
  const checked = documents.flatMap((document) =>
    typedLines(readFileSync(join(house, document), "utf8")).map((line) => ({ document, line })),
  );
  const wrong = checked.flatMap(({ document, line }) =>
    mistakesIn(line).map((each) => `${document}: ${each}`),
  );
  expect([...new Set(wrong)]).toEqual([]);
  expect(checked.filter(({ line }) => /\bidentikit [a-z]/.test(line)).length).toBeGreaterThan(200);
});

test("a name or an option that there is not is found", () => {
  expect(mistakesIn("npx identikit gaet --image x")).toHaveLength(1);
  expect(mistakesIn("identikit gate --imagge x | jq .")).toEqual(["identikit gate --imagge"]);
  expect(mistakesIn("identikit boot a --volume /x -- agent --port 8080")).toEqual([]);
});
