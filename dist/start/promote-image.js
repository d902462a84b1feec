import { defineCommand, openNearestProject, registryOptions, requiredText, rootOption, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { registryLogin } from "./actions.js";
// src/commands/promote/promote.ts
const promote = defineCommand({
	name: "promote",
	summary: "Move a tag to a verified digest, byte for byte, without a rebuild.",
	example: "identikit promote --from docker://registry.example/agent@sha256:… --to docker://registry.example/agent:production",
	options: object({
		from: requiredText("REF@DIGEST", "The image that was verified, by digest."),
		to: requiredText("REF", "The tag that is to stand for it."),
		template: text("DIR", "Gate the image against this template first."),
		...registryOptions,
		...rootOption
	}),
	async run(context, options) {
		const { promote: promoteImage } = await import("../rooms/image.js");
		const { openPlaces, placeOf } = await import("../rooms/commands-with-http-image.js");
		const project = await openNearestProject(context.cwd, options.root);
		await using places = openPlaces(context, project.settings, options);
		const { image, digest, previousDigest, changed } = await promoteImage({
			from: await places.open(placeOf(context, options.from)),
			to: await places.open(placeOf(context, options.to), "push"),
			gate: options.template === void 0 ? "skip" : await gateOf(options.template)
		});
		const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
		return {
			outputs: {
				image,
				digest,
				previousDigest,
				changed,
				requests: places.traffic.requests
			},
			changed,
			account: [`${changed ? "promoted" : "unchanged"}: ${image}`, ...changed ? [before] : []]
		};
		async function gateOf(named) {
			const { findTemplateSide, readTemplateSide } = await import("../rooms/commands-with-child_process-gate-image-template.js");
			const { gateFor } = await import("../rooms/gate-with-image-zlib.js");
			const { destination, required } = project.settings.identity;
			const { tree, profile } = await readTemplateSide(context, project, await findTemplateSide(context, project, named));
			return gateFor({
				template: tree,
				destination,
				required,
				profile,
				signal: context.signal
			});
		}
	}
});
// src/actions/promote-image.ts
const action = {
	name: "promote-image",
	description: "Move a tag to a verified digest, byte for byte, without a rebuild.",
	command: promote,
	around: [registryLogin],
	outputs: {
		image: "The image under its new tag, with its digest.",
		digest: "The digest that the tag stands for now.",
		"previous-digest": "The digest that it stood for before; empty for a new tag.",
		changed: "`true` where the tag moved, else `false`."
	}
};
export { action, promote };
