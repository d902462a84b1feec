import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { list, text } from "../options/option.ts";
import { organizationOption } from "../options/resource.ts";
import { rootOption } from "../options/root.ts";

/** The variable with the secret half of a pool's key: an argument would stand in the list of processes. */
export const poolKeyVariable = "IDENTIKIT_POOL_KEY";
/** The variable with the public keys of tickets. */
export const ticketKeyVariable = "IDENTIKIT_TICKET_KEY";

const options = declareOptions(() => ({
  tickets: text(
    "FILE",
    "Tickets that dispatch wrote, a line each: their attempts are run, and nothing needs the database. Without it, queued runs are launched, run and written back here.",
  ),
  pool: text("NAME", "The runner pool that this machine belongs to; with its key in IDENTIKIT_POOL_KEY."),
  ticketKey: text(
    "FILE",
    "The public keys of tickets, as access ticket-key prints them; IDENTIKIT_TICKET_KEY if left out.",
  ),
  bundles: text("DIR", "Where the run bundles are written; .identikit/bundles if left out."),
  workspaces: text("DIR", "Where workspaces are kept; .identikit/workspaces if left out."),
  remote: text(
    "URL",
    "Where repositories are fetched from, before /OWNER/REPO.git; the forge's own address if left out.",
  ),
  programs: list("DIR", "A folder with programs of agents, such as their clients: agents see it, read-only."),
  run: list("NAME", "Only the tickets, or queued runs, of these runs."),
  memory: text("DIR", "A checkout of the memory repository, with its history."),
  ...organizationOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type RunCommandOptions = OptionsOf<typeof options>;

export const runAgents = defineCommand({
  name: "run",
  summary: "Run agents on this machine: the attempts of tickets, or the runs that are queued.",
  example: "identikit run --pool linux --tickets tickets.jwt --ticket-key ticket.pem",
  options,
  body: () => import("./body.ts"),
});
