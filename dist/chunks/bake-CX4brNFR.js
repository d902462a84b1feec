import { C as count, D as openNearestProject, I as IdentikitError, S as text, T as shortDigest, _ as list, c as defineJob, g as flag, h as choice, m as rootOption, p as registryOptions, s as keyValues, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { resolve } from "node:path";
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
const bake = defineJob({
	name: "bake",
	summary: "Put the template's identity on a base image; the gate passes it before it can be reached.",
	example: "identikit bake --base scratch --to oci:images:baked",
	options: object({
		template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
		base: requiredText("REF", "The image to put it on, or `scratch`."),
		to: requiredText("REF", "Where the new image goes."),
		platform: list("OS/ARCH", "Platforms of the base to build on; all if left out."),
		builder: choice(["direct", "docker"], "direct", "Without a daemon, or Dockerfile.platform-agent on a Docker Engine."),
		dockerfile: text("FILE", "For the docker builder; the repository's Dockerfile.platform-agent if left out."),
		ancestors: choice(["assume", "read"], "assume", "Directories above the destination: as 0755 0:0, or as the base has them, which are then read."),
		label: list("KEY=VALUE", "A further label of the image."),
		skipGate: flag("Let the image be reachable without asking the gate."),
		...registryOptions,
		...rootOption
	}),
	async run(context, options) {
		let { readTemplateSide, templateLine } = await import("./template-side-DqE48JGn.js"), { gateFor } = await import("./gate-BTCaLvAq.js"), { baseOf, openPlaces, placeOf } = await import("./image-place-Bhf-d4sE.js"), project = await openNearestProject(context.cwd, options.root), { destination, required } = project.settings.identity;
		await using places = openPlaces(context, options);
		let to = await places.open(placeOf(context, options.to), "push"), named = baseOf(context, options.base), base = options.builder === "direct" ? await places.openBase(named) : "scratch";
		base !== "scratch" && base.store.expectManifest && base.store.expectManifest(await base.select());
		let template = await readTemplateSide(context, project, options.template), { signal } = context, { repository, commit, tree } = template, common = {
			template: tree,
			provenance: {
				...repository ? { repository } : {},
				...commit ? { commit } : {}
			},
			to,
			gate: options.skipGate ? "skip" : gateFor({
				template: tree,
				destination,
				required,
				signal
			}),
			labels: keyValues("--label", options.label),
			required,
			signal
		}, done = options.builder === "docker" ? await buildOnEngine(context, common, {
			base: named,
			project,
			dockerfile: options.dockerfile
		}) : await bakeDirectly(context, common, {
			base,
			destination,
			platforms: options.platform,
			ancestors: options.ancestors
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
				`identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
				...assumesAncestors(options) ? ["directories above the identity are assumed to be 0755 0:0"] : []
			]
		};
	}
});
async function bakeDirectly(context, common, options) {
	let { bake: bakeImage } = await import("./bake-CqFTk-a3.js"), { baseCacheOf } = await import("./base-cache-CC5Lc495.js"), { layerIndexOf } = await import("./layer-index-s-qjikFq.js"), { parsePlatform } = await import("./platform-DRzfjb3-.js");
	return await bakeImage({
		...common,
		...options,
		platforms: options.platforms.map(parsePlatform),
		sourceDateEpoch: sourceDateEpoch(context),
		cache: baseCacheOf(context.env),
		index: layerIndexOf(context.env)
	});
}
async function buildOnEngine(context, common, options) {
	let { build } = await import("./build-DgkfD6zL.js"), { readText } = await import("./text-BkPzpieF.js"), { base, project, dockerfile } = options, path = dockerfile === void 0 ? resolve(project.root, "Dockerfile.platform-agent") : resolve(context.cwd, dockerfile);
	return await build({
		...common,
		base,
		dockerfile: readText(path),
		env: context.env
	});
}
/** The base's own directories may be others, and the layer then changes them: that is to be said. */
function assumesAncestors(options) {
	return options.builder === "direct" && options.base !== "scratch" && options.ancestors === "assume";
}
export { bake as t };
