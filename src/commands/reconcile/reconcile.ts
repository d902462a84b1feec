import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { envOptions } from "../options/env-directories.ts";
import { choice, flag } from "../options/option.ts";
import { reportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  ...envOptions(),
  repair: flag("Render again what drifted."),
  containers: flag(
    "Also compare the agents' containers with the image and env directory they should have; with --repair, rebuild those with another image in which no task runs.",
  ),
  prune: flag("With --repair: remove env directories whose agent is gone."),
  format: choice(
    ["text", "json", "markdown", "sarif"],
    "text",
    "The form in which the findings are printed.",
  ),
  ...dryRunOption(),
  ...reportOptions(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ReconcileCommandOptions = OptionsOf<typeof options>;

export const reconcile = defineCommand({
  name: "reconcile",
  summary:
    "Compare env directories with what was written and what should be there, and repair them where asked.",
  example: "identikit reconcile --env-root /srv/agents --repair",
  options,
  body: () => import("./body.ts"),
});
