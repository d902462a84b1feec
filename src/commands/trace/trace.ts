import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, list, option, positional, requiredText, text } from "../options/option.ts";
import { trustOptions } from "../options/provenance.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  what: positional(
    requiredText(
      "WHAT",
      "A template, TEMPLATE@COMMIT, an image by reference or digest, an agent, an env directory, a stack or a run; or an id of an earlier trace, such as agent:concierge.",
    ),
  ),
  image: list(
    "REF",
    "An image that may carry an identity, besides those of the pipeline, the stacks and the containers. With a tag and a digest, it is checked that the tag still stands for the digest.",
  ),
  source: list("NAME=PATH_OR_URL", "Read a template from another place than the manifest says."),
  templates: text("DIR", "The fetched templates; the settings' template directory if left out."),
  envRoot: text(
    "DIR",
    "The env directories, DIR/<agent>/; the setting envRoot (.identikit/env) if left out.",
  ),
  organization: text("NAME", "Whose stacks and runs; that of the settings if left out."),
  runs: option(z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(10_000)), 20), {
    kind: "text",
    value: "N",
    description: "How many runs of each stack are looked at, the newest first.",
  }),
  forge: flag("Read what runs pushed back from the forge, too; else it is unverified."),
  ...trustOptions(),
  ...printedReportOptions(),
  ...registryOptions(),
  ...rootOption(),
  ...databaseOption(),
}));

export type TraceCommandOptions = OptionsOf<typeof options>;

export const trace = defineCommand({
  name: "trace",
  summary:
    "Verify every link from a template's commit to the images, env directories and runs that carry it, and back; exit code 2 where one does not hold, 1 where one could not be verified.",
  example: "identikit trace platform-agent",
  options,
  body: () => import("./body.ts"),
});
