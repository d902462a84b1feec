import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, asGroupOption, repositoryOption } from "../options/access.ts";
import { positional, requiredText } from "../options/option.ts";

const options = declareOptions(() => ({
  who: positional(
    requiredText(
      "WHO",
      "A login, system:serviceaccount:ORGANISATION:NAME, or a group: ORGANISATION/TEAM or forge:LEVEL:OWNER/REPO.",
    ),
  ),
  ...asGroupOption(),
  ...repositoryOption(),
  ...accessOptions(),
}));

export type AccessReviewOptions = OptionsOf<typeof options>;

export const accessReview = defineCommand({
  name: "access review",
  summary: "Show everything that somebody may do in agent runs, by the bindings that give it.",
  example: "identikit access review tidewater/harbour-masters",
  options,
  body: () => import("./body.ts"),
});
