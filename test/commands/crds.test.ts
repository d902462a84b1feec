import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { allKinds } from "../../src/agents/kinds/all-kinds.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { run } from "../../src/commands/crds/body.ts";
import { crds } from "../../src/commands/crds/crds.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

function context(cwd: string): CommandContext {
  return {
    env: {},
    cwd,
    clock: systemClock,
    log: silentLogger,
    signal: new AbortController().signal,
    who: async () => "somebody",
    askHidden: async () => undefined,
    readInput: async () => new Uint8Array(),
    openInput: async function* () {},
    writeOutput: async () => {},
  };
}

test("crds prints a definition for every kind as one stream", async () => {
  const { document = "" } = await run(context(scratchDirectory()), crds.options.parse({}));
  const names = parseAllDocuments(document).map((one) => one.toJS().spec.names.kind);
  expect(names).toEqual(allKinds.map(({ kind }) => kind));
});

test("crds --to writes a file a kind, the same ones again and again", async () => {
  const root = scratchDirectory();
  const options = crds.options.parse({ to: "deploy/crds" });
  await run(context(root), options);
  const files = readdirSync(join(root, "deploy/crds")).sort();
  expect(files).toEqual(allKinds.map(({ plural }) => `${plural}.identikit.dev.yaml`).sort());
  const stack = () => readFileSync(join(root, "deploy/crds/agentstacks.identikit.dev.yaml"), "utf8");
  const before = stack();
  expect(parse(before)).toMatchObject({ kind: "CustomResourceDefinition" });
  await run(context(root), options);
  expect(stack()).toBe(before);
});

test("crds --to a place that is a file says so in one line", async () => {
  const root = writeFiles(scratchDirectory(), { crds: "a file" });
  await expect(run(context(root), crds.options.parse({ to: "crds" }))).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
  });
});
