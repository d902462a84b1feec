import { join } from "node:path";
import { bake } from "../../src/commands/bake/bake.ts";
import { run as runBake } from "../../src/commands/bake/body.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { run as runGate } from "../../src/commands/gate/body.ts";
import { gate } from "../../src/commands/gate/gate.ts";
import { run as runPromote } from "../../src/commands/promote/body.ts";
import { promote } from "../../src/commands/promote/promote.ts";
import { run as runPublish } from "../../src/commands/publish/body.ts";
import { publish } from "../../src/commands/publish/publish.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { environment, newRepository } from "../template/git-repository.ts";
import { cosignPassword } from "./cosign.ts";

/** A repository with the template `a`, and the commands over it, run in this process. */
export function signingPlace(files: Readonly<Record<string, string>> = {}) {
  const root = scratchDirectory();
  const template = newRepository({ "config.yaml": "name: a\n", "prompts/a.md": "Be kind.\n", ...files }).path;
  writeFiles(root, {
    "manifest.json": JSON.stringify({ workspace_templates: [{ name: "a", repo: template, ref: "main" }] }),
    "identikit.yaml": "identity:\n  required: [config.yaml]\n",
  });
  const context: CommandContext = {
    env: { ...environment, COSIGN_PASSWORD: cosignPassword, XDG_CACHE_HOME: join(root, "cache") },
    cwd: root,
    clock: systemClock,
    log: silentLogger,
    signal: new AbortController().signal,
    who: async () => "somebody",
    askHidden: async () => undefined,
    readInput: async () => new Uint8Array(),
    openInput: async function* () {},
    writeOutput: async () => {},
  };
  return {
    root,
    template,
    context,
    bake: (options: object) =>
      runBake(context, bake.options.parse({ template, base: "scratch", ...options })),
    gate: (options: object) => runGate(context, gate.options.parse({ template, ...options })),
    publish: (options: object) => runPublish(context, publish.options.parse({ template, ...options })),
    promote: (options: object) => runPromote(context, promote.options.parse(options)),
  };
}

/** The codes of what a command found. */
export function codesIn({ report }: Awaited<ReturnType<typeof runGate>>): readonly string[] {
  return report?.findings.map(({ code }) => code) ?? [];
}
