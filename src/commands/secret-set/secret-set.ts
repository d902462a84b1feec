import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
  ...rootOption(),
  ...databaseOption(),
}));

export type SecretSetCommandOptions = OptionsOf<typeof options>;

export const secretSet = defineCommand({
  name: "secret set",
  summary: "Seal a value as a secret of the config database; it is typed without being shown, or piped in.",
  example: 'printf %s "$TOKEN" | identikit secret set FORGE_TOKEN',
  options,
  body: () => import("./body.ts"),
});
