import { declareOptions, type OptionsOf } from "../../../commands/command.ts";
import { flag } from "../../../commands/options/option.ts";
import type { Check } from "../../../report/report.ts";
import { type Around, defineAround } from "../../frame/action.ts";
import { statusInputs } from "../status-inputs.ts";

const inputs = declareOptions(() => ({
  status: flag("Set a commit status with the verdict."),
  comment: flag("Keep one comment with the findings up to date on the pull request."),
  ...statusInputs(),
}));

export type AnnouncingInputs = OptionsOf<typeof inputs>;

/**
 * Tells what a check came to as the status `identikit/<action>` and as one comment. A command that ended with a fault
 * verified nothing, and its status says so.
 */
export function announcing(action: string, check: Check): Around {
  return defineAround({
    inputs,
    after: async (context, given, outcome) => {
      const { announceOutcome } = await import("./body.ts");
      return await announceOutcome(context, given, { action, check, outcome });
    },
  });
}
