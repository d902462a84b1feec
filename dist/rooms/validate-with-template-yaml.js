import { asFault, isRecord } from "../start/faces.js";
import { settingsFile, settingsSchema } from "./project.js";
import { policyNamed } from "./template.js";
import { readDocument } from "./validate-with-yaml.js";
// src/validate/settings.ts
/** Checks `identikit.yaml`; what is wrong in it counts as left out for the checks of the other files. */
function validateSettings(root, findings) {
	const document = readDocument({
		root,
		file: settingsFile,
		schema: settingsSchema,
		code: "SETTINGS_INVALID"
	}, findings);
	const settings = settingsSchema.parse(rightPart(document?.value));
	if (document) checkPolicies(settings, document, findings);
	return {
		settings,
		document
	};
}
function rightPart(value) {
	const members = isRecord(value) ? Object.entries(value) : [];
	return Object.fromEntries(members.filter(([key, member]) => settingsSchema.safeParse({ [key]: member }).success));
}
function checkPolicies(settings, document, findings) {
	const named = [
		[["policy"], settings.policy],
		[["identity", "policy"], settings.identity.policy],
		...Object.keys(settings.policies).map((name) => [["policies", name], name])
	];
	for (const [path, name] of named) try {
		policyNamed(name, settings.policies);
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		const own = Object.hasOwn(settings.policies, name) ? ["policies", name] : path;
		findings.in(document, own, {
			code,
			problem: message,
			remedy
		});
	}
}
export { validateSettings };
