import { declareOptions, defineAround, fetching, hostTokenInput, option, poolKeyVariable, runAgents, storingBundle, temporaryFile, ticketKeyVariable } from "./faces.js";
import { _minLength, string } from "../vendor/faces.js";
// src/actions/around/pool-keys.ts
const inputs = declareOptions(() => ({
	poolKey: option(string().check(_minLength(1)), {
		kind: "text",
		description: "The secret key of the runner pool (AGE-SECRET-KEY-1…), from a secret that only this job has."
	}),
	ticketPublicKey: option(string().check(_minLength(1)), {
		kind: "text",
		description: "The public keys of tickets, as access ticket-key prints them; they are no secret."
	})
}));
const poolKeyInputs = defineAround({
	inputs,
	equip: (context, { poolKey, ticketPublicKey }) => ({
		...context,
		env: {
			...context.env,
			[poolKeyVariable]: poolKey,
			[ticketKeyVariable]: ticketPublicKey
		}
	})
});
// src/actions/run-agent.ts
const action = {
	name: "run-agent",
	description: "Run the agent of a signed ticket, and store what came of it as a run bundle.",
	command: runAgents,
	around: [
		poolKeyInputs,
		hostTokenInput,
		fetching("tickets"),
		storingBundle("bundle")
	],
	runnerDefaults: (env) => ({ bundles: temporaryFile(env, "bundles") }),
	outputs: {
		run: "The run; the first of several.",
		attempt: "Its attempt.",
		phase: "`Succeeded`, `Failed`, `Cancelled`, or `Waiting` for a person.",
		bundle: "The path of the run bundle: what is stored as the artifact, and what write-back takes in.",
		report: "The path of the report for people, one HTML file beside the run bundle.",
		bundles: "The paths of all run bundles, as JSON.",
		"artifact-id": "The id of the artifact.",
		"artifact-digest": "The digest of the bundle in the artifact; what a later job checks it against."
	}
};
export { action };
