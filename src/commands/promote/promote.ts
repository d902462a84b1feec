import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { recordDatabaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { list, requiredText, text } from "../options/option.ts";
import { requirementOptions, signingOptions } from "../options/provenance.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  from: list(
    "REF@DIGEST",
    "The image that was verified, by digest; with several templates the image of each, in the order of their names.",
  ),
  to: requiredText("REF", "The tag that is to stand for it."),
  name: list(
    "NAME",
    "Gate the image against this template first, by its name in the manifest. The images of several are promoted in one run: {name} in --to and --template stands for each one's name.",
  ),
  template: text("DIR", "Gate the image against this template first."),
  ...dryRunOption(),
  ...signingOptions(),
  ...requirementOptions(),
  ...registryOptions(),
  ...rootOption(),
  ...recordDatabaseOption(),
}));

export type PromoteCommandOptions = OptionsOf<typeof options>;

export const promote = defineCommand({
  name: "promote",
  summary: "Move a tag to a verified digest, byte for byte, without a rebuild.",
  example:
    "identikit promote --from docker://registry.example/agent@sha256:… --to docker://registry.example/agent:production",
  options,
  body: () => import("./body.ts"),
});
