import { z } from "zod";
import { defineCommand } from "../command.ts";
import { accessOptions, asGroupOption, repositoryOption } from "../options/access.ts";
import { positional, requiredText } from "../options/option.ts";

const options = z.object({
  who: positional(
    requiredText(
      "WHO",
      "A login, system:serviceaccount:ORGANISATION:NAME, or a group: ORGANISATION/TEAM or forge:LEVEL:OWNER/REPO.",
    ),
  ),
  ...asGroupOption,
  ...repositoryOption,
  ...accessOptions,
});

export type AccessReviewOptions = z.output<typeof options>;

export const accessReview = defineCommand({
  name: "access review",
  summary: "Show everything that somebody may do in agent runs, by the bindings that give it.",
  example: "identikit access review tidewater/harbour-masters",
  options,
  body: () => import("./body.ts"),
});
