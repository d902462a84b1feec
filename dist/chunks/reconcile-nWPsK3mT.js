import "./rolldown-runtime-DqgWs3Hx.js";
import { t as reconcile } from "./reconcile-F64elgfu.js";
import { r as temporaryFile } from "./action-BUSh5IPR.js";
import { t as announcing } from "./announce-B2ktPpvS.js";
const action = {
	name: "reconcile",
	description: "Compare agents' env directories with what was written and what should be there, and mend them.",
	job: reconcile,
	around: [announcing("reconcile", "reconcile")],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "reconcile.json"),
		sarif: temporaryFile(env, "reconcile.sarif"),
		accessLog: temporaryFile(env, "secret-access.jsonl")
	}),
	outputs: {
		result: "`clean`, `drift` or `unverified`; drift that was fully repaired is `clean`.",
		drifted: "How many env directories had drifted.",
		repaired: "How many of them were repaired.",
		report: "The path of the report, as JSON."
	}
};
export { action };
