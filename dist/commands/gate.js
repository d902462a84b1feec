import { certain, verdictOf } from "../rooms/fault.js";
import { IdentikitError, asOutput } from "../start/faces.js";
import { coverageOf, promptWarnings } from "../rooms/gate-with-template-yaml.js";
import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { bakedTree, layerIndexOf, parsePlatform } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { copyDrift, eachTemplate, reportOfSeveral, requestsOf, templateOutputs } from "../rooms/commands-with-report.js";
import { requirementsOf, writeReportFiles } from "../rooms/commands.js";
import { gateDockerfile } from "../rooms/commands-with-diff-gate-image-sqlite-template.js";
import { placedInTemplate } from "../rooms/commands-with-child_process-template.js";
import { comparePublished, openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { optionsPerTemplate } from "../rooms/commands-with-image-template.js";
import { coverageFacts, findTemplateSide, readTemplateSide, templateLine } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
// src/commands/gate/body.ts
async function run(context, options) {
	const { image, candidate, dockerfile } = options;
	if (image === void 0 && candidate === void 0 && dockerfile === void 0) throw nothingToGate();
	const project = await openNearestProject(context.cwd, options.root);
	const [only, ...others] = optionsPerTemplate(context, project, options, {
		own: [
			"template",
			"image",
			"candidate",
			"published",
			"dockerfile"
		],
		shared: ["context"]
	});
	const first = certain(only);
	if (others.length === 0) return await gateOne(context, project, first);
	const quiet = [first, ...others].map((one) => ({
		...one,
		report: void 0,
		sarif: void 0
	}));
	const outcomes = await eachTemplate(quiet, (one) => gateOne(context, project, one));
	const anchor = project.settings.manifest;
	const report = reportOfSeveral({
		cwd: context.cwd,
		root: project.root,
		check: "gate",
		anchor
	}, outcomes);
	return {
		outputs: {
			templates: templateOutputs(outcomes),
			changes: report.pending === void 0 ? void 0 : asOutput(report.pending),
			requests: requestsOf(outcomes),
			...await writeReportFiles(context, report, options)
		},
		account: [],
		report,
		format: options.format
	};
}
async function gateOne(context, project, options) {
	const { image, candidate, dockerfile, published } = options;
	const images = [image, candidate].filter((each) => each !== void 0);
	const found = await findTemplateSide(context, project, options);
	const { copyFindings } = found;
	const drift = copyDrift(context, project, {
		check: "gate",
		findings: copyFindings,
		undone: "not compared"
	});
	if (drift) return {
		...drift,
		format: options.format
	};
	await using places = openPlaces(context, project.settings, options);
	const [opened, read] = await Promise.allSettled([openImages(context, places, images), readTemplateSide(context, project, found)]);
	if (read.status === "rejected") throw read.reason;
	if (opened.status === "rejected") throw opened.reason;
	const template = read.value;
	const { tree: identity, profile, required } = template;
	const coverage = coverageOf(template.directory, identity, template);
	const { destination } = project.settings.identity;
	const { signal } = context;
	const index = layerIndexOf(context.env);
	const check = gateFor({
		template: identity,
		destination,
		required,
		profile,
		signal,
		index
	});
	const statements = await requirementsOf(context, project, options);
	const platforms = options.platform.map(parsePlatform);
	const gated = [];
	for (const { image, place } of opened.value) gated.push(...await gateImage(check, {
		image,
		place,
		platforms,
		statements,
		identity
	}));
	const files = [...bakedTree(identity)].map(({ path }) => path);
	const inUse = await comparePublished(context, places, {
		published,
		check,
		files,
		platforms
	});
	const copied = gateDockerfile(context, project, template, {
		dockerfile,
		context: options.context
	});
	const findings = [
		...copyFindings,
		...copied.findings,
		...placedInTemplate(project, template.name, [...gated, ...promptWarnings(identity, coverage)]),
		...inUse.findings
	];
	const facts = [
		{
			label: "tree digest",
			value: identity.digest
		},
		...coverageFacts(coverage),
		...copied.facts,
		...inUse.facts
	];
	const report = makeReport({
		check: "gate",
		verdict: verdictOf(findings),
		subject: `${[...images, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
		facts,
		anchor: project.settings.manifest,
		findings,
		...published.length > 0 ? { pending: inUse.pending } : {}
	}, {
		cwd: context.cwd,
		root: project.root
	});
	return {
		outputs: {
			image: image ?? candidate,
			treeDigest: identity.digest,
			commit: template.commit,
			coverage: {
				profile: coverage.profile,
				compared: coverage.compared,
				notBaked: [...coverage.notBaked],
				notDelivered: [...coverage.notDelivered]
			},
			changes: published.length > 0 ? asOutput(inUse.pending) : void 0,
			requests: places.traffic.requests,
			...await writeReportFiles(context, report, options)
		},
		account: [],
		report,
		format: options.format
	};
}
async function openImages(context, places, images) {
	const opened = [];
	for (const image of images) {
		const place = await places.open(placeOf(context, image));
		place.store.expectManifest?.(await place.select());
		opened.push({
			image,
			place
		});
	}
	return opened;
}
async function gateImage(check, { image, place, platforms, statements, identity }) {
	return await (statements ? statements.after(check, place.store, identity.digest) : check)({
		source: place.store,
		selector: place.select(),
		platforms,
		subject: image
	});
}
function nothingToGate() {
	return new IdentikitError("USAGE", "nothing to gate was named", { remedy: "Name an image with --image or --candidate, a Dockerfile with --dockerfile, or both. In a workflow: set the variable that names the image (PLATFORM_AGENT_IMAGE in the shipped ones)." });
}
export { run };
