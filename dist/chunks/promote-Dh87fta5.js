import { D as openNearestProject, S as text, c as defineJob, m as rootOption, p as registryOptions, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
const promote = defineJob({
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
		let { promote: promoteImage } = await import("./publish-BKcGybSq.js"), { openPlaces, placeOf } = await import("./image-place-Bhf-d4sE.js");
		await using places = openPlaces(context, options);
		let { image, digest, previousDigest, changed } = await promoteImage({
			from: await places.open(placeOf(context, options.from)),
			to: await places.open(placeOf(context, options.to), "push"),
			gate: options.template === void 0 ? "skip" : await gateOf(options.template)
		}), before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
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
			let { readTemplateSide } = await import("./template-side-DqE48JGn.js"), { gateFor } = await import("./gate-BTCaLvAq.js"), project = await openNearestProject(context.cwd, options.root), { destination, required } = project.settings.identity, { tree } = await readTemplateSide(context, project, named);
			return gateFor({
				template: tree,
				destination,
				required,
				signal: context.signal
			});
		}
	}
});
export { promote as t };
