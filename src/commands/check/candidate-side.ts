import type { Finding } from "../../fault/finding.ts";
import { coverageOf, promptWarnings } from "../../gate/coverage.ts";
import { gateFor } from "../../gate/gate.ts";
import { baseCacheOf } from "../../image/base-cache.ts";
import { bakeCandidate, type Candidate } from "../../image/candidate.ts";
import { bakedTree } from "../../image/identity.ts";
import type { ImagePlaces } from "../../image/places.ts";
import { parsePlatform } from "../../image/platform.ts";
import { sourceDateEpoch } from "../../image/source-date-epoch.ts";
import { layerIndexOf } from "../../image/view/layer-index.ts";
import type { Project } from "../../project/project.ts";
import type { Fact, PendingChange } from "../../report/report.ts";
import type { CommandContext } from "../context.ts";
import { gateDockerfile } from "../places/dockerfile.ts";
import { placedInTemplate } from "../places/finding-places.ts";
import { imageSource } from "../places/image-source.ts";
import { baseOf, openPlaces, placeOf } from "../places/images.ts";
import { comparePublished } from "../places/published.ts";
import { type Required, requirementsOf } from "../places/requirements.ts";
import { coverageFacts, type TemplateSide, templateLine } from "../places/template-side.ts";
import type { CheckCommandOptions } from "./check.ts";
import { attempt } from "./faults.ts";

/** What came of the image that the change would ship. */
export interface CandidateSide {
  /** Where it could be baked. */
  readonly candidate?: Candidate;
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  readonly pending: readonly PendingChange[];
}

/** What the image is made of and compared with. */
export interface CandidateNames {
  readonly template: TemplateSide;
  /** A base, or `scratch`. */
  readonly base: string;
  readonly published: readonly string[];
  readonly dockerfile: string | undefined;
  /** The directory that the template was laid into; its staged identity lies beside it. */
  readonly stagedIn: string;
}

/**
 * Bakes the candidate in memory on the real base, of which only manifests and configs are read; gates it; holds the Dockerfile against
 * the template; and compares the images in use.
 * @throws {IdentikitError} `REFERENCE_INVALID`, `USAGE`
 */
export async function checkCandidate(
  context: CommandContext,
  project: Project,
  names: CandidateNames,
  options: Omit<CheckCommandOptions, "name">,
): Promise<CandidateSide> {
  const { template, base, published, dockerfile, stagedIn } = names;
  const { tree, profile, required, repository } = template;
  const { destination } = project.settings.identity;
  const { signal } = context;
  const index = layerIndexOf(context.env);
  const platforms = options.platform.map(parsePlatform);
  const gate = gateFor({ template: tree, destination, required, profile, signal, index });
  await using places = openPlaces(context, project.settings, options);
  const source = await imageSource(context, project);
  const subject = `the candidate on ${base}`;
  const baked = await attempt(subject, async () =>
    bakeCandidate(
      {
        template: tree,
        provenance: { ...(repository ? { repository } : {}), ...(source ? { source } : {}) },
        base: await places.openBase(baseOf(context, base)),
        platforms,
        sourceDateEpoch: sourceDateEpoch(context),
        destination,
        required,
        profile,
        index,
        signal,
        cache: baseCacheOf(context.env),
      },
      subject,
    ),
  );
  const candidate = baked.kind === "done" ? baked.value : undefined;
  const gated = candidate
    ? await gate({
        source: candidate.source,
        selector: { kind: "digest", digest: candidate.digest },
        subject,
      })
    : [];
  const copied = await attempt(dockerfile ?? "the Dockerfile", () =>
    gateDockerfile(context, project, template, { dockerfile, context: options.context, stagedIn }),
  );
  const files = [...bakedTree(tree)].map(({ path }) => path);
  const inUse = await comparePublished(context, places, { published, check: gate, files, platforms });
  const coverage = coverageOf(template.directory, tree, template);
  const statements = await attempt("provenance", () => requirementsOf(context, project, options));
  const stated =
    statements.kind === "failed"
      ? [statements.finding]
      : await statedInUse(context, places, published, statements.value);
  return {
    ...(candidate ? { candidate } : {}),
    findings: [
      ...(baked.kind === "failed" ? [baked.finding] : []),
      ...placedInTemplate(project, template.name, [...gated, ...promptWarnings(tree, coverage)]),
      ...(copied.kind === "failed" ? [copied.finding] : copied.value.findings),
      ...inUse.findings,
      ...stated,
    ],
    facts: [
      { label: "template", value: templateLine(template) },
      ...(candidate
        ? [
            { label: "candidate", value: `${candidate.digest} on ${base}` },
            { label: "tree digest", value: candidate.treeDigest },
          ]
        : []),
      ...coverageFacts(coverage),
      { label: "Dockerfile", value: dockerfile === undefined ? "none" : shownPath(project, dockerfile) },
      ...inUse.facts,
      ...(published.length === 0 ? [{ label: "published", value: "none is known: first use" }] : []),
    ],
    pending: published.length === 0 ? firstUse(files) : inUse.pending,
  };
}

/**
 * What is missing in what is said of the images in use. Their identity may be another than the change's: which one it has to be is not
 * asked. An image that is not there yet is the first use.
 */
async function statedInUse(
  context: CommandContext,
  places: ImagePlaces,
  published: readonly string[],
  required: Required | undefined,
): Promise<readonly Finding[]> {
  if (required === undefined) return [];
  const findings: Finding[] = [];
  for (const subject of published) {
    const place = await places.open(placeOf(context, subject));
    const asked = required.after("skip", place.store, undefined);
    const found = await asked({ source: place.store, selector: place.select(), subject });
    findings.push(...found.filter(({ code }) => code !== "IMAGE_MISSING"));
  }
  return findings;
}

/** Nothing was published yet, so every file is new. */
function firstUse(files: readonly string[]): PendingChange[] {
  return files.map((name) => ({ kind: "file", name, change: "added", place: "first use" }));
}

function shownPath({ root }: Project, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
