import { A as verdictOf, D as openNearestProject, I as IdentikitError, S as text, _ as list, c as defineJob, h as choice, m as rootOption, p as registryOptions } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { n as writeReportFiles, r as makeReport, t as reportOptions } from "./report-files-BBRpNNKD.js";
import { relative, resolve } from "node:path";
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
		...registryOptions,
		...rootOption
	}),
	async run(context, options) {
		let { image, dockerfile } = options;
		if (image === void 0 && dockerfile === void 0) throw nothingToGate();
		let { readTemplateSide, templateLine } = await import("./template-side-DqE48JGn.js"), project = await openNearestProject(context.cwd, options.root), template = await readTemplateSide(context, project, options.template), { destination, required } = project.settings.identity, { selectIdentity } = await import("./identity-CmrMomc9.js"), identity = selectIdentity(template.tree, template.directory, required), question = {
			identity,
			destination,
			required
		}, gated = await gateImage(context, image, {
			...question,
			...options
		}), findings = [...await gateDockerfile(context, project, dockerfile, question), ...gated.findings], report = makeReport({
			check: "gate",
			verdict: verdictOf(findings),
			subject: `${[image, dockerfile].filter(Boolean).join(" and ")} against ${templateLine(template)}`,
			facts: [{
				label: "tree digest",
				value: identity.digest
			}],
			anchor: project.settings.manifest,
			findings
		}, {
			cwd: context.cwd,
			root: project.root
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
	let { gateFor } = await import("./gate-BTCaLvAq.js"), { parsePlatform } = await import("./platform-DRzfjb3-.js"), { openPlaces, placeOf } = await import("./image-place-Bhf-d4sE.js"), { layerIndexOf } = await import("./layer-index-s-qjikFq.js"), { identity, destination, required, platform } = question, index = layerIndexOf(context.env), check = gateFor({
		template: identity,
		destination,
		required,
		signal: context.signal,
		index
	});
	await using places = openPlaces(context, question);
	let place = await places.open(placeOf(context, image));
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
async function gateDockerfile(context, project, dockerfile, { identity, destination }) {
	if (dockerfile === void 0) return [];
	let { checkDockerfile } = await import("./dockerfile-side-BPhbARRA.js"), { destinationPath } = await import("./identity-CmrMomc9.js"), { readText } = await import("./text-BkPzpieF.js"), path = resolve(context.cwd, dockerfile), inside = relative(project.root, path);
	return checkDockerfile(identity, {
		file: inside.startsWith("..") ? dockerfile : inside,
		text: readText(path, dockerfile),
		destination: destinationPath(destination)
	});
}
function nothingToGate() {
	return new IdentikitError("USAGE", "nothing to gate was named", { remedy: "Name an image with --image, a Dockerfile with --dockerfile, or both." });
}
export { gate as t };
