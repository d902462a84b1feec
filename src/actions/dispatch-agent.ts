import { dispatch } from "../commands/dispatch/dispatch.ts";
import { storing } from "./around/artifacts/artifacts.ts";
import { hostTokenInput } from "./around/host-token.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "dispatch-agent",
  description: "Decide which agents an event of the forge starts, and write the signed ticket of each run.",
  command: dispatch,
  around: [hostTokenInput, storing("ticketFile")],
  runnerDefaults: (env) => ({ tickets: temporaryFile(env, "tickets") }),
  outputs: {
    decision:
      "`Created`, `Coalesced` (joined a run that is there), `Rejected`, `WaitingForApproval`, or `Ignored` where no rule matches.",
    delivery: "The stored delivery.",
    run: "The run; the first of several.",
    runs: "All runs, as JSON.",
    launched:
      "The runs that have a ticket, as JSON: run, pool, and the labels of the pool's runners; a matrix of the next job.",
    ticket: "The path of the signed ticket; nothing where no run may start yet.",
    tickets: "The paths of all tickets, as JSON.",
    "ticket-file": "The path of a file with all tickets, a line each: what is stored as the artifact.",
    "artifact-id": "The id of the artifact.",
    "artifact-digest": "The digest of the file in the artifact; what a later job checks it against.",
    pool: "The runner pool that the ticket is for.",
    "waiting-for": "What is waited for, such as a person's approval.",
  },
};
