import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Action } from "../../src/actions/action.ts";
import { fetching } from "../../src/actions/around/artifacts.ts";
import { defineJob } from "../../src/jobs/job.ts";
import { requiredText } from "../../src/jobs/option.ts";

/** An action whose job reads a file, from a path or from an artifact. */
export const action: Action = {
  name: "import-config",
  description: "For tests of artifacts.",
  job: defineJob({
    name: "config import",
    summary: "For tests of artifacts",
    example: "none",
    options: z.object({ file: requiredText("FILE", "What to read.") }),
    async run(_, { file }) {
      return { outputs: { content: readFileSync(file, "utf8"), file }, account: [] };
    },
  }),
  outputs: { content: "What was read.", file: "Where it lay." },
  around: [fetching("file")],
};
