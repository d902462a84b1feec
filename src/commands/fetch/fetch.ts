import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, list, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { networkOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  name: positional(list("NAME", "Templates of the manifest, by name; every one of them if none is named.")),
  all: flag("Every workspace template of the manifest."),
  into: text("DIR", "Each template is laid into DIR/<name>/; the settings' template directory if left out."),
  locked: flag("Take only what identikit.lock says, and refuse anything else."),
  prune: flag("Remove files that no fetch wrote from the templates' directories."),
  updateLock: flag("Write what moved to identikit.lock, and say what did."),
  source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
  strict: flag("Make a path that the policy leaves out an error."),
  ...networkOptions(),
  ...dryRunOption(),
  ...rootOption(),
}));

export type FetchCommandOptions = OptionsOf<typeof options>;

export const fetch = defineCommand({
  name: "fetch",
  summary: "Bring templates' assets from their repositories into a directory.",
  example: "identikit fetch --all --into .tenant-bundle-deps/workspace-configs-templates",
  options,
  body: () => import("./body.ts"),
});
