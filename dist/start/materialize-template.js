import { declareOptions, defineCommand, flag, networkOptions, positional, requiredText, rootOption, templateLogin, text } from "./faces.js";
// src/commands/materialize/materialize.ts
const options = declareOptions(() => ({
	name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
	volume: requiredText("DIR", "The data volume."),
	from: text("DIR", "A fetched directory: the template's own, or the one that holds it under its name."),
	locked: flag("Take only what identikit.lock says, and refuse anything else."),
	strict: flag("Make a card that does not name the skills that are delivered an error."),
	...networkOptions(),
	...rootOption()
}));
const materialize = defineCommand({
	name: "materialize",
	summary: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	example: "identikit materialize claude-code --volume /configs",
	options,
	body: () => import("../commands/materialize.js")
});
// src/actions/materialize-template.ts
const action = {
	name: "materialize-template",
	description: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	command: materialize,
	around: [templateLogin],
	outputs: {
		result: "`delivered`, `unchanged` or `skipped`.",
		written: "How many files were written.",
		removed: "How many files were removed.",
		skills: "How `agent_card.skills` compares with the skills that were delivered: JSON with `delivered`, `listed`, `unlisted`, `missing`, `warning`."
	}
};
export { action, materialize };
