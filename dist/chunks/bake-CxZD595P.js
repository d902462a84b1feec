import { t as openNearestProject } from "./project-sD1AQGiu.js";
import { f as object } from "./schemas-CnfP5DpY.js";
import { r as shortDigest, t as count } from "./account-text-CkrDoucT.js";
import { n as rootOption } from "./common-options-mv4vZdz-.js";
import { d as requiredText, f as text, o as flag, s as list, t as defineJob } from "./job-BJMcmf_o.js";
import { t as keyValues } from "./key-values-B7-l5Jgo.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
// src/jobs/source-date-epoch.ts
/**
* `SOURCE_DATE_EPOCH` in seconds (reproducible-builds.org, the specification of that name), or 0: the clock is never
* asked for what goes into an image.
* @throws {IdentikitError} `USAGE` where it is not a whole number of seconds
*/
function sourceDateEpoch(context) {
	let given = context.env.SOURCE_DATE_EPOCH;
	if (given === void 0 || given === "") return 0;
	if (/^\d{1,12}$/.test(given) && Number(given) <= 253402300799) return Number(given);
	throw new IdentikitError("USAGE", `SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, no number of seconds`, { remedy: "Set it to seconds since 1970, or unset it." });
}
// src/jobs/bake.ts
const bake = defineJob({
	name: "bake",
	summary: "Put the template's identity on a base image; the gate passes it before it can be reached.",
	example: "identikit bake --base scratch --to oci:images:baked",
	options: object({
		template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
		base: requiredText("REF", "The image to put it on, or `scratch`."),
		to: requiredText("REF", "Where the new image goes."),
		platform: list("OS/ARCH", "Platforms of the base to build on; all if left out."),
		label: list("KEY=VALUE", "A further label of the image."),
		skipGate: flag("Let the image be reachable without asking the gate."),
		...rootOption
	}),
	async run(context, options) {
		let { readTemplateSide, templateLine } = await import("./template-side-D2cSKAew.js"), { bake: bakeImage } = await import("./bake-B1sEgsJf.js"), { gateFor } = await import("./gate-D7jVQKrz.js"), { parsePlatform } = await import("./platform-Bdb7NSZh.js"), { baseOf, openPlaces, placeOf } = await import("./image-place-CG7EXLlQ.js"), project = await openNearestProject(context.cwd, options.root), { destination, required } = project.settings.identity, template = await readTemplateSide(context, project, options.template);
		await using places = openPlaces(context);
		let base = await places.openBase(baseOf(context, options.base)), to = await places.open(placeOf(context, options.to), "push"), { repository, commit, tree } = template, done = await bakeImage({
			template: tree,
			provenance: {
				...repository ? { repository } : {},
				...commit ? { commit } : {}
			},
			base,
			to,
			gate: options.skipGate ? "skip" : gateFor({
				template: tree,
				destination,
				required,
				signal: context.signal
			}),
			platforms: options.platform.map(parsePlatform),
			labels: keyValues("--label", options.label),
			sourceDateEpoch: sourceDateEpoch(context),
			destination,
			required
		}), { image, digest, layerDigest, treeDigest, changed } = done, verdict = options.skipGate ? "not gated" : "gate passed";
		return {
			outputs: {
				image,
				digest,
				layerDigest,
				treeDigest,
				commit,
				changed,
				gated: !options.skipGate,
				requests: places.traffic.requests
			},
			changed,
			account: [
				templateLine(template),
				`${changed ? "baked" : "unchanged"}: ${image}`,
				`identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`
			]
		};
	}
});
export { bake as t };
