import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { flag, list, positional } from "../options/option.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  path: positional(
    list(
      "PATH",
      "What to check: a source-of-truth repository, a template, or a file or directory in one; the working directory if left out.",
    ),
  ),
  watch: flag("Check again whenever a file changes, until it is stopped."),
  ...printedReportOptions(),
  ...rootOption(),
}));

export type ValidateCommandOptions = OptionsOf<typeof options>;

export const validate = defineCommand({
  name: "validate",
  summary:
    "Find every mistake in a repository or a template that can be found without database, registry or network.",
  example: "identikit validate",
  options,
  body: () => import("./body.ts"),
});
