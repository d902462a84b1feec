import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { positional, requiredText } from "../options/option.ts";
import { requirementOptions } from "../options/provenance.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  image: positional(requiredText("REF", "The image: docker://HOST/REPOSITORY:TAG, or oci:DIR:TAG.")),
  ...requirementOptions(),
  ...printedReportOptions(),
  ...registryOptions(),
  ...rootOption(),
}));

export type ImageVerifyCommandOptions = OptionsOf<typeof options>;

export const imageVerify = defineCommand({
  name: "image verify",
  summary:
    "Verify who signed an image and what is said of it; exit code 2 where nobody who counts has signed it, or a statement that was required is missing.",
  example:
    "identikit image verify docker://registry.example/molecule-ai/platform-platform-agent:staging --verify-key cosign.pub",
  options,
  body: () => import("./body.ts"),
});
