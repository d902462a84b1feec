import { resolve } from "node:path";
import { z } from "zod";
import type { BakeOptions, BakeResult } from "../../image/bake.ts";
import type { BuildOptions } from "../../image/engine/build.ts";
import type { ImageReference } from "../../image/reference.ts";
import { sourceDateEpoch } from "../../image/source-date-epoch.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { copyDrift, copyWarnings } from "../accounts/copy-drift.ts";
import { count, shortDigest } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { registryOptions, rootOption } from "../options/common-options.ts";
import { keyValues } from "../options/key-values.ts";
import { choice, flag, list, requiredText, text } from "../options/option.ts";

export const bake = defineCommand({
  name: "bake",
  summary: "Put the template's identity on a base image; the gate passes it before it can be reached.",
  example: "identikit bake --base scratch --to oci:images:baked",
  options: z.object({
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
    dockerfile: text(
      "FILE",
      "For the docker builder; the repository's Dockerfile.platform-agent if left out.",
    ),
    ancestors: choice(
      ["assume", "read"],
      "assume",
      "Directories above the destination: as 0755 0:0, or as the base has them, which are then read.",
    ),
    label: list("KEY=VALUE", "A further label of the image."),
    skipGate: flag("Let the image be reachable without asking the gate."),
    ...registryOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { findTemplateSide, readTemplateSide, templateLine } = await import("../places/template-side.ts");
    const { gateFor } = await import("../../gate/gate.ts");
    const { baseOf, openPlaces, placeOf } = await import("../places/images.ts");
    const project = await openNearestProject(context.cwd, options.root);
    const { destination, required } = project.settings.identity;
    const found = await findTemplateSide(context, project, options.template);
    const { copyFindings } = found;
    const drift = copyDrift(context, project, { check: "bake", findings: copyFindings, undone: "not baked" });
    if (drift) return drift;
    await using places = openPlaces(context, project.settings, options);
    const to = await places.open(placeOf(context, options.to), "push");
    const named = baseOf(context, options.base);
    const base = options.builder === "direct" ? await places.openBase(named) : "scratch";
    // The base is on its way while the template is read.
    if (base !== "scratch" && base.store.expectManifest) base.store.expectManifest(await base.select());
    const template = await readTemplateSide(context, project, found);
    const { signal } = context;
    const { repository, commit, tree, profile } = template;
    const common: CommonBake = {
      template: tree,
      provenance: { ...(repository ? { repository } : {}), ...(commit ? { commit } : {}) },
      to,
      gate: options.skipGate ? "skip" : gateFor({ template: tree, destination, required, profile, signal }),
      labels: keyValues("--label", options.label),
      required,
      profile,
      signal,
    };
    const done =
      options.builder === "docker"
        ? await buildOnEngine(context, common, { base: named, project, dockerfile: options.dockerfile })
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
        requests: places.traffic.requests,
      },
      changed,
      account: [
        templateLine(template),
        ...copyWarnings(copyFindings),
        `${changed ? "baked" : "unchanged"}: ${image}`,
        `identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
        ...(assumesAncestors(options) ? ["directories above the identity are assumed to be 0755 0:0"] : []),
      ],
    };
  },
});

/** What both builders are given. */
type CommonBake = Omit<BakeOptions & BuildOptions, "base" | "dockerfile" | "env">;

async function bakeDirectly(
  context: Context,
  common: CommonBake,
  options: Pick<BakeOptions, "base" | "destination" | "ancestors"> & {
    readonly platforms: readonly string[];
  },
): Promise<BakeResult> {
  const { bake: bakeImage } = await import("../../image/bake.ts");
  const { baseCacheOf } = await import("../../image/base-cache.ts");
  const { layerIndexOf } = await import("../../image/view/layer-index.ts");
  const { parsePlatform } = await import("../../image/platform.ts");
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
  options: {
    readonly base: ImageReference;
    readonly project: Project;
    readonly dockerfile: string | undefined;
  },
): Promise<BakeResult> {
  const { build } = await import("../../image/engine/build.ts");
  const { readText } = await import("../../document/text.ts");
  const { base, project, dockerfile } = options;
  const path =
    dockerfile === undefined
      ? resolve(project.root, "Dockerfile.platform-agent")
      : resolve(context.cwd, dockerfile);
  return await build({ ...common, base, dockerfile: readText(path), env: context.env });
}

/** The base's own directories may be others, and the layer then changes them: that is to be said. */
function assumesAncestors(options: { builder: string; base: string; ancestors: string }): boolean {
  return options.builder === "direct" && options.base !== "scratch" && options.ancestors === "assume";
}
