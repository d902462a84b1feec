import { accessOptions, personOptions } from "./access.ts";
import { positional, requiredText } from "./option.ts";

/** Which run. */
export const runNameOption = () => ({
  name: positional(requiredText("NAME", "The run.")),
});

/** A run that somebody does something with. */
export const runActionOptions = () => ({ ...runNameOption(), ...personOptions(), ...accessOptions() });
