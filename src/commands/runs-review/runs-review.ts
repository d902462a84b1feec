import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, personOptions } from "../options/access.ts";
import { reviewVerdictWords } from "../options/closed-words.ts";
import { option, positional, requiredText, text } from "../options/option.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "The review, as runs show names it.")),
  verdict: positional(
    option(z.enum(reviewVerdictWords), {
      kind: "text",
      value: reviewVerdictWords.join("|"),
      description: "It may be written back; or changes are needed first, and nothing of its run is written.",
    }),
  ),
  reason: text("TEXT", "Why, for who reads it later."),
  ...personOptions(),
  ...accessOptions(),
}));

export type RunsReviewOptions = OptionsOf<typeof options>;

export const runsReview = defineCommand({
  name: "runs review",
  summary:
    "Decide about a review that an agent wrote; while it asks for changes, nothing of its run is written back.",
  example: "identikit runs review run-0f3a-review resolve --as mira --as-group forge:write:tidewater/berths",
  options,
  body: () => import("./body.ts"),
});
