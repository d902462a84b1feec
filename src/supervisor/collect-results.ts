import { join } from "node:path";
import { adapterNamed } from "../adapters/adapters.ts";
import type { LaunchSession } from "../adapters/launch.ts";
import { readLaunchParts } from "../adapters/launch-parts.ts";
import { maskIn } from "../adapters/masking/masked-events.ts";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { type OutboxRequest } from "../agents/outbox/outbox-request.ts";
import { OutboxReader } from "../agents/outbox/read-outbox.ts";
import type { RunBundle } from "../agents/run-bundle/run-bundle.ts";
import { sealSession } from "../agents/run-bundle/sealed-session.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { asFault } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { BlobFolder } from "../workspace/files/blob-folder.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AttemptPlace } from "./attempt-place.ts";
import { BundleParts } from "./bundle-parts.ts";
import type { EventLog } from "./event-log.ts";
import { askedFile } from "./asked-files.ts";
import type { AgentIsolation, SupervisorPorts } from "./ports.ts";
import type { RunEnvDirectory } from "./run-env-directory.ts";
import type { RunOutcome } from "./run-outcome.ts";
import type { HarvestedWork, RunWorkspace } from "./run-workspace.ts";
import { readSession } from "./session-files.ts";
import { countSuspectedSecrets } from "./suspected-secrets.ts";
import { unanswered } from "./unanswered.ts";

/** What an attempt has come to, as far as it came. */
export interface AttemptResults {
  readonly ports: SupervisorPorts;
  readonly ticket: Ticket;
  readonly poolIdentity: string;
  readonly outcome: RunOutcome;
  readonly workspace: RunWorkspace | undefined;
  readonly env: RunEnvDirectory | undefined;
  readonly isolation: AgentIsolation | undefined;
  readonly agent: AgentRun | undefined;
  readonly session: LaunchSession | undefined;
  readonly blobs: BlobFolder;
  readonly place: AttemptPlace;
  readonly events: EventLog;
  readonly secrets: SecretFinder;
}

type Results = Pick<
  RunBundle,
  "outcome" | "base" | "client" | "usage" | "isolation" | "identity" | "workspace" | "patch" | "parts"
>;

/** Looks at everything that the agent leaves behind, once nothing of it runs any more, and makes the parts of the bundle. */
export async function collectResults(results: AttemptResults): Promise<Results> {
  const { ticket, workspace, agent, events, secrets, blobs } = results;
  const parts = new BundleParts(blobs);
  const requests = await outboxOf(results);
  // Stopping the job does not stop what was begun: the work that is there is kept.
  const harvest = workspace && (await harvestOf(results, workspace));
  const fault = harvest && "code" in harvest ? harvest : undefined;
  const work = harvest && !("code" in harvest) ? harvest : undefined;
  const found = work?.patch ? await countSuspectedSecrets(work.patch, blobs, secrets) : 0;
  const patch = work?.patch ? parts.addPatch(work.patch, found) : undefined;
  addRequests(parts, requests, secrets);
  await addAskedFiles(parts, requests, results);
  const client = await clientOf(results, parts);
  const identity = await identityOf(results);
  if (!identity.unchanged)
    events.add({ type: "status", status: "failed", text: `IDENTITY_CHANGED: ${identity.findings.join("; ")}` });
  if (agent) addAccount(parts, agent, secrets, events);
  const waits = unanswered(requests, results.place.answers);
  return {
    outcome: finalOutcome(results.outcome, fault, waits),
    ...(workspace ? { base: workspace.base, workspace: workspaceOf(workspace, work, fault) } : {}),
    client,
    usage: { turns: 0, tokens: 0, ...agent?.usage },
    isolation: {
      kind: results.isolation?.kind ?? "user",
      network: readLaunchParts(ticket.stack.profile).toolProfile?.networkPolicy.mode ?? "none",
      ...(typeof ticket.stack.profile.image === "string" ? { image: ticket.stack.profile.image } : {}),
    },
    identity,
    ...(patch === undefined ? {} : { patch }),
    parts: [...parts.all],
  };
}
