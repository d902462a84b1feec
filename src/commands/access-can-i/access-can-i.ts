import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions, asGroupOption, repositoryOption } from "../options/access.ts";
import { positional, requiredText, text } from "../options/option.ts";

const options = declareOptions(() => ({
  verb: positional(requiredText("VERB", "What is to be done, such as create, update or use.")),
  resource: positional(
    requiredText(
      "RESOURCE",
      "With what: a kind of object, such as agentdispatchruns, one object as agentstacks/NAME, or a path such as /metrics.",
    ),
  ),
  name: positional(text("NAME", "The one object that is meant.")),
  subresource: text("PART", "A part of the object, such as cancel or decision."),
  as: text(
    "LOGIN",
    "Who: a login of the forge, or system:serviceaccount:ORGANISATION:NAME; in a CI job its actor if left out.",
  ),
  ...asGroupOption(),
  ...repositoryOption(),
  ...accessOptions(),
}));

export type AccessCanIOptions = OptionsOf<typeof options>;

export const accessCanI = defineCommand({
  name: "access can-i",
  summary: "Say whether somebody may do something, and which role gives it; exit 2 where they may not.",
  example: "identikit access can-i use agentstacks/fixer --as mira --as-group tidewater/harbour-masters",
  options,
  body: () => import("./body.ts"),
});
