import { readManifests } from "./agents-with-croner-yaml.js";
import { declaredRoles } from "./agents.js";
// src/commands/places/declared-here.ts
function declaredHere({ root, settings: { platform } }, organization) {
	const set = readManifests(root, platform.manifests, { namespace: platform.organization });
	return set.manifests.some(({ declared }) => declared.metadata.namespace === organization) || set.problems.length > 0 ? declaredRoles(set) : void 0;
}
export { declaredHere };
