import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({ ...rootOption(), ...databaseOption() }));

export type QueueCommandOptions = OptionsOf<typeof options>;

export const queue = defineCommand({
  name: "queue",
  summary:
    "Show the render queue: agents that are due, that a worker has, and that fail, with the next try. It only reads.",
  example: "identikit queue",
  options,
  body: () => import("./body.ts"),
});
