import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { scopeOptions, tableOption } from "../options/row.ts";

const options = declareOptions(() => ({
  ...tableOption(),
  key: positional(
    requiredText(
      "KEY",
      "The entry: plugin@marketplace; the name of a server, a marketplace or a skill; system for a prompt; a setting's name, such as model or hooks.PreToolUse; a client's file, such as agents/reviewer.md.",
    ),
  ),
  value: positional(
    text(
      "VALUE",
      "JSON, or the text of a prompt or of a client's file. A plugin is switched on where it is left out. Everybody on this machine can see it while the command runs.",
    ),
  ),
  file: text("FILE", "Read the value from FILE, a skill from a directory; - is standard input."),
  ...scopeOptions(),
  off: flag("Take the entry of a wider scope away here, instead of giving it a value."),
  literal: flag("Store the value although something in it looks like a credential."),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigSetCommandOptions = OptionsOf<typeof options>;

export const configSet = defineCommand({
  name: "config set",
  summary: "Write one row of the config database, for all agents, a type or one agent.",
  example:
    "identikit config set plugin_binding gopls-lsp@claude-plugins-official --scope instance --ref concierge",
  options,
  body: () => import("./body.ts"),
});
