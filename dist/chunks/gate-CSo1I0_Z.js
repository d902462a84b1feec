import { t as IdentikitError } from "./error-okWnR_fy.js";
import { f as object } from "./schemas-CnfP5DpY.js";
import { t as verdictOf } from "./finding-BHSrlvfM.js";
import { t as openNearestProject } from "./project-sD1AQGiu.js";
import { n as rootOption } from "./common-options-mv4vZdz-.js";
import { a as choice, f as text, s as list, t as defineJob } from "./job-BJMcmf_o.js";
import "./report-BZ7rZmHh.js";
import { t as version } from "./version-3P83a5MN.js";
import { relative, resolve } from "node:path";
// src/jobs/make-report.ts
/** A report of this release. */
function makeReport(of) {
	return {
		version: 1,
		tool: {
			name: "identikit",
			version
		},
		...of
	};
}
// src/jobs/report-files.ts
/** Where a check leaves its report for other tools. */
const reportOptions = {
	report: text("FILE", "Write the report to FILE, as JSON."),
	sarif: text("FILE", "Write the report to FILE, as SARIF 2.1.0.")
};
/** Writes the report's files that were asked for; gives their absolute paths. */
async function writeReportFiles(context, report, files) {
	let { writeFileAtomically } = await import("./atomic-file-C9Wf7tYG.js"), written = {};
	if (files.report !== void 0) {
		let { reportJson } = await import("./json-BDtCb0b0.js");
		written.report = resolve(context.cwd, files.report), writeFileAtomically(written.report, reportJson(report));
	}
	if (files.sarif !== void 0) {
		let { reportSarif } = await import("./sarif-CL-kJ9B5.js");
		written.sarif = resolve(context.cwd, files.sarif), writeFileAtomically(written.sarif, reportSarif(report));
	}
	return written;
}
// src/jobs/gate.ts
const gate = defineJob({
	name: "gate",
	summary: "Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
	example: "identikit gate --image docker://registry.example/molecule-ai/platform-platform-agent:staging",
	options: object({
		template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
		image: text("REF", "The image to look into."),
		dockerfile: text("FILE", "A Dockerfile to hold against the template, too, or alone."),
		platform: list("OS/ARCH", "Platforms of an index to look at; all if left out."),
		format: choice([
			"text",
			"json",
			"markdown",
			"sarif"
		], "text", "The form in which the findings are printed."),
		...reportOptions,
		...rootOption
	}),
	async run(context, options) {
		let { image, dockerfile } = options;
		if (image === void 0 && dockerfile === void 0) throw nothingToGate();
		let { readTemplateSide, templateLine } = await import("./template-side-D2cSKAew.js"), project = await openNearestProject(context.cwd, options.root), template = await readTemplateSide(context, project, options.template), { destination, required } = project.settings.identity, { selectIdentity } = await import("./identity-BLWnF3q4.js"), identity = selectIdentity(template.tree, template.directory, required), question = {
			identity,
			destination,
			required
		}, gated = await gateImage(context, image, {
			...question,
			platforms: options.platform
		}), findings = [...await gateDockerfile(context, project, dockerfile, question), ...gated.findings], report = makeReport({
			check: "gate",
			verdict: verdictOf(findings),
			subject: `${[image, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
			facts: [{
				label: "tree digest",
				value: identity.digest
			}],
			findings
		}), files = await writeReportFiles(context, report, options), treeDigest = identity.digest, { requests } = gated;
		return {
			outputs: {
				image,
				treeDigest,
				commit: template.commit,
				requests,
				...files
			},
			account: [],
			report,
			format: options.format
		};
	}
});
async function gateImage(context, image, question) {
	if (image === void 0) return {
		findings: [],
		requests: 0
	};
	let { gateFor } = await import("./gate-D7jVQKrz.js"), { parsePlatform } = await import("./platform-Bdb7NSZh.js"), { openPlaces, placeOf } = await import("./image-place-CG7EXLlQ.js"), { identity, destination, required, platforms } = question, check = gateFor({
		template: identity,
		destination,
		required,
		signal: context.signal
	});
	await using places = openPlaces(context);
	let place = await places.open(placeOf(context, image));
	return {
		findings: await check({
			source: place.store,
			selector: await place.select(),
			platforms: platforms.map(parsePlatform),
			subject: image
		}),
		requests: places.traffic.requests
	};
}
async function gateDockerfile(context, project, dockerfile, { identity, destination }) {
	if (dockerfile === void 0) return [];
	let { checkDockerfile } = await import("./dockerfile-side-DHb2jgmU.js"), { destinationPath } = await import("./identity-BLWnF3q4.js"), { readText } = await import("./text-CVSgp-Vv.js"), path = resolve(context.cwd, dockerfile), inside = relative(project.root, path);
	return checkDockerfile(identity, {
		file: inside.startsWith("..") ? dockerfile : inside,
		text: readText(path, dockerfile),
		destination: destinationPath(destination)
	});
}
function nothingToGate() {
	return new IdentikitError("USAGE", "nothing to gate was named", { remedy: "Name an image with --image, a Dockerfile with --dockerfile, or both." });
}
export { makeReport as n, gate as t };
