import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { entries } from "../../build/entries.ts";
import { house, importsOf, lateImportsOf, loadedWith, sources } from "./rooms.ts";

/** What a face may load of others before it knows what it was asked for: what parses options, and what is always there. */
const packages = /^(?:zod\/mini|zod\/locales|commander|@actions\/core)$/;
const builtins = /^node:(?:path|util)$/;

const commands = readdirSync(join(house, "src/commands")).filter((name) =>
  existsSync(join(house, "src/commands", name, "body.ts")),
);
/** Modules of ours at most: an action has one command, the command line all of them, and what it answers before it loads them. */
const mostModules = { action: 29, commandLine: 42 + commands.length };
const declarationOf = (command: string) => `src/commands/${command}/${command}.ts`;
// A thread belongs to a process that has started.
const faces = [...entries()].filter(([name]) => name !== "index" && !name.startsWith("threads/"));

/** Actions whose command is of no use outside of a job: they declare it themselves. */
const ownCommands = ["commit-status", "detect-changes", "reap-statuses", "audit-merges"];

/** What a face loads at its start, by the text of its entry. */
function startOf(text: string): string[] {
  const first = [...text.matchAll(/"\.\.\/(src\/[^"]+)"/g)].map(([, file = ""]) => file);
  return [...loadedWith(first)];
}

test("the faces and commands are found, and what loads a body loads its packages", () => {
  expect(faces.length).toBeGreaterThan(12);
  expect(commands.length).toBeGreaterThan(25);
  expect([...loadedWith(["src/commands/gate/body.ts"])]).toContain("node:crypto");
  expect([...loadedWith(["src/commands/fetch/body.ts"])]).toContain("src/http/http-client.ts");
});

test.each(faces)("%s starts without what only commands at work need", (name, text) => {
  const start = startOf(text);
  const foreign = start.filter((one) => !one.startsWith("src/") && one !== "package.json");
  expect(foreign.filter((one) => !(isBuiltin(one) ? builtins : packages).test(one))).toEqual([]);
  const own = start.filter((one) => one.startsWith("src/"));
  const most = name === "identikit" ? mostModules.commandLine : mostModules.action;
  expect(own.length, own.join("\n")).toBeLessThanOrEqual(most);
});

test.each(faces)("%s starts with no command's declaration but its own, and with no body", (name, text) => {
  const start = startOf(text);
  const declared = commands.filter((command) => start.includes(declarationOf(command)));
  if (name === "identikit") expect(declared).toEqual(commands);
  else expect(declared.length).toBe(ownCommands.includes(name) ? 0 : 1);
  expect(start.filter((one) => basename(one) === "body.ts")).toEqual([]);
});

test.each(commands)("%s is declared with nothing but options, and has one body", (command) => {
  const file = declarationOf(command);
  const loaded = importsOf(file).filter(({ typeOnly, late }) => !typeOnly && !late);
  const others = loaded.filter(
    ({ specifier }) => !/^(?:zod\/mini$|src\/commands\/(?:command\.ts$|options\/))/.test(specifier),
  );
  expect(others).toEqual([]);
  expect(lateImportsOf(file)).toEqual([`src/commands/${command}/body.ts`]);
});

test.each(["gate", "bake"])("%s loads nothing of the config database and of agent runs", (command) => {
  const loaded = [...loadedWith([`src/commands/${command}/body.ts`])];
  expect(loaded.filter((one) => /^src\/(?:config|agents)\//.test(one))).toEqual([]);
});

test("validate loads no registry, no HTTP client and no database driver", () => {
  const loaded = [...loadedWith(["src/commands/validate/body.ts"])];
  expect(loaded).toContain("src/validate/validate.ts");
  const connecting =
    /^(?:src\/(?:http|host|image|config\/(?:sqlite|postgres|connection\/open))\b|node:(?:https?2?|net|tls|dgram|dns|sqlite)$|undici$|pg$|postgres$|kysely$)/;
  expect(loaded.filter((one) => connecting.test(one))).toEqual([]);
});

test("what is loaded late is a body, or says why it is loaded late", () => {
  const unexplained: string[] = [];
  for (const file of sources("src")) {
    // What a browser loads late is a view, and the file says nothing else.
    if (file === "src/console/ui/client/view-loaders.ts") continue;
    const lines = readFileSync(join(house, file), "utf8").split("\n");
    for (const [at, line] of lines.entries()) {
      if (!/(?<!typeof |\btype \w+ = )\bimport\((?!"\.[^"]*\/body\.ts")/.test(line)) continue;
      const before = lines.slice(Math.max(0, at - 5), at);
      if (!before.some((one) => one.trim().startsWith("// "))) unexplained.push(`${file}:${at + 1}`);
    }
  }
  expect(unexplained).toEqual([]);
});

test("a command's own files are for that command, or for one that is made of it", () => {
  const strangers: string[] = [];
  for (const file of sources("src")) {
    const own = /^src\/commands\/([^/]+)\//.exec(file)?.[1] ?? "";
    for (const { specifier } of importsOf(file)) {
      const [, command = "", module = ""] = /^src\/commands\/([^/]+)\/([^/]+)\.ts$/.exec(specifier) ?? [];
      if (!commands.includes(command) || command === own || module === command) continue;
      if (!commands.includes(own)) strangers.push(`${file} imports ${specifier}`);
    }
  }
  expect(strangers).toEqual([]);
});
