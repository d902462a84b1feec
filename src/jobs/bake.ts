import { z } from "zod";
import { openNearestProject } from "../project/project.ts";
import { count, shortDigest } from "./account-text.ts";
import { registryOptions, rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { keyValues } from "./key-values.ts";
import { flag, list, requiredText, text } from "./option.ts";
import { sourceDateEpoch } from "./source-date-epoch.ts";

export const bake = defineJob({
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
    label: list("KEY=VALUE", "A further label of the image."),
    skipGate: flag("Let the image be reachable without asking the gate."),
    ...registryOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { readTemplateSide, templateLine } = await import("./template-side.ts");
    const { bake: bakeImage } = await import("../image/bake.ts");
    const { baseCacheOf } = await import("../image/base-cache.ts");
    const { gateFor } = await import("../gate/gate.ts");
    const { parsePlatform } = await import("../image/platform.ts");
    const { baseOf, openPlaces, placeOf } = await import("./image-place.ts");
    const project = await openNearestProject(context.cwd, options.root);
    const { destination, required } = project.settings.identity;
    const template = await readTemplateSide(context, project, options.template);
    await using places = openPlaces(context, options);
    const base = await places.openBase(baseOf(context, options.base));
    const to = await places.open(placeOf(context, options.to), "push");
    const { repository, commit, tree } = template;
    const done = await bakeImage({
      template: tree,
      provenance: { ...(repository ? { repository } : {}), ...(commit ? { commit } : {}) },
      base,
      to,
      gate: options.skipGate
        ? "skip"
        : gateFor({ template: tree, destination, required, signal: context.signal }),
      platforms: options.platform.map(parsePlatform),
      labels: keyValues("--label", options.label),
      sourceDateEpoch: sourceDateEpoch(context),
      destination,
      required,
      cache: baseCacheOf(context.env),
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
        `${changed ? "baked" : "unchanged"}: ${image}`,
        `identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
      ],
    };
  },
});
