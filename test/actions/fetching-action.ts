import { readFileSync } from "node:fs";
import { fetching } from "../../src/actions/around/artifacts/artifacts.ts";
import type { Action } from "../../src/actions/frame/action.ts";
import { declareOptions, defineCommand } from "../../src/commands/command.ts";
import { requiredText } from "../../src/commands/options/option.ts";

const options = declareOptions(() => ({ file: requiredText("FILE", "What to read.") }));

/** An action whose command reads a file, from a path or from an artifact. */
export const action: Action = {
  name: "import-config",
  description: "For tests of artifacts.",
  command: defineCommand({
    name: "config import",
    summary: "For tests of artifacts",
    example: "none",
    options,
    body: async () => ({
      async run(_, { file }) {
        return { outputs: { content: readFileSync(file, "utf8"), file }, account: [] };
      },
    }),
  }),
  outputs: { content: "What was read.", file: "Where it lay." },
  around: [fetching("file")],
};
