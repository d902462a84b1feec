import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({ ...rootOption(), ...databaseOption() }));

export type SecretRotateCommandOptions = OptionsOf<typeof options>;

export const secretRotate = defineCommand({
  name: "secret rotate",
  summary: "Seal every secret again under the first key of the keyring, all or none.",
  example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
  options,
  body: () => import("./body.ts"),
});
