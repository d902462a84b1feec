import { readText } from "../../document/text.ts";
import { certain } from "../../fault/certain.ts";
import { gateFor } from "../../gate/gate.ts";
import { type BakeOptions, type BakeResult, bake as bakeImage } from "../../image/bake.ts";
import { baseCacheOf } from "../../image/base-cache.ts";
import { type BuildOptions, build } from "../../image/engine/build.ts";
import { parsePlatform } from "../../image/platform.ts";
import type { ImageReference } from "../../image/reference.ts";
import { sourceDateEpoch } from "../../image/source-date-epoch.ts";
import { layerIndexOf } from "../../image/view/layer-index.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { copyDrift, copyWarnings } from "../accounts/copy-drift.ts";
import { eachTemplate, resultOfSeveral } from "../accounts/several-templates.ts";
import { count, shortDigest } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { keyValues } from "../options/key-values.ts";
import { billStatement } from "../places/bill-statement.ts";
import { dockerfileBeside, dockerfileOf, gateDockerfile, passDockerfile } from "../places/dockerfile.ts";
import { imageSource } from "../places/image-source.ts";
import { baseNamed, baseOf, openPlaces, placeOf } from "../places/images.ts";
import { type OfOneTemplate, optionsPerTemplate } from "../places/named-templates.ts";
import { openSigning } from "../places/signing.ts";
import { findTemplateSide, readTemplateSide, templateLine } from "../places/template-side.ts";
import type { CommandResult } from "../result.ts";
import type { BakeCommandOptions } from "./bake.ts";
import { bakeStatements } from "./bake-statements.ts";

export async function run(context: CommandContext, options: BakeCommandOptions): Promise<CommandResult> {
  const project = await openNearestProject(context.cwd, options.root);
  const [only, ...others] = optionsPerTemplate(context, project, options, {
    own: ["template", "to", "dockerfile"],
    shared: ["base", "label"],
  });
  const first = certain(only);
  if (others.length === 0) return await bakeOne(context, project, first);
  const outcomes = await eachTemplate([first, ...others], (one) => bakeOne(context, project, one));
  const anchor = project.settings.lock;
  return resultOfSeveral({ cwd: context.cwd, root: project.root, check: "bake", anchor }, outcomes);
}

async function bakeOne(
  context: CommandContext,
  project: Project,
  options: OfOneTemplate<BakeCommandOptions>,
): Promise<CommandResult> {
  const { destination } = project.settings.identity;
  const found = await findTemplateSide(context, project, options);
  const { copyFindings } = found;
  const drift = copyDrift(context, project, { check: "bake", findings: copyFindings, undone: "not baked" });
  if (drift) return drift;
  await using places = openPlaces(context, project.settings, options);
  const to = await places.open(placeOf(context, options.to), "push");
  const baseName = baseNamed(project.settings, options.base, found.name);
  const named = baseOf(context, baseName);
  const base = options.builder === "direct" ? await places.openBase(named) : "scratch";
  // The base is on its way while the template is read.
  if (base !== "scratch" && base.store.expectManifest) base.store.expectManifest(await base.select());
  const signing = await openSigning(context, project, options);
  signing?.check(to.store);
  const [template, source] = await Promise.all([
    readTemplateSide(context, project, found),
    imageSource(context, project),
  ]);
  const { signal } = context;
  const { repository, commit, tree, profile, required } = template;
  const copied = options.skipGate
    ? undefined
    : dockerfileBeside(context, project, template, options.dockerfile);
  const isContextMade = options.builder === "docker";
  passDockerfile(gateDockerfile(context, project, template, { dockerfile: copied, isContextMade }).findings);
  const common: CommonBake = {
    template: tree,
    provenance: { ...(repository ? { repository } : {}), ...(source ? { source } : {}) },
    to,
    gate: options.skipGate ? "skip" : gateFor({ template: tree, destination, required, profile, signal }),
    labels: keyValues("--label", options.label),
    required,
    profile,
    signal,
    beforeNames:
      signing &&
      (async ({ top }) => {
        const below =
          base === "scratch"
            ? undefined
            : { name: baseName, digest: (await base.store.manifest(await base.select())).digest };
        const said = bakeStatements(context, project, template, { options, below });
        const parts = options.sbom ? [await billStatement(context, project, template)] : [];
        await signing.attach(to.store, top, [...said, ...parts]);
      }),
  };
  const done =
    options.builder === "docker"
      ? await buildOnEngine(context, common, {
          base: named,
          // Where there is none, the message names the usual one.
          dockerfile:
            dockerfileOf(context, project, template, options.dockerfile) ??
            project.path(`Dockerfile.${template.name}`),
        })
      : await bakeDirectly(context, common, {
          base,
          destination,
          platforms: options.platform,
          ancestors: options.ancestors,
        });
  const { image, digest, layerDigest, treeDigest, changed } = done;
  const verdict = options.skipGate ? "not gated" : "gate passed";
  return {
    outputs: {
      image,
      digest,
      layerDigest,
      treeDigest,
      commit,
      changed,
      gated: !options.skipGate,
      ...(signing ? { attestations: signing.attestations } : {}),
      requests: places.traffic.requests,
    },
    changed,
    account: [
      templateLine(template),
      ...copyWarnings(copyFindings),
      `${changed ? "baked" : "unchanged"}: ${image}`,
      `identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
      ...(signing?.account() ?? []),
      ...(copied === undefined ? [] : ["the Dockerfile copies the same identity"]),
      ...(assumesAncestors({ ...options, base: baseName })
        ? ["directories above the identity are assumed to be 0755 0:0"]
        : []),
    ],
  };
}

/** What both builders are given. */
type CommonBake = Omit<BakeOptions & BuildOptions, "base" | "dockerfile" | "env">;

async function bakeDirectly(
  context: Context,
  common: CommonBake,
  options: Pick<BakeOptions, "base" | "destination" | "ancestors"> & {
    readonly platforms: readonly string[];
  },
): Promise<BakeResult> {
  return await bakeImage({
    ...common,
    ...options,
    platforms: options.platforms.map(parsePlatform),
    sourceDateEpoch: sourceDateEpoch(context),
    cache: baseCacheOf(context.env),
    index: layerIndexOf(context.env),
  });
}

async function buildOnEngine(
  context: Context,
  common: CommonBake,
  { base, dockerfile }: { readonly base: ImageReference; readonly dockerfile: string },
): Promise<BakeResult> {
  return await build({ ...common, base, dockerfile: readText(dockerfile), env: context.env });
}

/** The base's own directories may be others, and the layer then changes them: that is to be said. */
function assumesAncestors(options: { builder: string; base: string; ancestors: string }): boolean {
  return options.builder === "direct" && options.base !== "scratch" && options.ancestors === "assume";
}
