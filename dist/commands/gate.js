import { IdentikitError } from "../start/faces.js";
import { verdictOf } from "../rooms/fault.js";
import { coverageOf, promptWarnings } from "../rooms/gate-with-template-yaml.js";
import { besideIdentity, readDockerfile } from "../rooms/gate.js";
import { checkDockerfile, unseenByDockerfile } from "../rooms/gate-with-image-sqlite-template.js";
import { gateFor } from "../rooms/gate-with-image-zlib.js";
import { checkStagedIdentity } from "../rooms/gate-with-image.js";
import { destinationPath, layerIndexOf, parsePlatform } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { identitySuffix } from "../rooms/template-with-sqlite.js";
import { copyDrift } from "../rooms/commands.js";
import { writeReportFiles } from "../rooms/commands-with-config.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite.js";
import { coverageFacts, findTemplateSide, readTemplateSide, templateLine } from "../rooms/commands-with-child_process-gate-http-image-template-yaml-zlib.js";
import { resolve } from "node:path";
// src/commands/gate/body.ts
async function run(context, options) {
	const { image, dockerfile } = options;
	if (image === void 0 && dockerfile === void 0) throw nothingToGate();
	const project = await openNearestProject(context.cwd, options.root);
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
	const template = await readTemplateSide(context, project, found);
	const { destination } = project.settings.identity;
	const { tree: identity, profile, required } = template;
	const question = {
		identity,
		destination,
		required,
		profile
	};
	const coverage = coverageOf(template.directory, identity, template);
	const gated = await gateImage(context, project, image, {
		...question,
		...options
	});
	const copied = gateDockerfile(context, project, {
		...options,
		...question,
		template
	});
	const findings = [
		...copyFindings,
		...copied.findings,
		...gated.findings,
		...promptWarnings(identity, coverage)
	];
	const report = makeReport({
		check: "gate",
		verdict: verdictOf(findings),
		subject: `${[image, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
		facts: [
			{
				label: "tree digest",
				value: identity.digest
			},
			...coverageFacts(coverage),
			...copied.facts
		],
		anchor: project.settings.manifest,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	const files = writeReportFiles(context, report, options);
	const treeDigest = identity.digest;
	const { requests } = gated;
	return {
		outputs: {
			image,
			treeDigest,
			commit: template.commit,
			coverage: {
				profile: coverage.profile,
				compared: coverage.compared,
				notBaked: [...coverage.notBaked],
				notDelivered: [...coverage.notDelivered]
			},
			requests,
			...files
		},
		account: [],
		report,
		format: options.format
	};
}
async function gateImage(context, project, image, question) {
	if (image === void 0) return {
		findings: [],
		requests: 0
	};
	const { identity, destination, required, profile, platform } = question;
	const index = layerIndexOf(context.env);
	const check = gateFor({
		template: identity,
		destination,
		required,
		profile,
		signal: context.signal,
		index
	});
	await using places = openPlaces(context, project.settings, question);
	const place = await places.open(placeOf(context, image));
	return {
		findings: await check({
			source: place.store,
			selector: place.select(),
			platforms: platform.map(parsePlatform),
			subject: image
		}),
		requests: places.traffic.requests
	};
}
function gateDockerfile(context, project, question) {
	const { dockerfile, identity, destination, template } = question;
	if (dockerfile === void 0) return {
		findings: [],
		facts: []
	};
	const { settings } = project;
	const templateDirectory = `${settings.templates}/${template.name}`;
	const { place, ...read } = readDockerfile(resolve(context.cwd, dockerfile), {
		shown: dockerfile,
		root: project.root,
		context: question.context === void 0 ? void 0 : resolve(context.cwd, question.context)
	});
	const staged = `${templateDirectory}${identitySuffix}`;
	return {
		findings: checkDockerfile(identity, {
			...read,
			destination: destinationPath(destination),
			beside: besideIdentity(template.directory, template.profile),
			templateDirectory,
			staged: checkStagedIdentity(identity, resolve(place, staged), staged)
		}),
		facts: [{
			label: "not seen by the Dockerfile side",
			value: unseenByDockerfile
		}]
	};
}
function nothingToGate() {
	return new IdentikitError("USAGE", "nothing to gate was named", { remedy: "Name an image with --image, a Dockerfile with --dockerfile, or both." });
}
export { run };
