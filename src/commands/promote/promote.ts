import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  from: requiredText("REF@DIGEST", "The image that was verified, by digest."),
  to: requiredText("REF", "The tag that is to stand for it."),
  template: text("DIR", "Gate the image against this template first."),
  ...dryRunOption,
  ...registryOptions,
  ...rootOption,
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
