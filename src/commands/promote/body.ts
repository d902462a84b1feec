import { gateFor } from "../../gate/gate.ts";
import { promote as promoteImage } from "../../image/publish.ts";
import { openNearestProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import { findTemplateSide, readTemplateSide } from "../places/template-side.ts";
import type { CommandResult } from "../result.ts";
import type { PromoteCommandOptions } from "./promote.ts";

export async function run(context: CommandContext, options: PromoteCommandOptions): Promise<CommandResult> {
  const project = await openNearestProject(context.cwd, options.root);
  await using places = openPlaces(context, project.settings, options);
  const from = await places.open(placeOf(context, options.from));
  const to = await places.open(placeOf(context, options.to), options.dryRun ? "pull" : "push");
  const gate = options.template === undefined ? "skip" : await gateOf(options.template);
  const { image, digest, previousDigest, changed } = await promoteImage({
    from,
    to,
    gate,
    dryRun: options.dryRun,
  });
  const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
  return {
    outputs: {
      image,
      digest,
      previousDigest,
      changed,
      ...(options.dryRun ? { dryRun: true } : {}),
      requests: places.traffic.requests,
    },
    changed: changed && !options.dryRun,
    account: [
      `${changed ? (options.dryRun ? "would be promoted" : "promoted") : "unchanged"}: ${image}`,
      ...(changed ? [before] : []),
    ],
  };

  async function gateOf(named: string) {
    const { destination } = project.settings.identity;
    const { tree, profile, required } = await readTemplateSide(
      context,
      project,
      await findTemplateSide(context, project, { template: named }),
    );
    return gateFor({ template: tree, destination, required, profile, signal: context.signal });
  }
}
