import { z } from "zod/mini";
import { option, text } from "../../commands/options/option.ts";

/** For actions that write to the host. */
export const tokenInput = () => ({
  /** The token of the CI job. */
  token: option(z.optional(z.string()), {
    kind: "text",
    description: "The token that writes to the CI host; the job's own suffices.",
    expression: "${{ github.token }}",
  }),
});

/** For actions that set a status: the token, and which commit it belongs on. */
export const statusInputs = () => ({
  ...tokenInput(),
  commit: text(
    "SHA",
    "The commit that the status belongs on; the head of the pull request or push if left out.",
  ),
});
