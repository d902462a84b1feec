import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { choice, flag, list, requiredText, text } from "../options/option.ts";
import { sbomOption, signingOptions } from "../options/provenance.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  name: list(
    "NAME",
    "A template, by its name in the manifest; identity.template of the settings if left out. Several are baked in one run: {name} in the other options stands for each one's name.",
  ),
  template: text(
    "DIR",
    "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
  ),
  base: text(
    "REF",
    "The image to put it on, or `scratch`; image.base of the settings, else `scratch`, if left out.",
  ),
  to: requiredText("REF", "Where the new image goes."),
  platform: list("OS/ARCH", "Platforms of the base to build on; all if left out."),
  builder: choice(["direct", "docker"], "direct", "Without a daemon, or a Dockerfile on a Docker Engine."),
  dockerfile: text(
    "FILE",
    "What the docker builder builds; the gate holds it against the template, too. The repository's Dockerfile.NAME of that template, where it is there, if left out.",
  ),
  ancestors: choice(
    ["assume", "read"],
    "assume",
    "Directories above the destination: as 0755 0:0, or as the base has them, which are then read.",
  ),
  label: list("KEY=VALUE", "A further label of the image."),
  skipGate: flag("Let the image be reachable without asking the gate."),
  ...signingOptions(),
  ...sbomOption(),
  ...registryOptions(),
  ...rootOption(),
}));

export type BakeCommandOptions = OptionsOf<typeof options>;

export const bake = defineCommand({
  name: "bake",
  summary: "Put the template's identity on a base image; the gate passes it before it can be reached.",
  example: "identikit bake --base scratch --to oci:images:baked",
  options,
  body: () => import("./body.ts"),
});
