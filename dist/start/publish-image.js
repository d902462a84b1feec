import { declareOptions, defineAround, defineCommand, dryRunOption, flag, list, recordDatabaseOption, registryLogin, registryOptions, requiredText, requirementOptions, rootOption, sbomOption, signingOptions, text, tokenInput } from "./faces.js";
// src/commands/publish/publish.ts
const options = declareOptions(() => ({
	from: requiredText("REF", "The image to publish."),
	to: requiredText("REPO", "The repository or layout to publish to; a tag of it is used like --tag."),
	name: list("NAME", "A template, by its name in the manifest; identity.template of the settings if left out. The images of several are published in one run: {name} in the other options stands for each one's name."),
	template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
	tagRule: list("RULE", "How tags follow from the run, such as type=sha,prefix=staging-,format=long."),
	tag: list("TAG", "A tag as it is, besides those of the rules."),
	dockerfile: text("FILE", "A Dockerfile that the gate holds against the template, too; the repository's Dockerfile.NAME of that template, where it is there, if left out."),
	unlessTag: text("TAG", "Where this tag of the repository stands for the very image already, nothing is pushed and no tag is moved."),
	skipGate: flag("Publish without asking the gate; the result says so."),
	...dryRunOption(),
	...signingOptions(),
	...sbomOption(),
	...requirementOptions(),
	...registryOptions(),
	...rootOption(),
	...recordDatabaseOption()
}));
const publish = defineCommand({
	name: "publish",
	summary: "Gate an image, push it, tag it, and read back what the tags now stand for.",
	example: "identikit publish --from oci:images:baked --to docker://registry.example/molecule-ai/platform-platform-agent",
	options,
	body: () => import("../commands/publish.js")
});
// src/actions/around/linking/linking.ts
const inputs = declareOptions(tokenInput);
const linking = defineAround({
	inputs,
	after: async (context, given, outcome) => {
		const { linkPublished } = await import("../actions/around/linking.js");
		await linkPublished(context, given, outcome);
		return {};
	}
});
// src/actions/publish-image.ts
const action = {
	name: "publish-image",
	description: "Gate an image, push it under the tags that the run gives, and read back what they stand for.",
	command: publish,
	around: [registryLogin, linking],
	outputs: {
		templates: "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
		image: "The published image with its digest.",
		digest: "The digest of the manifest or index.",
		attestations: "What was signed of the image, as JSON: predicate type and digest of each statement; empty without a signer.",
		tags: "The tags, as a JSON list.",
		changed: "`true` where a tag moved or a blob was lacking, else `false`."
	}
};
export { action, publish };
