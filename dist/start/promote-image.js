import { declareOptions, defineCommand, dryRunOption, registryOptions, requiredText, rootOption, text } from "./faces.js";
import { registryLogin } from "./actions.js";
// src/commands/promote/promote.ts
const options = declareOptions(() => ({
	from: requiredText("REF@DIGEST", "The image that was verified, by digest."),
	to: requiredText("REF", "The tag that is to stand for it."),
	template: text("DIR", "Gate the image against this template first."),
	...dryRunOption,
	...registryOptions,
	...rootOption
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
		image: "The image under its new tag, with its digest.",
		digest: "The digest that the tag stands for now.",
		"previous-digest": "The digest that it stood for before; empty for a new tag.",
		changed: "`true` where the tag moved, else `false`."
	}
};
export { action, promote };
