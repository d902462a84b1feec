import { z } from "zod";
import { defineCommand } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = z.object({
  templates: text(
    "DIR",
    "Fetched templates, one directory each; the settings' directory, where it is, if left out.",
  ),
  ...rootOption,
  ...databaseOption,
});

export type ConfigSyncCommandOptions = z.output<typeof options>;

export const configSync = defineCommand({
  name: "config sync",
  summary:
    "Bring agent types, agents and the builtin scope to what the repository's files and templates say.",
  example: "identikit config sync --templates .tenant-bundle-deps/workspace-configs-templates",
  options,
  body: () => import("./body.ts"),
});
