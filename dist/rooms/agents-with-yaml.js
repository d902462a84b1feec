import { require_dist } from "../vendor/yaml.js";
// src/agents/crds/manifest-stream.ts
var import_dist = require_dist();
function manifestYaml(manifest) {
	return (0, import_dist.stringify)(manifest, {
		lineWidth: 0,
		aliasDuplicateObjects: false,
		compat: "yaml-1.1"
	});
}
function manifestStream(manifests) {
	return manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join("");
}
export { manifestStream, manifestYaml };
