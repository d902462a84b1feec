import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: positional(
    requiredText("NAME", "The template's name: lower-case letters, digits, dots, dashes and underscores."),
  ),
  into: text(
    "DIR",
    "Where it is made; templates/NAME of the repository if left out, or NAME outside of one.",
  ),
  runtime: text("RUNTIME", "The program that runs its agents; the template's own name if left out."),
  dryRun: flag("Say what would be written, and write nothing."),
  ...rootOption(),
}));

export type NewTemplateCommandOptions = OptionsOf<typeof options>;

export const newTemplate = defineCommand({
  name: "new template",
  summary: "Make a template that works at once: config.yaml, a prompt, a skill.",
  example: "identikit new template reviewer --runtime claude-code",
  options,
  body: () => import("./body.ts"),
});
