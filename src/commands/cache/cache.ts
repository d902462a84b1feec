import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { flag } from "../options/option.ts";

const options = declareOptions(() => ({
  clear: flag("Remove everything that is cached, and the key that vouches for it."),
}));

export type CacheCommandOptions = OptionsOf<typeof options>;

export const cache = defineCommand({
  name: "cache",
  summary: "Show what is kept on this machine to save time, or clear it.",
  example: "identikit cache --clear",
  options,
  body: () => import("./body.ts"),
});
