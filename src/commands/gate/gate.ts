import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { list, text } from "../options/option.ts";
import { requirementOptions } from "../options/provenance.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  name: list(
    "NAME",
    "A template, by its name in the manifest; identity.template of the settings if left out. Several are gated in one run: {name} in the other options stands for each one's name.",
  ),
  template: text(
    "DIR",
    "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
  ),
  image: text("REF", "The image to look into."),
  candidate: text(
    "REF",
    "An image that is about to be shipped, held against the template like --image; with --published, what it will change is shown.",
  ),
  published: list(
    "REF",
    "An image in use that the candidate is to replace: how it differs is shown, and never an error.",
  ),
  dockerfile: text("FILE", "A Dockerfile to hold against the template, too, or alone."),
  context: text(
    "DIR",
    "The Dockerfile's build context; the repository's root if left out, or the directory of a Dockerfile outside of it.",
  ),
  platform: list("OS/ARCH", "Platforms of an index to look at; all if left out."),
  ...printedReportOptions(),
  ...requirementOptions(),
  ...registryOptions(),
  ...rootOption(),
}));

export type GateCommandOptions = OptionsOf<typeof options>;

export const gate = defineCommand({
  name: "gate",
  summary: "Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
  example: "identikit gate --image docker://registry.example/molecule-ai/platform-platform-agent:staging",
  options,
  body: () => import("./body.ts"),
});
