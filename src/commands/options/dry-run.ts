import { flag } from "./option.ts";

/** For commands that change something. */
export const dryRunOption = () => ({
  dryRun: flag("Say what would be done, and change nothing."),
});
