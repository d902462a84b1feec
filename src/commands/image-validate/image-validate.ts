import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { positional, requiredText } from "../options/option.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  image: positional(
    requiredText(
      "REF",
      "The image: docker://HOST/REPOSITORY:TAG, oci:DIR:TAG, docker-archive:FILE or docker-daemon:NAME.",
    ),
  ),
  ...printedReportOptions(),
  ...registryOptions(),
  ...rootOption(),
}));

export type ImageValidateCommandOptions = OptionsOf<typeof options>;

export const imageValidate = defineCommand({
  name: "image validate",
  summary: "Read a whole image, every platform and layer, and say what is wrong with it.",
  example: "identikit image validate docker://registry.example/molecule-ai/platform-platform-agent:staging",
  options,
  body: () => import("./body.ts"),
});
