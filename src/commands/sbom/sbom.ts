import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { outputFile, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: text(
    "NAME",
    "The template, by its name in the manifest; identity.template of the settings if left out.",
  ),
  template: text(
    "DIR",
    "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
  ),
  to: outputFile("Write it to FILE; - and left out is standard output."),
  ...rootOption(),
}));

export type SbomCommandOptions = OptionsOf<typeof options>;

export const sbom = defineCommand({
  name: "sbom",
  summary:
    "List what an identity is made of, in CycloneDX: prompts, skills, MCP servers and plugins, with their sources.",
  example: "identikit sbom --to identity.cdx.json",
  options,
  body: () => import("./body.ts"),
});
