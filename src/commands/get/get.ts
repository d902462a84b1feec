import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, option, positional, text } from "../options/option.ts";
import { kindOption, organizationOption } from "../options/resource.ts";
import { rootOption } from "../options/root.ts";

const forms = ["table", "wide", "yaml", "json", "name"] as const;

const options = declareOptions(() => ({
  ...kindOption(),
  name: positional(text("NAME", "Its name; all of the kind if left out.")),
  output: option(z._default(z.enum(forms), "table"), {
    kind: "text",
    short: "o",
    value: forms.join("|"),
    description: "The form: json is the whole object; yaml of what people declare is what apply takes again.",
  }),
  selector: option(z.optional(z.string()), {
    kind: "text",
    short: "l",
    value: "SELECTOR",
    description: "Only objects with these labels, such as team=berths,!old.",
  }),
  fieldSelector: text("SELECTOR", "Only objects with these fields, such as status.phase=Queued."),
  ...organizationOption(),
  allOrganizations: flag("Objects of every organisation."),
  ...rootOption(),
  ...databaseOption(),
}));

export type GetCommandOptions = OptionsOf<typeof options>;

export const get = defineCommand({
  name: "get",
  summary: "Show objects of the agent platform: a table of a kind, or objects as YAML or JSON.",
  example: "identikit get rules -o yaml",
  options,
  body: () => import("./body.ts"),
});
