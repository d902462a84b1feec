import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({ ...rootOption(), ...databaseOption() }));

export type SecretListCommandOptions = OptionsOf<typeof options>;

export const secretList = defineCommand({
  name: "secret list",
  summary: "List the secrets with version and key, never with a value.",
  example: "identikit secret list",
  options,
  body: () => import("./body.ts"),
});
