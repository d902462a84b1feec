import { databaseOption, declareOptions, defineCommand, dryRunOption, flag, hostTokenInput, list, organizationOption, positional, rootOption, storing, temporaryFile, text } from "./faces.js";
// src/commands/dispatch/dispatch.ts
const options = declareOptions(() => ({
	stack: positional(text("STACK", "The stack to start by hand, without a rule.")),
	repository: text("OWNER/REPO", "The repository that is worked on; GITHUB_REPOSITORY if left out."),
	ref: text("REF", "The branch, tag or full ref that the work starts from; the default branch if left out."),
	pullRequest: text("NUMBER", "The pull request whose head the work starts from."),
	task: text("TEXT", "What is to be done, in words."),
	taskKind: text("NAME", "The kind of task; the first that the stack takes if left out."),
	label: list("NAME", "Context labels that the run gets."),
	memoryRef: text("TIME|REF", "The state of the memory, such as two days ago; the stack's if left out."),
	event: text("FILE", "The payload of a CI event; that of the job if nothing else is named."),
	replay: text("DELIVERY", "A stored delivery that is decided about once more, by the rules of now."),
	run: text("NAME", "A run that is queued, to give its ticket."),
	queued: flag("Give the tickets of all runs that are queued."),
	tickets: text("DIR", "Where the tickets are written; .identikit/tickets if left out."),
	memory: text("DIR", "A checkout of the memory repository, with its history."),
	...organizationOption(),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const dispatch = defineCommand({
	name: "dispatch",
	summary: "Decide what comes of an event, and write the signed tickets of the runs that may start.",
	example: "identikit dispatch fixer --repository tidewater/berths --task \"Find out why the build is red\"",
	options,
	body: () => import("../commands/dispatch.js")
});
// src/actions/dispatch-agent.ts
const action = {
	name: "dispatch-agent",
	description: "Decide which agents an event of the forge starts, and write the signed ticket of each run.",
	command: dispatch,
	around: [hostTokenInput, storing("ticketFile")],
	runnerDefaults: (env) => ({ tickets: temporaryFile(env, "tickets") }),
	outputs: {
		decision: "`Created`, `Coalesced` (joined a run that is there), `Rejected`, `WaitingForApproval`, or `Ignored` where no rule matches.",
		delivery: "The stored delivery.",
		run: "The run; the first of several.",
		runs: "All runs, as JSON.",
		launched: "The runs that have a ticket, as JSON: run, pool, and the labels of the pool's runners; a matrix of the next job.",
		ticket: "The path of the signed ticket; nothing where no run may start yet.",
		tickets: "The paths of all tickets, as JSON.",
		"ticket-file": "The path of a file with all tickets, a line each: what is stored as the artifact.",
		"artifact-id": "The id of the artifact.",
		"artifact-digest": "The digest of the file in the artifact; what a later job checks it against.",
		pool: "The runner pool that the ticket is for.",
		"waiting-for": "What is waited for, such as a person's approval."
	}
};
export { action, dispatch };
