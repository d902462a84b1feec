import { declareOptions, defineCommand, dryRunOption, list, recordDatabaseOption, registryLogin, registryOptions, requiredText, requirementOptions, rootOption, signingOptions, text } from "./faces.js";
// src/commands/promote/promote.ts
const options = declareOptions(() => ({
	from: list("REF@DIGEST", "The image that was verified, by digest; with several templates the image of each, in the order of their names."),
	to: requiredText("REF", "The tag that is to stand for it."),
	name: list("NAME", "Gate the image against this template first, by its name in the manifest. The images of several are promoted in one run: {name} in --to and --template stands for each one's name."),
	template: text("DIR", "Gate the image against this template first."),
	...dryRunOption(),
	...signingOptions(),
	...requirementOptions(),
	...registryOptions(),
	...rootOption(),
	...recordDatabaseOption()
}));
const promote = defineCommand({
	name: "promote",
	summary: "Move a tag to a verified digest, byte for byte, without a rebuild.",
	example: "identikit promote --from docker://registry.example/agent@sha256:… --to docker://registry.example/agent:production",
	options,
	body: () => import("../commands/promote.js")
});
// src/actions/promote-image.ts
const action = {
	name: "promote-image",
	description: "Move a tag to a verified digest, byte for byte, without a rebuild.",
	command: promote,
	around: [registryLogin],
	outputs: {
		templates: "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
		image: "The image under its new tag, with its digest.",
		digest: "The digest that the tag stands for now.",
		attestations: "What was signed of the image, as JSON: predicate type and digest of each statement; empty without a signer.",
		"previous-digest": "The digest that it stood for before; empty for a new tag.",
		changed: "`true` where the tag moved, else `false`."
	}
};
export { action, promote };
