import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { packIdentity } from "../identity/packed-identity.ts";
import { runIdentity } from "../identity/run-identity.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { Resource } from "../resource/resource.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { LaunchServices } from "./launch-services.ts";

/** What the env directory of a run is rendered from, for its ticket. @throws what {@link runIdentity} throws; {@link IdentikitError} `TICKET_TOO_LARGE` */
export async function ticketIdentity(
  { database }: Pick<LaunchServices, "database">,
  stack: Resource<typeof agentStack>,
  { grants }: AdmissionSnapshot,
  secrets: Ticket["secrets"],
): Promise<Ticket["identity"]> {
  const names = secrets.map(({ name }) => name);
  const { config, leftOut } = await runIdentity(database, stack, grants, names);
  return { ...packIdentity(config), leftOut: [...leftOut] };
}
