import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { flag, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  dir: positional(text("DIR", "Where the repository is made; the working directory if left out.")),
  package: text(
    "SPEC",
    "What package.json asks npm for: a version range, a tarball or an address; this release if left out.",
  ),
  dryRun: flag("Say what would be written, and write nothing."),
  ...rootOption(),
}));

export type InitCommandOptions = OptionsOf<typeof options>;

export const init = defineCommand({
  name: "init",
  summary:
    "Make a source-of-truth repository that works at once: one template, one agent, a workflow, npm start.",
  example: "identikit init fleet",
  options,
  body: () => import("./body.ts"),
});
