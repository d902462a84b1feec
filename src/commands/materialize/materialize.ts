import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { networkOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
  volume: requiredText("DIR", "The data volume."),
  from: text("DIR", "A fetched directory: the template's own, or the one that holds it under its name."),
  locked: flag("Take only what identikit.lock says, and refuse anything else."),
  strict: flag("Make a card that does not name the skills that are delivered an error."),
  ...networkOptions(),
  ...rootOption(),
}));

export type MaterializeCommandOptions = OptionsOf<typeof options>;

export const materialize = defineCommand({
  name: "materialize",
  summary: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
  example: "identikit materialize claude-code --volume /configs",
  options,
  body: () => import("./body.ts"),
});
