import { z } from "zod";
import { defineCommand } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = z.object({
  name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
  ...rootOption,
  ...databaseOption,
});

export type SecretSetCommandOptions = z.output<typeof options>;

export const secretSet = defineCommand({
  name: "secret set",
  summary: "Seal a value, read from standard input, as a secret of the config database.",
  example: 'printf %s "$TOKEN" | identikit secret set FORGE_TOKEN',
  options,
  body: () => import("./body.ts"),
});
