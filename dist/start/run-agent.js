import { databaseOption, declareOptions, defineCommand, list, option, organizationOption, rootOption, text } from "./faces.js";
import { object, string } from "../vendor/zod.js";
import { defineAround, fetching, hostTokenInput, storing, temporaryFile } from "./actions.js";
// src/commands/run/run.ts
const options = declareOptions(() => ({
	tickets: text("FILE", "Tickets that dispatch wrote, a line each: their attempts are run, and nothing needs the database. Without it, queued runs are launched, run and written back here."),
	pool: text("NAME", "The runner pool that this machine belongs to; with its key in IDENTIKIT_POOL_KEY."),
	ticketKey: text("FILE", "The public keys of tickets, as access ticket-key prints them; IDENTIKIT_TICKET_KEY if left out."),
	bundles: text("DIR", "Where the run bundles are written; .identikit/bundles if left out."),
	workspaces: text("DIR", "Where workspaces are kept; .identikit/workspaces if left out."),
	remote: text("URL", "Where repositories are fetched from, before /OWNER/REPO.git; the forge's own address if left out."),
	programs: list("DIR", "A folder with programs of agents, such as their clients: agents see it, read-only."),
	run: list("NAME", "Only the tickets, or queued runs, of these runs."),
	memory: text("DIR", "A checkout of the memory repository, with its history."),
	...organizationOption,
	...rootOption,
	...databaseOption
}));
const runAgents = defineCommand({
	name: "run",
	summary: "Run agents on this machine: the attempts of tickets, or the runs that are queued.",
	example: "identikit run --pool linux --tickets tickets.jwt --ticket-key ticket.pem",
	options,
	body: () => import("../commands/run.js")
});
// src/commands/options/pool-keys.ts
const poolKeyVariable = "IDENTIKIT_POOL_KEY";
const ticketKeyVariable = "IDENTIKIT_TICKET_KEY";
// src/actions/around/pool-keys.ts
const inputs = object({
	poolKey: option(string().min(1), {
		kind: "text",
		description: "The secret key of the runner pool (AGE-SECRET-KEY-1…), from a secret that only this job has."
	}),
	ticketPublicKey: option(string().min(1), {
		kind: "text",
		description: "The public keys of tickets, as access ticket-key prints them; they are no secret."
	})
});
// src/actions/run-agent.ts
const action = {
	name: "run-agent",
	description: "Run the agent of a signed ticket, and store what came of it as a run bundle.",
	command: runAgents,
	around: [
		defineAround({
			inputs,
			equip: (context, { poolKey, ticketPublicKey }) => ({
				...context,
				env: {
					...context.env,
					[poolKeyVariable]: poolKey,
					[ticketKeyVariable]: ticketPublicKey
				}
			})
		}),
		hostTokenInput,
		fetching("tickets"),
		storing("bundle")
	],
	runnerDefaults: (env) => ({ bundles: temporaryFile(env, "bundles") }),
	outputs: {
		run: "The run; the first of several.",
		attempt: "Its attempt.",
		phase: "`Succeeded`, `Failed`, `Cancelled`, or `Waiting` for a person.",
		bundle: "The path of the run bundle: what is stored as the artifact, and what write-back takes in.",
		bundles: "The paths of all run bundles, as JSON.",
		"artifact-id": "The id of the artifact.",
		"artifact-digest": "The digest of the bundle in the artifact; what a later job checks it against."
	}
};
export { action, poolKeyVariable, runAgents, ticketKeyVariable };
