import { join, relative } from "node:path";
import { verdictOf } from "../../fault/finding.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { ReportSection } from "../../report/report.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import type { CommandContext } from "../context.ts";
import { dockerfileOf } from "../places/dockerfile.ts";
import { templateNameOf, usualTemplateOf } from "../places/identity-template.ts";
import { baseNamed } from "../places/images.ts";
import { filled, hasPlaceholder, type OfOneTemplate, optionsPerTemplate } from "../places/named-templates.ts";
import { policiesUnderLock } from "../places/template-policies.ts";
import { readTemplateSide, type TemplateSide } from "../places/template-side.ts";
import type { Output } from "../result.ts";
import { type CandidateSide, checkCandidate } from "./candidate-side.ts";
import type { ChangeTemplates } from "./change-templates.ts";
import type { CheckCommandOptions } from "./check.ts";
import { attempt } from "./faults.ts";

/** What came of the images that the change would ship. */
export interface ImageSides extends Omit<CandidateSide, "candidate"> {
  /** One for each template, where several were named. */
  readonly sections?: readonly ReportSection[];
  readonly outputs: { readonly [name: string]: Output | undefined };
}

/**
 * Checks the image of each template that was named, or of that of the settings. What fails for one keeps no other from its turn.
 * @throws what stops the whole run: a cancellation, wrong usage, a defect
 */
export async function checkImages(
  context: CommandContext,
  project: Project,
  templates: ChangeTemplates,
  options: CheckCommandOptions,
): Promise<ImageSides> {
  const runs = await attempt(project.settings.manifest, () =>
    optionsPerTemplate(context, project, options, {
      own: ["published", "dockerfile"],
      shared: ["base", "context"],
    }),
  );
  if (runs.kind === "failed") return { findings: [runs.finding], facts: [], pending: [], outputs: {} };
  const isOne = runs.value.length === 1;
  const sides: (CandidateSide & { readonly name: string })[] = [];
  for (const one of runs.value) {
    const side = await checkImage(context, project, templates, one, isOne);
    sides.push({ name: one.name ?? "", ...side });
  }
  return isOne ? single(sides) : several(sides);
}

async function checkImage(
  context: CommandContext,
  project: Project,
  templates: ChangeTemplates,
  options: OfOneTemplate<CheckCommandOptions>,
  isOne: boolean,
): Promise<CandidateSide> {
  const { settings } = project;
  const side = await attempt(options.name ?? settings.manifest, async (): Promise<CandidateSide> => {
    const name = templateNameOf(project, { name: options.name });
    const template = await templateSide(context, project, templates, name);
    // A template that could not be fetched is a finding already.
    if (!template) return { findings: [], facts: [], pending: [] };
    const names = {
      template,
      base: baseNamed(settings, options.base, name),
      published: publishedNamed(context, project, { published: options.published, name, isOne }),
      dockerfile: dockerfileOf(context, project, template, options.dockerfile),
      stagedIn: template.directory,
    };
    return await checkCandidate(context, project, names, options);
  });
  return side.kind === "done" ? side.value : { findings: [side.finding], facts: [], pending: [] };
}

function single(sides: readonly CandidateSide[]): ImageSides {
  return {
    findings: sides.flatMap(({ findings }) => findings),
    facts: sides.flatMap(({ facts }) => facts),
    pending: sides.flatMap(({ pending }) => pending),
    outputs: digestsOf(sides[0]),
  };
}

function several(sides: readonly (CandidateSide & { readonly name: string })[]): ImageSides {
  return {
    findings: sides.flatMap(({ name, findings }) => findings.map((one) => ({ ...one, template: name }))),
    facts: [],
    pending: sides.flatMap(({ name, pending }) => pending.map((one) => ({ ...one, template: name }))),
    sections: sides.map(({ name, candidate, findings, facts }) => ({
      template: name,
      verdict: verdictOf(findings),
      subject: candidate ? "its candidate" : "no candidate could be baked",
      facts,
    })),
    outputs: {
      templates: sides.map((side) => ({
        name: side.name,
        result: verdictOf(side.findings),
        ...digestsOf(side),
      })),
    },
  };
}

function digestsOf(side: Pick<CandidateSide, "candidate"> | undefined): {
  readonly [name: string]: Output | undefined;
} {
  return { candidateDigest: side?.candidate?.digest, treeDigest: side?.candidate?.treeDigest };
}

/** The template as it was fetched for this check; `undefined` where that failed. */
async function templateSide(
  context: CommandContext,
  project: Project,
  { directory, fetched }: ChangeTemplates,
  name: string,
): Promise<TemplateSide | undefined> {
  const template = fetched.get(name);
  if (!template) return undefined;
  const { settings } = project;
  const locked = readTemplateLock(project.path(settings.lock)).get(name)?.policy;
  return await readTemplateSide(context, project, {
    name,
    directory: join(directory, name),
    shown: `${name} of ${template.source}`,
    ...policiesUnderLock(settings, locked),
    isNamed: false,
    copyFindings: [],
  });
}

/**
 * A template's images in use: those named, else those of the settings, else the one that the pipeline made of it last in this
 * repository. What the settings say without the placeholder is of the usual template; where nothing says which that is, of the one
 * template that the run is about.
 */
function publishedNamed(
  { cwd }: CommandContext,
  project: Project,
  of: { readonly published: readonly string[]; readonly name: string; readonly isOne: boolean },
): readonly string[] {
  if (of.published.length > 0) return of.published;
  const usual = usualTemplateOf(project);
  const isOwn = usual === undefined ? of.isOne : of.name === usual;
  const set = project.settings.image.published.filter((image) => isOwn || hasPlaceholder(image));
  if (set.length > 0) return filled(set, of.name);
  const tag = of.name === usual ? "baked" : `baked-${of.name}`;
  return [`oci:${relative(cwd, workPath(project, "images"))}:${tag}`];
}
