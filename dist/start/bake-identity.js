import { IdentikitError, choice, copyDrift, copyWarnings, count, defineCommand, flag, keyValues, list, openNearestProject, registryOptions, requiredText, rootOption, shortDigest, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { registryLogin } from "./actions.js";
import { resolve } from "node:path";
// src/image/source-date-epoch.ts
/**
* `SOURCE_DATE_EPOCH` in seconds (reproducible-builds.org, the specification of that name), or 0: the clock is never
* asked for what goes into an image.
* @throws {IdentikitError} `USAGE` where it is not a whole number of seconds
*/
function sourceDateEpoch(context) {
	const given = context.env.SOURCE_DATE_EPOCH;
	if (given === void 0 || given === "") return 0;
	if (/^\d{1,12}$/.test(given) && Number(given) <= 253402300799) return Number(given);
	throw new IdentikitError("USAGE", `SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, no number of seconds`, { remedy: "Set it to seconds since 1970, or unset it." });
}
// src/commands/bake/bake.ts
const bake = defineCommand({
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
		const { findTemplateSide, readTemplateSide, templateLine } = await import("../rooms/commands-with-child_process-gate-image-template.js");
		const { gateFor } = await import("../rooms/gate-with-image-zlib.js");
		const { baseOf, openPlaces, placeOf } = await import("../rooms/commands-with-http-image.js");
		const project = await openNearestProject(context.cwd, options.root);
		const { destination, required } = project.settings.identity;
		const found = await findTemplateSide(context, project, options.template);
		const { copyFindings } = found;
		const drift = copyDrift(context, project, {
			check: "bake",
			findings: copyFindings,
			undone: "not baked"
		});
		if (drift) return drift;
		await using places = openPlaces(context, project.settings, options);
		const to = await places.open(placeOf(context, options.to), "push");
		const named = baseOf(context, options.base);
		const base = options.builder === "direct" ? await places.openBase(named) : "scratch";
		if (base !== "scratch" && base.store.expectManifest) base.store.expectManifest(await base.select());
		const template = await readTemplateSide(context, project, found);
		const { signal } = context;
		const { repository, commit, tree, profile } = template;
		const common = {
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
				profile,
				signal
			}),
			labels: keyValues("--label", options.label),
			required,
			profile,
			signal
		};
		const done = options.builder === "docker" ? await buildOnEngine(context, common, {
			base: named,
			project,
			dockerfile: options.dockerfile
		}) : await bakeDirectly(context, common, {
			base,
			destination,
			platforms: options.platform,
			ancestors: options.ancestors
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
				requests: places.traffic.requests
			},
			changed,
			account: [
				templateLine(template),
				...copyWarnings(copyFindings),
				`${changed ? "baked" : "unchanged"}: ${image}`,
				`identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
				...assumesAncestors(options) ? ["directories above the identity are assumed to be 0755 0:0"] : []
			]
		};
	}
});
async function bakeDirectly(context, common, options) {
	const { bake: bakeImage } = await import("../rooms/image-with-zlib.js");
	const { baseCacheOf } = await import("../rooms/image.js");
	const { layerIndexOf } = await import("../rooms/image.js");
	const { parsePlatform } = await import("../rooms/image.js");
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
	const { build } = await import("../rooms/image.js");
	const { readText } = await import("../rooms/document.js");
	const { base, project, dockerfile } = options;
	const path = dockerfile === void 0 ? resolve(project.root, "Dockerfile.platform-agent") : resolve(context.cwd, dockerfile);
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
// src/actions/bake-identity.ts
const action = {
	name: "bake-identity",
	description: "Put the template's identity on a base image without a daemon, gated before it can be reached.",
	command: bake,
	around: [registryLogin],
	outputs: {
		image: "The image with its digest.",
		digest: "The digest of the manifest or index.",
		"layer-digest": "The digest of the identity layer.",
		"tree-digest": "The digest of the identity's files."
	}
};
export { action, bake };
