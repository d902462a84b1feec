import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  templates: text(
    "DIR",
    "Fetched templates, one directory each; the settings' directory, where it is, if left out.",
  ),
  ...dryRunOption(),
  strict: flag("Make an agent without a prompt, or with one that lost parts, an error."),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigSyncCommandOptions = OptionsOf<typeof options>;

export const configSync = defineCommand({
  name: "config sync",
  summary:
    "Bring agent types, agents, the builtin scope and the objects of the agent platform to what the repository's files and templates say.",
  example: "identikit config sync --templates .tenant-bundle-deps/workspace-configs-templates",
  options,
  body: () => import("./body.ts"),
});
