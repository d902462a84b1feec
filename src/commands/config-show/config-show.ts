import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  agent: positional(requiredText("AGENT", "The agent's name.")),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigShowCommandOptions = OptionsOf<typeof options>;

export const configShow = defineCommand({
  name: "config show",
  summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
  example: "identikit config show concierge",
  options,
  body: () => import("./body.ts"),
});
