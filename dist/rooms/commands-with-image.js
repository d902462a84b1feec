import { version } from "../start/first.js";
import { bomStatement, identityRecord } from "./provenance-with-image.js";
// src/commands/places/bill-statement.ts
async function billStatement(context, project, template) {
	const { identityParts } = await import("./commands-with-child_process-config-image-template-yaml.js");
	return bomStatement(await identityParts(context, project, template));
}
// src/commands/places/identity-statement.ts
function identityStatement({ settings }, template, gate) {
	const { destination } = settings.identity;
	const { tree, profile } = template;
	return identityRecord({
		template: recordedTemplate(template),
		identity: tree,
		profile: profile.name,
		destination,
		gate,
		version
	});
}
function recordedTemplate({ name, repository, commit }) {
	return {
		name,
		repository: repository ?? void 0,
		commit
	};
}
export { billStatement, identityStatement, recordedTemplate };
