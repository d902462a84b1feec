import "./rolldown-runtime-DqgWs3Hx.js";
import { t as gate } from "./gate-CEB4X30L.js";
import { r as temporaryFile } from "./action-BUSh5IPR.js";
import { t as announcing } from "./announce-B2ktPpvS.js";
import { t as registryLogin } from "./registry-D_Urv46c.js";
const action = {
	name: "drift-gate",
	description: "Prove that an image's identity is byte for byte the template's; fail on drift and on doubt.",
	job: gate,
	around: [registryLogin, announcing("drift-gate", "gate")],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "drift-gate.json"),
		sarif: temporaryFile(env, "drift-gate.sarif")
	}),
	outputs: {
		result: "`clean`, `drift` or `unverified`.",
		findings: "How many findings there are.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action };
