import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, list, text } from "../options/option.ts";
import { requirementOptions } from "../options/provenance.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";
import { registryOptions } from "../options/servers.ts";

const options = declareOptions(() => ({
  base: text(
    "REF",
    "The image that the candidate is baked on; image.base of the settings, else `scratch`, if left out.",
  ),
  published: list(
    "REF",
    "An image in use that the candidate is to replace; image.published of the settings, else the pipeline's own, if left out.",
  ),
  dockerfile: text(
    "FILE",
    "A Dockerfile to hold against the candidate; the repository's Dockerfile.NAME of that template, where it is there, if left out.",
  ),
  context: text("DIR", "The Dockerfile's build context; the repository's root if left out."),
  name: list(
    "NAME",
    "A template, by its name in the manifest; identity.template of the settings if left out. Several are checked in one run: {name} in the other options stands for each one's name.",
  ),
  platform: list("OS/ARCH", "Platforms of the base to build on; all if left out."),
  bundle: text(
    "FILE",
    "The exported bundle of the branch that is merged into: what rows are compared with, in place of a database.",
  ),
  main: text(
    "DIR|REVISION",
    "The branch that is merged into, as a checkout or as a commit of this one: what rows are compared with, where neither bundle nor database is named.",
  ),
  source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
  ...printedReportOptions(),
  ...requirementOptions(),
  requireSignature: flag(
    "Refuse an image in use (--published) that is not signed by a key or identity that counts. The candidate is never pushed, so it has no signature.",
  ),
  requireAttestation: list(
    "KIND|URI",
    "Refuse an image in use (--published) without this statement by a key or identity that counts: provenance, identity, sbom, summary, or a predicate type.",
  ),
  ...registryOptions(),
  ...rootOption(),
  ...databaseOption(),
}));

export type CheckCommandOptions = OptionsOf<typeof options>;

export const check = defineCommand({
  name: "check",
  summary:
    "Answer what a pull request asks: would this change be shipped whole, and what will it change for whom? Nothing is written or pushed.",
  example: "identikit check",
  options,
  body: () => import("./body.ts"),
});
