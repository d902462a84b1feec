import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { choice, flag, list, text } from "../options/option.ts";
import { requirementOptions, sbomOption, signingOptions } from "../options/provenance.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: list(
    "NAME",
    "A template to bake, gate and publish, by its name in the manifest; identity.template of the settings if left out.",
  ),
  base: text(
    "REF",
    "The image that the identity is put on; image.base of the settings, else `scratch`, if left out. {name} stands for the template's name.",
  ),
  to: text(
    "REPO",
    "Where the image is published; an OCI layout under .identikit if left out. Of several, each but that of the settings goes to REPO-NAME, or write {name} where the name belongs.",
  ),
  envRoot: text("DIR", "Where the env directories go; the setting envRoot (.identikit/env) if left out."),
  locked: flag("Fetch only what identikit.lock says, and refuse anything else."),
  onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
  ...signingOptions(),
  ...sbomOption(),
  ...requirementOptions(),
  ...rootOption(),
  ...databaseOption(),
}));

export type PipelineCommandOptions = OptionsOf<typeof options>;

export const pipeline = defineCommand({
  name: "pipeline",
  summary:
    "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
  example: "identikit pipeline --root examples/fleet",
  options,
  body: () => import("./body.ts"),
});
