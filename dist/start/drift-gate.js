import { IdentikitError, choice, copyDrift, defineCommand, list, makeReport, openNearestProject, registryOptions, reportOptions, rootOption, text, verdictOf, writeReportFiles } from "./faces.js";
import { object } from "../vendor/zod.js";
import { announcing, registryLogin, temporaryFile } from "./actions.js";
import { resolve } from "node:path";
// src/commands/gate/gate.ts
const gate = defineCommand({
	name: "gate",
	summary: "Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
	example: "identikit gate --image docker://registry.example/molecule-ai/platform-platform-agent:staging",
	options: object({
		template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
		image: text("REF", "The image to look into."),
		dockerfile: text("FILE", "A Dockerfile to hold against the template, too, or alone."),
		context: text("DIR", "The Dockerfile's build context; the repository's root if left out, or the directory of a Dockerfile outside of it."),
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
		const { image, dockerfile } = options;
		if (image === void 0 && dockerfile === void 0) throw nothingToGate();
		const { coverageFacts, findTemplateSide, readTemplateSide, templateLine } = await import("../rooms/commands-with-child_process-gate-image-template.js");
		const { coverageOf, promptWarnings } = await import("../rooms/gate-with-template-yaml.js");
		const project = await openNearestProject(context.cwd, options.root);
		const found = await findTemplateSide(context, project, options.template);
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
		const { destination, required } = project.settings.identity;
		const { tree: identity, profile } = template;
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
		const copied = await gateDockerfile(context, project, {
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
		const files = await writeReportFiles(context, report, options);
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
});
async function gateImage(context, project, image, question) {
	if (image === void 0) return {
		findings: [],
		requests: 0
	};
	const { gateFor } = await import("../rooms/gate-with-image-zlib.js");
	const { parsePlatform } = await import("../rooms/image.js");
	const { openPlaces, placeOf } = await import("../rooms/commands-with-http-image.js");
	const { layerIndexOf } = await import("../rooms/image.js");
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
async function gateDockerfile(context, project, question) {
	const { dockerfile, identity, destination, template } = question;
	if (dockerfile === void 0) return {
		findings: [],
		facts: []
	};
	const { besideIdentity, readDockerfile } = await import("../rooms/gate.js");
	const { checkDockerfile, unseenByDockerfile } = await import("../rooms/gate-with-image.js");
	const { destinationPath } = await import("../rooms/image.js");
	const { settings } = project;
	return {
		findings: checkDockerfile(identity, {
			...readDockerfile(resolve(context.cwd, dockerfile), {
				shown: dockerfile,
				root: project.root,
				context: question.context === void 0 ? void 0 : resolve(context.cwd, question.context)
			}),
			destination: destinationPath(destination),
			beside: besideIdentity(template.directory, template.profile),
			templateDirectory: `${settings.templates}/${settings.identity.template}`
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
// src/actions/drift-gate.ts
const action = {
	name: "drift-gate",
	description: "Prove that an image's identity is byte for byte the template's; fail on drift and on doubt.",
	command: gate,
	around: [registryLogin, announcing("drift-gate", "gate")],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "drift-gate.json"),
		sarif: temporaryFile(env, "drift-gate.sarif")
	}),
	outputs: {
		result: "`clean`, `drift` or `unverified`.",
		findings: "How many findings there are.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action, gate };
