import { databaseOption, declareOptions, defineCommand, fetching, flag, hostTokenInput, list, positional, rootOption, text } from "./faces.js";
// src/commands/write-back/write-back.ts
const options = declareOptions(() => ({
	bundle: positional(list("FILE", "Run bundles to take in, as run-agent wrote them.")),
	pending: flag("Do what is due without a bundle, such as what was approved meanwhile."),
	memory: text("DIR", "A checkout of the memory repository, with its history: links of proposals are checked in it."),
	author: text("NAME <EMAIL>", "Whose commits they are; identikit if left out."),
	signingKey: text("FILE", "An ssh private key that commits are signed with; they are not signed if left out."),
	...rootOption(),
	...databaseOption()
}));
const writeBack = defineCommand({
	name: "write-back",
	summary: "Take in what runs brought back, and write to the forge what policies or people allow, each thing once.",
	example: "identikit write-back run-0f3a-1.tar",
	options,
	body: () => import("../commands/write-back.js")
});
// src/actions/write-back.ts
const action = {
	name: "write-back",
	description: "Take in what an agent's run brought back, and write to the forge what policies or people allow.",
	command: writeBack,
	around: [hostTokenInput, fetching("bundle", "list")],
	outputs: {
		run: "The run of the bundle; the first of several.",
		attempt: "Its attempt.",
		phase: "What became of the run: `Succeeded`, `Failed`, `Cancelled` or `Waiting`.",
		"is-new": "Whether a bundle was taken in that had not been before.",
		approvals: "What waits for a person, as JSON: name, action, digest and run of each.",
		results: "What was carried out or could not be, as JSON: name, action, phase and result of each."
	}
};
export { action, writeBack };
