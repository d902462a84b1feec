import { z } from "zod";
import { defineCommand } from "../command.ts";
import { choice, flag, list, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = z.object({
  template: text(
    "DIR",
    "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
  ),
  base: requiredText("REF", "The image to put it on, or `scratch`."),
  to: requiredText("REF", "Where the new image goes."),
  platform: list("OS/ARCH", "Platforms of the base to build on; all if left out."),
  builder: choice(
    ["direct", "docker"],
    "direct",
    "Without a daemon, or Dockerfile.platform-agent on a Docker Engine.",
  ),
  dockerfile: text("FILE", "For the docker builder; the repository's Dockerfile.platform-agent if left out."),
  ancestors: choice(
    ["assume", "read"],
    "assume",
    "Directories above the destination: as 0755 0:0, or as the base has them, which are then read.",
  ),
  label: list("KEY=VALUE", "A further label of the image."),
  skipGate: flag("Let the image be reachable without asking the gate."),
  ...registryOptions,
  ...rootOption,
});

export type BakeCommandOptions = z.output<typeof options>;

export const bake = defineCommand({
  name: "bake",
  summary: "Put the template's identity on a base image; the gate passes it before it can be reached.",
  example: "identikit bake --base scratch --to oci:images:baked",
  options,
  body: () => import("./body.ts"),
});
