import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { recordDatabaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, list, requiredText, text } from "../options/option.ts";
import { requirementOptions, sbomOption, signingOptions } from "../options/provenance.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  from: requiredText("REF", "The image to publish."),
  to: requiredText("REPO", "The repository or layout to publish to; a tag of it is used like --tag."),
  name: list(
    "NAME",
    "A template, by its name in the manifest; identity.template of the settings if left out. The images of several are published in one run: {name} in the other options stands for each one's name.",
  ),
  template: text(
    "DIR",
    "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
  ),
  tagRule: list("RULE", "How tags follow from the run, such as type=sha,prefix=staging-,format=long."),
  tag: list("TAG", "A tag as it is, besides those of the rules."),
  dockerfile: text(
    "FILE",
    "A Dockerfile that the gate holds against the template, too; the repository's Dockerfile.NAME of that template, where it is there, if left out.",
  ),
  unlessTag: text(
    "TAG",
    "Where this tag of the repository stands for the very image already, nothing is pushed and no tag is moved.",
  ),
  skipGate: flag("Publish without asking the gate; the result says so."),
  ...dryRunOption(),
  ...signingOptions(),
  ...sbomOption(),
  ...requirementOptions(),
  ...registryOptions(),
  ...rootOption(),
  ...recordDatabaseOption(),
}));

export type PublishCommandOptions = OptionsOf<typeof options>;

export const publish = defineCommand({
  name: "publish",
  summary: "Gate an image, push it, tag it, and read back what the tags now stand for.",
  example:
    "identikit publish --from oci:images:baked --to docker://registry.example/molecule-ai/platform-platform-agent",
  options,
  body: () => import("./body.ts"),
});
