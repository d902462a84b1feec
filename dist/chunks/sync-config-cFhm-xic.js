import "./rolldown-runtime-DqgWs3Hx.js";
import { t as configSync } from "./config-sync-Jl7a2bgH.js";
const action = {
	name: "sync-config",
	description: "Bring agent types, agents and the builtin scope of the config database to what the repository says.",
	job: configSync,
	outputs: {
		changes: "How many rows were created, changed or deleted.",
		agents: "The agents that are to be rendered for it, as a JSON list."
	}
};
export { action };
