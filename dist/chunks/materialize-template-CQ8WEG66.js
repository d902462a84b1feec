import "./rolldown-runtime-DqgWs3Hx.js";
import { t as materialize } from "./materialize-EpEUK0AC.js";
const action = {
	name: "materialize-template",
	description: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	job: materialize,
	outputs: {
		result: "`delivered`, `unchanged` or `skipped`.",
		written: "How many files were written.",
		removed: "How many files were removed."
	}
};
export { action };
