import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, asGroupOption } from "../options/access.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "The approval.")),
  digest: positional(
    requiredText(
      "DIGEST",
      "What was looked at: spec.artifactDigest of the approval. Of anything else nothing is approved.",
    ),
  ),
  reject: flag("Refuses it instead."),
  reason: text("TEXT", "Why, for who reads it later."),
  as: text("LOGIN", "Who decides, as the forge knows them; in CI who started the job, if left out."),
  ...asGroupOption(),
  ...accessOptions(),
}));

export type ApproveCommandOptions = OptionsOf<typeof options>;

export const approve = defineCommand({
  name: "approve",
  summary: "Decide what a run waits for; who may is a matter of roles, and each try is on record.",
  example: `identikit approve a-0f3a sha256:${"0".repeat(64)} --as mira --as-group forge:write:tidewater/berths`,
  options,
  body: () => import("./body.ts"),
});
