import { execFile } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyFleet } from "../e2e/fleet.ts";
import { writeFiles } from "../scratch.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/tutorials/quick-start.md"), "utf8");

/** The commands of a section's paragraph: the indented block that follows the words. */
function commandsAfter(words: string): string {
  const rest = page.slice(page.indexOf(words));
  const block = /\n\n((?: {4}.*\n)+)/.exec(rest)?.[1] ?? "";
  expect(block, words).not.toBe("");
  return block.replaceAll(/^ {4}/gm, "");
}

/** Runs commands as they are typed, with `npx identikit` and `npm start` meaning this repository's. */
async function typed(
  commands: string,
  cwd: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const bundle = join(house, "dist/identikit.js");
  const start = `exec "${process.execPath}" "${bundle}"`;
  const bin = writeFiles(join(cwd, "..", "bin"), {
    npx: `#!/bin/sh\nshift\n${start} "$@"\n`,
    npm: `#!/bin/sh\n${start} pipeline\n`,
  });
  for (const name of ["npx", "npm"]) chmodSync(join(bin, name), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: cwd };
  return new Promise((resolve) => {
    execFile("bash", ["-c", commands], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
    });
  });
}

test("what the quick start says happens, happens", async () => {
  using fleet = copyFleet("checkout");
  const type = (commands: string) => typed(commands, fleet.root);

  expect(await type("npm start")).toMatchObject({ code: 0 });
  expect((await type("npm start")).output).toContain("Nothing changed");
  const clean = commandsAfter("First, the image as it is");
  expect(await type(clean)).toMatchObject({ code: 0, output: expect.stringContaining("clean") });

  const changed = await type(commandsAfter("**A prompt that changed after the bake.**"));
  expect(changed).toMatchObject({
    code: 2,
    output: expect.stringContaining("FILE_CHANGED prompts/concierge.md"),
  });
  await type("npx identikit fetch platform-agent");
  expect(await type(clean)).toMatchObject({ code: 0 });

  const damaged = commandsAfter("**A byte that flipped in the image.**");
  const flipped = await type(damaged.replace(/rm -r damaged\n$/, ""));
  expect(flipped).toMatchObject({ code: 1, output: expect.stringContaining("DIGEST_MISMATCH") });
  await type("rm -r damaged");

  const edited = await type(commandsAfter("**A file of an agent that somebody edited.**"));
  expect(edited).toMatchObject({ code: 2, output: expect.stringContaining("ENV_CHANGED settings.json") });
  const repaired = await type(commandsAfter("Then repair it:"));
  expect(repaired).toMatchObject({ code: 0, output: expect.stringContaining("concierge repaired") });
  expect((await type("npm start")).output).toContain("Nothing changed");

  expect(await type(commandsAfter("## Look closer"))).toMatchObject({
    code: 0,
    output: expect.stringMatching(/from builtin[\s\S]*FORGE_TOKEN for concierge[\s\S]*✓ manifest/),
  });
});
