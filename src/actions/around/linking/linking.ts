import { declareOptions, type OptionsOf } from "../../../commands/command.ts";
import { type Around, defineAround } from "../../frame/action.ts";
import { tokenInput } from "../status-inputs.ts";

const inputs = declareOptions(tokenInput);

export type LinkingInputs = OptionsOf<typeof inputs>;

/** Links the package of a published image to its repository, where the host wants to be asked; it never fails the step. */
export const linking: Around = defineAround({
  inputs,
  after: async (context, given, outcome) => {
    const { linkPublished } = await import("./body.ts");
    await linkPublished(context, given, outcome);
    return {};
  },
});
