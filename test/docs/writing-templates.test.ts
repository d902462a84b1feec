import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { identikit, identikitJson } from "../e2e/identikit.ts";
import { sourceRepository } from "../layouts/source-repository.ts";
import { scratchDirectory } from "../scratch.ts";

const page = readFileSync(join(house, "docs/how-to/writing-templates.md"), "utf8");
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text = ""]) => text);

test("the schemas that the page names are in the package, and every one that people need is named", () => {
  const named = new Set([...page.matchAll(/([\w-]+)\.schema\.json/g)].map(([, name]) => name));
  for (const name of named) {
    const { $id } = JSON.parse(readFileSync(join(house, `schemas/${name}.schema.json`), "utf8"));
    expect($id).toBe(`urn:identikit:schema:${name}`);
  }
  expect(named.size).toBe(8);
});

test("the page's files may name their schemas as it shows", async () => {
  const [inFile = "", forEditor = ""] = blocks("json");
  const comment = blocks("yaml").find((text) => text.startsWith("# yaml-language-server")) ?? "";
  expect(comment).not.toBe("");
  expect(Object.keys(JSON.parse(forEditor))).toEqual(["json.schemas", "yaml.schemas"]);
  const repository = sourceRepository({
    templates: {},
    files: {
      "manifest.json": inFile,
      "agents.json": '{"types": [], "agents": []}',
      "identikit.yaml": `${comment}version: 1\n`,
    },
  });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
});

test("the page's first commands make a repository and a template, and its checks find nothing in them", async () => {
  const above = scratchDirectory();
  const commands = [...page.matchAll(/^ {4}identikit (.*?)(?: +#.*)?$/gm)].map(([, line = ""]) =>
    line.split(" "),
  );
  const shown = commands.map((words) => words.join(" "));
  expect(shown.slice(0, 3)).toEqual(["init fleet", "new template scribe", "validate"]);
  const [init = [], template = []] = commands;
  expect((await identikit(init, { cwd: above })).code).toBe(0);
  const cwd = join(above, "fleet");
  expect((await identikit(template, { cwd })).code).toBe(0);
  const checks = commands
    .filter(([name]) => name === "validate")
    .filter((words) => !words.includes("--watch"));
  expect(checks.length).toBeGreaterThan(1);
  for (const words of checks)
    expect(await identikitJson(words, { cwd })).toMatchObject({ code: 0, json: { findings: [] } });
});
