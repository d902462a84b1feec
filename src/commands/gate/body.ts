import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { coverageOf, promptWarnings } from "../../gate/coverage.ts";
import { gateFor } from "../../gate/gate.ts";
import { bakedTree } from "../../image/identity.ts";
import type { ImageGate } from "../../image/image-gate.ts";
import type { ImagePlaces, OpenedReference } from "../../image/places.ts";
import { parsePlatform } from "../../image/platform.ts";
import type { Platform } from "../../image/store.ts";
import { layerIndexOf } from "../../image/view/layer-index.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { copyDrift } from "../accounts/copy-drift.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import { eachTemplate, reportOfSeveral, requestsOf, templateOutputs } from "../accounts/several-templates.ts";
import type { CommandContext } from "../context.ts";
import { gateDockerfile } from "../places/dockerfile.ts";
import { placedInTemplate } from "../places/finding-places.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import { type OfOneTemplate, optionsPerTemplate } from "../places/named-templates.ts";
import { comparePublished } from "../places/published.ts";
import { type Required, requirementsOf } from "../places/requirements.ts";
import { coverageFacts, findTemplateSide, readTemplateSide, templateLine } from "../places/template-side.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { GateCommandOptions } from "./gate.ts";

export async function run(context: CommandContext, options: GateCommandOptions): Promise<CommandResult> {
  const { image, candidate, dockerfile } = options;
  if (image === undefined && candidate === undefined && dockerfile === undefined) throw nothingToGate();
  const project = await openNearestProject(context.cwd, options.root);
  const [only, ...others] = optionsPerTemplate(context, project, options, {
    own: ["template", "image", "candidate", "published", "dockerfile"],
    shared: ["context"],
  });
  const first = certain(only);
  if (others.length === 0) return await gateOne(context, project, first);
  const quiet = [first, ...others].map((one) => ({ ...one, report: undefined, sarif: undefined }));
  const outcomes = await eachTemplate(quiet, (one) => gateOne(context, project, one));
  const anchor = project.settings.manifest;
  const report = reportOfSeveral({ cwd: context.cwd, root: project.root, check: "gate", anchor }, outcomes);
  return {
    outputs: {
      templates: templateOutputs(outcomes),
      changes: report.pending === undefined ? undefined : asOutput(report.pending),
      requests: requestsOf(outcomes),
      ...(await writeReportFiles(context, report, options)),
    },
    account: [],
    report,
    format: options.format,
  };
}

async function gateOne(
  context: CommandContext,
  project: Project,
  options: OfOneTemplate<GateCommandOptions>,
): Promise<CommandResult> {
  const { image, candidate, dockerfile, published } = options;
  const images = [image, candidate].filter((each) => each !== undefined);
  const found = await findTemplateSide(context, project, options);
  const { copyFindings } = found;
  const drift = copyDrift(context, project, {
    check: "gate",
    findings: copyFindings,
    undone: "not compared",
  });
  if (drift) return { ...drift, format: options.format };
  await using places = openPlaces(context, project.settings, options);
  // The manifests are on their way while the template is read, and what is wrong with the template is told first.
  const [opened, read] = await Promise.allSettled([
    openImages(context, places, images),
    readTemplateSide(context, project, found),
  ]);
  if (read.status === "rejected") throw read.reason;
  if (opened.status === "rejected") throw opened.reason;
  const template = read.value;
  const { tree: identity, profile, required } = template;
  const coverage = coverageOf(template.directory, identity, template);
  const { destination } = project.settings.identity;
  const { signal } = context;
  const index = layerIndexOf(context.env);
  const check = gateFor({ template: identity, destination, required, profile, signal, index });
  const statements = await requirementsOf(context, project, options);
  const platforms = options.platform.map(parsePlatform);
  const gated: Finding[] = [];
  for (const { image, place } of opened.value)
    gated.push(...(await gateImage(check, { image, place, platforms, statements, identity })));
  const files = [...bakedTree(identity)].map(({ path }) => path);
  const inUse = await comparePublished(context, places, { published, check, files, platforms });
  const copied = gateDockerfile(context, project, template, { dockerfile, context: options.context });
  const findings = [
    ...copyFindings,
    ...copied.findings,
    ...placedInTemplate(project, template.name, [...gated, ...promptWarnings(identity, coverage)]),
    ...inUse.findings,
  ];
  const facts = [
    { label: "tree digest", value: identity.digest },
    ...coverageFacts(coverage),
    ...copied.facts,
    ...inUse.facts,
  ];
  const report = makeReport(
    {
      check: "gate",
      verdict: verdictOf(findings),
      subject: `${[...images, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
      facts,
      anchor: project.settings.manifest,
      findings,
      ...(published.length > 0 ? { pending: inUse.pending } : {}),
    },
    { cwd: context.cwd, root: project.root },
  );
  return {
    outputs: {
      image: image ?? candidate,
      treeDigest: identity.digest,
      commit: template.commit,
      coverage: {
        profile: coverage.profile,
        compared: coverage.compared,
        notBaked: [...coverage.notBaked],
        notDelivered: [...coverage.notDelivered],
      },
      changes: published.length > 0 ? asOutput(inUse.pending) : undefined,
      requests: places.traffic.requests,
      ...(await writeReportFiles(context, report, options)),
    },
    account: [],
    report,
    format: options.format,
  };
}

interface OpenedImage {
  readonly image: string;
  readonly place: OpenedReference;
}

async function openImages(
  context: CommandContext,
  places: ImagePlaces,
  images: readonly string[],
): Promise<OpenedImage[]> {
  const opened: OpenedImage[] = [];
  for (const image of images) {
    const place = await places.open(placeOf(context, image));
    place.store.expectManifest?.(await place.select());
    opened.push({ image, place });
  }
  return opened;
}

async function gateImage(
  check: ImageGate,
  {
    image,
    place,
    platforms,
    statements,
    identity,
  }: OpenedImage & {
    readonly platforms: readonly Platform[];
    readonly statements: Required | undefined;
    readonly identity: FileTree;
  },
): Promise<readonly Finding[]> {
  const asked = statements ? statements.after(check, place.store, identity.digest) : check;
  return await asked({ source: place.store, selector: place.select(), platforms, subject: image });
}

function nothingToGate(): IdentikitError {
  return new IdentikitError("USAGE", "nothing to gate was named", {
    remedy:
      "Name an image with --image or --candidate, a Dockerfile with --dockerfile, or both. In a workflow: set the variable that names the image (PLATFORM_AGENT_IMAGE in the shipped ones).",
  });
}
