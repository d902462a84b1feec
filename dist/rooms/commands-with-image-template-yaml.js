import { decodeText } from "./document.js";
import { bakedTree } from "./image.js";
import { configFile, declaredPaths, declaredPrompts } from "./template-with-yaml.js";
import { policiesUnderLock } from "./commands-with-template.js";
// src/commands/places/fetched-identity.ts
function identityUnder(settings) {
	const identityOf = identityTreeUnder(settings);
	return (assets, policy) => bakedTree(identityOf(assets, policy));
}
function identityTreeUnder(settings) {
	return ({ tree }, { name }) => {
		const { profile } = policiesUnderLock(settings, name === settings.policy ? void 0 : name);
		const config = tree.get(configFile);
		const declared = profile.promptFiles && config ? declaredPaths(declaredPrompts(decodeText(config.bytes, configFile)), configFile) : [];
		const settled = profile.including(declared);
		return tree.select((path) => settled.admits(path));
	};
}
export { identityTreeUnder, identityUnder };
