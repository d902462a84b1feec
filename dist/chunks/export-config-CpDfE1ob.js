import "./rolldown-runtime-DqgWs3Hx.js";
import { t as configExport } from "./config-export-B9AywNe5.js";
import { r as temporaryFile } from "./action-BUSh5IPR.js";
import { n as storing } from "./artifacts-C6hKOklT.js";
const action = {
	name: "export-config",
	description: "Write the config database as one canonical bundle and store it as an artifact of the run.",
	job: configExport,
	around: [storing("bundle")],
	runnerDefaults: (env) => ({ to: temporaryFile(env, "config.bundle") }),
	outputs: {
		bundle: "The path of the bundle.",
		digest: "The digest of the whole bundle: equal rows, equal digest.",
		"artifact-id": "The id of the artifact.",
		"artifact-digest": "The digest of the bundle's file; what a later job checks the artifact against."
	}
};
export { action };
