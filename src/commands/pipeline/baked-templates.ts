import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { formatImageReference, parseStoredReference } from "../../image/reference.ts";
import { type Project, workPath } from "../../project/project.ts";
import { identityTemplateOf, templateNameOf, usualTemplateOf } from "../places/identity-template.ts";
import { distinctNames, filled, hasPlaceholder } from "../places/named-templates.ts";
import type { PipelineCommandOptions } from "./pipeline.ts";

/** A template whose image the chain makes. */
export interface BakedTemplate {
  readonly name: string;
  /** Its fetched copy. */
  readonly template: string;
  /** The name of a step of the chain that is about this template. */
  step(command: string): string;
  readonly places: {
    /** Where the image lies before it is published. */
    readonly baked: string;
    readonly published: string;
  };
}

/**
 * The templates that the chain bakes: those that were named, else that of the settings. The image of the settings' template keeps its
 * usual places; another's have its name in them. Where `{name}` stands in the place, it is each one's name instead.
 * @throws {IdentikitError} `TEMPLATE_UNKNOWN`, `USAGE` for a name that is given twice, `REFERENCE_INVALID`
 */
export function bakedTemplates(
  project: Project,
  { name: named, to }: Pick<PipelineCommandOptions, "name" | "to">,
): BakedTemplate[] {
  const usual = named.length === 0 ? identityTemplateOf(project) : usualTemplateOf(project);
  const names =
    named.length === 0
      ? [certain(usual)]
      : distinctNames(named).map((name) => templateNameOf(project, { name }));
  return names.map((name) => {
    const suffix = name === usual ? "" : `-${name}`;
    // Where one image is made, it goes just where a person says.
    const published =
      to === undefined
        ? `oci:${workPath(project, `published${suffix}`)}`
        : names.length === 1 || suffix === "" || hasPlaceholder(to)
          ? filled(to, name)
          : besideOf(to, suffix);
    return {
      name,
      template: project.path(`${project.settings.templates}/${name}`),
      step: (command) => (names.length === 1 ? command : `${command} ${name}`),
      places: { baked: `oci:${workPath(project, "images")}:baked${suffix}`, published },
    };
  });
}

/** The place of the same kind with a suffix to its name. */
function besideOf(to: string, suffix: string): string {
  const reference = parseStoredReference(to);
  if (reference.kind === "registry")
    return formatImageReference({ ...reference, repository: `${reference.repository}${suffix}` });
  if (reference.kind === "layout")
    return formatImageReference({ ...reference, directory: `${reference.directory}${suffix}` });
  throw new IdentikitError("USAGE", `${to} has room for one image`, {
    remedy: "Publish several to a registry or an OCI layout, or name one template.",
  });
}
