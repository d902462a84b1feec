import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, list, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  once: flag(
    "Ends when nothing is due any more, as a scheduled CI job does; without it, it runs until it is stopped.",
  ),
  controllers: list(
    "NAME",
    "A controller that runs, such as approval, or several with commas; all of them if none is named.",
  ),
  memory: text(
    "DIR",
    "A checkout of the memory repository, with its history: what its state and its sources say is read there.",
  ),
  writeBack: flag(
    "Also decides about what attempts ask to have written, and writes back what is approved, with the token of IDENTIKIT_HOST_TOKEN: then one run finishes everything after a crash. Not together with --start-programs, whose programs could read the token.",
  ),
  startPrograms: flag(
    "Starts programs that stacks and config rows name (MCP servers on standard input, command adapters) to see whether they work. They run as the user of this process and could read its keys: use it in a job that has none that it can do without.",
  ),
  ...rootOption(),
  ...databaseOption(),
}));

export type ControllerCommandOptions = OptionsOf<typeof options>;

export const controller = defineCommand({
  name: "controller",
  summary:
    "Run the controllers of the agent platform: what changed is looked at, and what follows from it is done.",
  example: "identikit controller --once",
  options,
  body: () => import("./body.ts"),
});
