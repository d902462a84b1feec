import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { option, positional, text } from "../options/option.ts";
import { organizationOption } from "../options/resource.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  kind: positional(
    text("KIND", "A kind: its plural, its name or a short name, such as rules; or KIND/NAME."),
  ),
  name: positional(text("NAME", "The object's name.")),
  file: option(z._default(z.array(z.string().check(z.minLength(1, "must not be empty"))), []), {
    kind: "list",
    short: "f",
    value: "FILE|DIR|-",
    description: "Manifests of the objects, in place of KIND and NAME.",
  }),
  ...organizationOption(),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type DeleteCommandOptions = OptionsOf<typeof options>;

export const deleteObjects = defineCommand({
  name: "delete",
  summary: "Delete objects of the agent platform that were made by hand; all of them or none.",
  example: "identikit delete rule fix-on-label",
  options,
  body: () => import("./body.ts"),
});
