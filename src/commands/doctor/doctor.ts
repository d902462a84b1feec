import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  token: flag("Also ask the servers of templates what their tokens may do, and warn where one may write."),
  ...rootOption(),
  ...databaseOption(),
}));

export type DoctorCommandOptions = OptionsOf<typeof options>;

export const doctor = defineCommand({
  name: "doctor",
  summary: "Say what this machine and this repository have, what is missing, and how to get it.",
  example: "identikit doctor",
  options,
  body: () => import("./body.ts"),
});
