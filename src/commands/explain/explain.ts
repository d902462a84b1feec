import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { positional, requiredText } from "../options/option.ts";

const options = declareOptions(() => ({
  what: positional(
    requiredText("KIND[.PATH]", "A kind, or a field of it, such as agenttriggerrules.spec.match."),
  ),
}));

export type ExplainCommandOptions = OptionsOf<typeof options>;

export const explain = defineCommand({
  name: "explain",
  summary: "Say what a kind of object is for, and what each of its fields takes.",
  example: "identikit explain agenttriggerrules.spec.match",
  options,
  body: () => import("./body.ts"),
});
