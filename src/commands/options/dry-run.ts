import { flag } from "./option.ts";

/** For commands that change something. */
export const dryRunOption = {
  get dryRun() {
    return flag("Say what would be done, and change nothing.");
  },
};
