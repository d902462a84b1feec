import "./rolldown-runtime-DqgWs3Hx.js";
import { t as configImport } from "./config-import-FV-_uQf4.js";
import { t as fetching } from "./artifacts-C6hKOklT.js";
const action = {
	name: "import-config",
	description: "Apply a config bundle, from a path or an artifact of the run, in one transaction.",
	job: configImport,
	around: [fetching("file")],
	outputs: {
		changes: "How many rows were created, changed or deleted.",
		agents: "The agents that are to be rendered for it, as a JSON list."
	}
};
export { action };
