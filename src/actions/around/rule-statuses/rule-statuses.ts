import { z } from "zod/mini";
import { declareOptions, type OptionsOf } from "../../../commands/command.ts";
import { option } from "../../../commands/options/option.ts";
import { type Around, defineAround } from "../../frame/action.ts";

const inputs = declareOptions(() => ({
  status: option(z._default(z.boolean(), true), {
    kind: "flag",
    description: "Set one commit status a rule, `identikit/change/<rule>`.",
  }),
}));

export type RuleStatusInputs = OptionsOf<typeof inputs>;

/**
 * Tells what each rule came to as a status of its own. A rule that only waits for other checks is pending, and does not fail the
 * job once its status says so: an event starts another run.
 */
export const ruleStatuses: Around = defineAround({
  inputs,
  revise: async (context, given, outcome) => {
    const { tellRules } = await import("./body.ts");
    return await tellRules(context, given, outcome);
  },
});
