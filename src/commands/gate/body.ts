import { resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { coverageOf, promptWarnings } from "../../gate/coverage.ts";
import { besideIdentity, readDockerfile } from "../../gate/dockerfile/dockerfile-place.ts";
import { checkDockerfile, unseenByDockerfile } from "../../gate/dockerfile-side.ts";
import { gateFor } from "../../gate/gate.ts";
import { checkStagedIdentity } from "../../gate/staged-identity.ts";
import { destinationPath, type IdentityProfile } from "../../image/identity.ts";
import { parsePlatform } from "../../image/platform.ts";
import { layerIndexOf } from "../../image/view/layer-index.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Context } from "../../runtime/context.ts";
import { identitySuffix } from "../../template/stage-identity.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { copyDrift } from "../accounts/copy-drift.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import type { CommandContext } from "../context.ts";
import type { RegistryOptionValues } from "../options/servers.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import {
  coverageFacts,
  findTemplateSide,
  readTemplateSide,
  type TemplateSide,
  templateLine,
} from "../places/template-side.ts";
import type { CommandResult } from "../result.ts";
import type { GateCommandOptions } from "./gate.ts";

export async function run(context: CommandContext, options: GateCommandOptions): Promise<CommandResult> {
  const { image, dockerfile } = options;
  if (image === undefined && dockerfile === undefined) throw nothingToGate();
  const project = await openNearestProject(context.cwd, options.root);
  const found = await findTemplateSide(context, project, options);
  const { copyFindings } = found;
  const drift = copyDrift(context, project, {
    check: "gate",
    findings: copyFindings,
    undone: "not compared",
  });
  if (drift) return { ...drift, format: options.format };
  const template = await readTemplateSide(context, project, found);
  const { destination } = project.settings.identity;
  const { tree: identity, profile, required } = template;
  const question = { identity, destination, required, profile };
  const coverage = coverageOf(template.directory, identity, template);
  const gated = await gateImage(context, project, image, { ...question, ...options });
  const copied = gateDockerfile(context, project, { ...options, ...question, template });
  const findings = [
    ...copyFindings,
    ...copied.findings,
    ...gated.findings,
    ...promptWarnings(identity, coverage),
  ];
  const report = makeReport(
    {
      check: "gate",
      verdict: verdictOf(findings),
      subject: `${[image, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
      facts: [{ label: "tree digest", value: identity.digest }, ...coverageFacts(coverage), ...copied.facts],
      anchor: project.settings.manifest,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  const files = writeReportFiles(context, report, options);
  const treeDigest = identity.digest;
  const { requests } = gated;
  return {
    outputs: {
      image,
      treeDigest,
      commit: template.commit,
      coverage: {
        profile: coverage.profile,
        compared: coverage.compared,
        notBaked: [...coverage.notBaked],
        notDelivered: [...coverage.notDelivered],
      },
      requests,
      ...files,
    },
    account: [],
    report,
    format: options.format,
  };
}

/** What both sides are held against. */
interface Question {
  readonly identity: FileTree;
  readonly destination: string;
  readonly required: readonly string[];
  readonly profile: IdentityProfile;
}

async function gateImage(
  context: Context,
  project: Project,
  image: string | undefined,
  question: Question & RegistryOptionValues & { readonly platform: readonly string[] },
): Promise<{ findings: readonly Finding[]; requests: number }> {
  if (image === undefined) return { findings: [], requests: 0 };
  const { identity, destination, required, profile, platform } = question;
  const index = layerIndexOf(context.env);
  const check = gateFor({
    template: identity,
    destination,
    required,
    profile,
    signal: context.signal,
    index,
  });
  await using places = openPlaces(context, project.settings, question);
  const place = await places.open(placeOf(context, image));
  const findings = await check({
    source: place.store,
    selector: place.select(),
    platforms: platform.map(parsePlatform),
    subject: image,
  });
  return { findings, requests: places.traffic.requests };
}

function gateDockerfile(
  context: Context,
  project: Project,
  question: Question & {
    readonly template: TemplateSide;
    readonly dockerfile?: string | undefined;
    readonly context?: string | undefined;
  },
): { findings: readonly Finding[]; facts: readonly { label: string; value: string }[] } {
  const { dockerfile, identity, destination, template } = question;
  if (dockerfile === undefined) return { findings: [], facts: [] };
  const { settings } = project;
  const templateDirectory = `${settings.templates}/${template.name}`;
  const { place, ...read } = readDockerfile(resolve(context.cwd, dockerfile), {
    shown: dockerfile,
    root: project.root,
    context: question.context === undefined ? undefined : resolve(context.cwd, question.context),
  });
  const staged = `${templateDirectory}${identitySuffix}`;
  const findings = checkDockerfile(identity, {
    ...read,
    destination: destinationPath(destination),
    beside: besideIdentity(template.directory, template.profile),
    templateDirectory,
    staged: checkStagedIdentity(identity, resolve(place, staged), staged),
  });
  return { findings, facts: [{ label: "not seen by the Dockerfile side", value: unseenByDockerfile }] };
}

function nothingToGate(): IdentikitError {
  return new IdentikitError("USAGE", "nothing to gate was named", {
    remedy: "Name an image with --image, a Dockerfile with --dockerfile, or both.",
  });
}
