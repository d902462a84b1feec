import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Action } from "../../src/actions/action.ts";
import { storing } from "../../src/actions/around/artifacts.ts";
import { defineJob } from "../../src/jobs/job.ts";
import { requiredText } from "../../src/jobs/option.ts";

/** An action whose job writes a file, and which stores it. */
export const action: Action = {
  name: "export-config",
  description: "For tests of artifacts.",
  job: defineJob({
    name: "config export",
    summary: "For tests of artifacts",
    example: "none",
    options: z.object({ to: requiredText("FILE", "Where to write.") }),
    async run({ cwd }, { to }) {
      writeFileSync(join(cwd, to), "the bundle");
      return { outputs: { bundle: to }, account: [] };
    },
  }),
  outputs: { bundle: "The file.", "artifact-id": "The artifact's id." },
  around: [storing("bundle")],
};
