import { announcing, declareOptions, defineCommand, list, printedReportOptions, registryLogin, registryOptions, requirementOptions, rootOption, temporaryFile, text } from "./faces.js";
// src/commands/gate/gate.ts
const options = declareOptions(() => ({
	name: list("NAME", "A template, by its name in the manifest; identity.template of the settings if left out. Several are gated in one run: {name} in the other options stands for each one's name."),
	template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
	image: text("REF", "The image to look into."),
	candidate: text("REF", "An image that is about to be shipped, held against the template like --image; with --published, what it will change is shown."),
	published: list("REF", "An image in use that the candidate is to replace: how it differs is shown, and never an error."),
	dockerfile: text("FILE", "A Dockerfile to hold against the template, too, or alone."),
	context: text("DIR", "The Dockerfile's build context; the repository's root if left out, or the directory of a Dockerfile outside of it."),
	platform: list("OS/ARCH", "Platforms of an index to look at; all if left out."),
	...printedReportOptions(),
	...requirementOptions(),
	...registryOptions(),
	...rootOption()
}));
const gate = defineCommand({
	name: "gate",
	summary: "Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
	example: "identikit gate --image docker://registry.example/molecule-ai/platform-platform-agent:staging",
	options,
	body: () => import("../commands/gate.js")
});
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
		templates: "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
		result: "`clean`, `drift` or `unverified`.",
		findings: "How many findings there are.",
		changes: "What the candidate will change in the published images, as JSON; empty without `published`.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action, gate };
