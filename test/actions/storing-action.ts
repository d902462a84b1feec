import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { storing } from "../../src/actions/around/artifacts/artifacts.ts";
import type { Action } from "../../src/actions/frame/action.ts";
import { declareOptions, defineCommand } from "../../src/commands/command.ts";
import { requiredText } from "../../src/commands/options/option.ts";

const options = declareOptions(() => ({ to: requiredText("FILE", "Where to write.") }));

/** An action whose command writes a file, and which stores it. */
export const action: Action = {
  name: "export-config",
  description: "For tests of artifacts.",
  command: defineCommand({
    name: "config export",
    summary: "For tests of artifacts",
    example: "none",
    options,
    body: async () => ({
      async run({ cwd }, { to }) {
        writeFileSync(join(cwd, to), "the bundle");
        return { outputs: { bundle: to }, account: [] };
      },
    }),
  }),
  outputs: { bundle: "The file.", "artifact-id": "The artifact's id." },
  around: [storing("bundle")],
};
