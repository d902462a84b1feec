import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { promote } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { findTemplateSide, readTemplateSide } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
// src/commands/promote/body.ts
async function run(context, options) {
	const project = await openNearestProject(context.cwd, options.root);
	await using places = openPlaces(context, project.settings, options);
	const from = await places.open(placeOf(context, options.from));
	const to = await places.open(placeOf(context, options.to), options.dryRun ? "pull" : "push");
	const gate = options.template === void 0 ? "skip" : await gateOf(options.template);
	const { image, digest, previousDigest, changed } = await promote({
		from,
		to,
		gate,
		dryRun: options.dryRun
	});
	const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
	return {
		outputs: {
			image,
			digest,
			previousDigest,
			changed,
			...options.dryRun ? { dryRun: true } : {},
			requests: places.traffic.requests
		},
		changed: changed && !options.dryRun,
		account: [`${changed ? options.dryRun ? "would be promoted" : "promoted" : "unchanged"}: ${image}`, ...changed ? [before] : []]
	};
	async function gateOf(named) {
		const { destination } = project.settings.identity;
		const { tree, profile, required } = await readTemplateSide(context, project, await findTemplateSide(context, project, { template: named }));
		return gateFor({
			template: tree,
			destination,
			required,
			profile,
			signal: context.signal
		});
	}
}
export { run };
