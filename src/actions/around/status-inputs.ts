import { z } from "zod/mini";
import { option, text } from "../../commands/options/option.ts";

/** The token of the CI job, for actions that write to the host. */
export const tokenInput = option(z.optional(z.string()), {
  kind: "text",
  description: "The token that writes to the CI host; the job's own suffices.",
  expression: "${{ github.token }}",
});

/** Which commit a status belongs on. */
export const commitInput = text(
  "SHA",
  "The commit that the status belongs on; the head of the pull request or push if left out.",
);
