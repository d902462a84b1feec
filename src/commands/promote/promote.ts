import { z } from "zod";
import { openNearestProject } from "../../project/project.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { registryOptions, rootOption } from "../options/common-options.ts";
import { requiredText, text } from "../options/option.ts";

export const promote = defineCommand({
  name: "promote",
  summary: "Move a tag to a verified digest, byte for byte, without a rebuild.",
  example:
    "identikit promote --from docker://registry.example/agent@sha256:… --to docker://registry.example/agent:production",
  options: z.object({
    from: requiredText("REF@DIGEST", "The image that was verified, by digest."),
    to: requiredText("REF", "The tag that is to stand for it."),
    template: text("DIR", "Gate the image against this template first."),
    ...registryOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { promote: promoteImage } = await import("../../image/publish.ts");
    const { openPlaces, placeOf } = await import("../places/images.ts");
    const project = await openNearestProject(context.cwd, options.root);
    await using places = openPlaces(context, project.settings, options);
    const from = await places.open(placeOf(context, options.from));
    const to = await places.open(placeOf(context, options.to), "push");
    const gate = options.template === undefined ? "skip" : await gateOf(options.template);
    const { image, digest, previousDigest, changed } = await promoteImage({ from, to, gate });
    const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
    return {
      outputs: { image, digest, previousDigest, changed, requests: places.traffic.requests },
      changed,
      account: [`${changed ? "promoted" : "unchanged"}: ${image}`, ...(changed ? [before] : [])],
    };

    async function gateOf(named: string) {
      const { findTemplateSide, readTemplateSide } = await import("../places/template-side.ts");
      const { gateFor } = await import("../../gate/gate.ts");
      const { destination, required } = project.settings.identity;
      const { tree, profile } = await readTemplateSide(
        context,
        project,
        await findTemplateSide(context, project, named),
      );
      return gateFor({ template: tree, destination, required, profile, signal: context.signal });
    }
  },
});
