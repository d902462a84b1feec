import { chainProofs, commitProofs, contentProofs, recordProofs, runEvidence } from "./agents-with-config.js";
import { decisionProofs } from "./agents.js";
import { launchProofs } from "./agents-with-template.js";
// src/agents/proof/verify-run.ts
async function verifyRun(sources, key, signal) {
	const { database, keyring, expected } = sources;
	const evidence = await runEvidence(sources, key);
	return [
		...launchProofs(evidence),
		...await contentProofs(database, evidence),
		...decisionProofs(evidence),
		...await commitProofs(sources, evidence, signal),
		...await chainProofs(database, keyring, expected),
		...recordProofs(evidence)
	];
}
export { verifyRun };
