import { z } from "zod";
import { option } from "../../../commands/options/option.ts";
import { type Around, defineAround } from "../../frame/action.ts";

const inputs = z.object({
  status: option(z.boolean().default(true), {
    kind: "flag",
    description: "Set one commit status a rule, `identikit/change/<rule>`.",
  }),
});

export type RuleStatusInputs = z.output<typeof inputs>;

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
