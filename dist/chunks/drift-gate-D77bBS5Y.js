import "./rolldown-runtime-DhbvIeMx.js";
import { t as gate } from "./gate-SRcYk0PM.js";
import { r as temporaryFile } from "./action-B-P30-5w.js";
import { t as announcing } from "./announce-BpXrjMBN.js";
import { t as registryLogin } from "./registry-CpzPSBp7.js";
// src/actions/drift-gate.ts
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
