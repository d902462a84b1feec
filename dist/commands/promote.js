import { certain } from "../rooms/fault.js";
import { IdentikitError } from "../start/faces.js";
import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { formatImageReference, promote } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { kindName } from "../rooms/provenance.js";
import { signaturePredicate, verificationSummary } from "../rooms/provenance-with-image.js";
import { version } from "../start/first.js";
import { builderOf, carriedLines, count, openNamedRecord, openSigning, requirementsOf } from "../rooms/commands.js";
import { eachTemplate, resultOfSeveral } from "../rooms/commands-with-report.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { optionsPerTemplate } from "../rooms/commands-with-image-template.js";
import { findTemplateSide, readTemplateSide } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
// src/commands/promote/body.ts
async function run(context, options) {
	const project = await openNearestProject(context.cwd, options.root);
	const ones = optionsPerTemplate(context, project, options, {
		own: ["template", "to"],
		shared: []
	});
	const { from } = options;
	if (from.length !== ones.length) throw notOneEach(from.length, ones.length);
	const runs = ones.map((one, at) => ({
		...one,
		from: certain(from[at])
	}));
	const [first, ...others] = runs;
	if (others.length === 0) return await promoteOne(context, project, certain(first));
	const outcomes = await eachTemplate(runs, (one) => promoteOne(context, project, one));
	const anchor = project.settings.lock;
	return resultOfSeveral({
		cwd: context.cwd,
		root: project.root,
		check: "gate",
		anchor
	}, outcomes);
}
async function promoteOne(context, project, options) {
	const { template, name } = options;
	await using places = openPlaces(context, project.settings, options);
	const from = await places.open(placeOf(context, options.from));
	const to = await places.open(placeOf(context, options.to), options.dryRun ? "pull" : "push");
	const signing = await openSigning(context, project, options);
	signing?.check(to.store);
	const required = await requirementsOf(context, project, options);
	const against = template === void 0 && name === void 0 ? void 0 : await gateOf();
	const gate = against?.gate ?? "skip";
	const mover = {
		action: "promote",
		to: to.reference,
		gated: against !== void 0
	};
	await using record = await openNamedRecord(context, project, options, mover);
	const { image, digest, previousDigest, changed, referrers } = await promote({
		from,
		to,
		gate: required ? required.after(gate, from.store, against?.treeDigest) : gate,
		dryRun: options.dryRun,
		aroundMoves: record?.aroundMoves,
		beforeNames: signing && (async (top) => {
			const { digest: _, ...tagged } = {
				digest: void 0,
				...to.reference
			};
			const summary = verificationSummary({
				verifier: builderOf(context.env).id,
				version,
				resource: formatImageReference(tagged),
				asked: {
					treeDigest: against?.treeDigest,
					required: required?.types ?? []
				},
				inputs: required?.verified.map(({ artifact }) => artifact) ?? []
			});
			await signing.attach(to.store, top, [signaturePredicate, ...against || required ? [summary] : []]);
		})
	});
	const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
	return {
		outputs: {
			image,
			digest,
			previousDigest,
			changed,
			...options.dryRun ? { dryRun: true } : {},
			...signing ? { attestations: signing.attestations } : {},
			requests: places.traffic.requests
		},
		changed: changed && !options.dryRun,
		account: [
			`${changed ? options.dryRun ? "would be promoted" : "promoted" : "unchanged"}: ${image}`,
			...changed ? [before] : [],
			...required ? [`verified: ${required.types.map(kindName).join(", ")}`] : [],
			...carriedLines(referrers),
			...signing?.account() ?? []
		]
	};
	async function gateOf() {
		const { destination } = project.settings.identity;
		const found = await findTemplateSide(context, project, {
			template,
			name
		});
		const { tree, profile, required } = await readTemplateSide(context, project, found);
		return {
			gate: gateFor({
				template: tree,
				destination,
				required,
				profile,
				signal: context.signal
			}),
			treeDigest: tree.digest
		};
	}
}
function notOneEach(images, templates) {
	const problem = `${count(images, "image")} for ${count(templates, "template")}`;
	return new IdentikitError("USAGE", `--from names ${problem}`, { remedy: "Name the image that was verified, by digest; with several --name one for each, in the same order." });
}
export { run };
