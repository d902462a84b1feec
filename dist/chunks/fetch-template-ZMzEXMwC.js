import "./rolldown-runtime-DqgWs3Hx.js";
import { t as fetch } from "./fetch-CkIrv6L5.js";
const action = {
	name: "fetch-template",
	description: "Bring templates' assets from their repositories into the workspace, checked and pinned.",
	job: fetch,
	outputs: {
		path: "Where the assets lie: the template's directory, or the directory above several.",
		commit: "The commit of a single template; empty for a plain directory.",
		"tree-digest": "The digest of a single template's assets.",
		files: "How many assets a single template has."
	}
};
export { action };
