import { f as object } from "./schemas-C-x4VjnT.js";
import { t as openNearestProject } from "./project-kgkq-uzg.js";
import { n as registryOptions, r as rootOption } from "./common-options-CTpdeHaW.js";
import { t as defineJob } from "./job-B2lkdszW.js";
import { c as text, s as requiredText } from "./option-BKhTQk17.js";
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
		let { promote: promoteImage } = await import("./publish-DKiFaCU5.js"), { openPlaces, placeOf } = await import("./image-place-Dymc06Tk.js");
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
			let { readTemplateSide } = await import("./template-side-CZXbd45q.js"), { gateFor } = await import("./gate-PRTC3m4i.js"), project = await openNearestProject(context.cwd, options.root), { destination, required } = project.settings.identity, { tree } = await readTemplateSide(context, project, named);
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
