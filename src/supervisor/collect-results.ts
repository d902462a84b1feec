import { adapterNamed } from "../adapters/adapters.ts";
import type { LaunchSession } from "../adapters/launch.ts";
import { readLaunchParts } from "../adapters/launch-parts.ts";
import { maskIn } from "../adapters/masking/masked-events.ts";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import type { RunBundle } from "../agents/run-bundle/run-bundle.ts";
import { sealSession } from "../agents/run-bundle/sealed-session.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import type { BlobFolder } from "../workspace/files/blob-folder.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AttemptPlace } from "./attempt-place.ts";
import { BundleParts } from "./bundle-parts.ts";
import type { EventLog } from "./event-log.ts";
import { addFiles, addRequests, readRequests } from "./outbox-parts.ts";
import type { AgentIsolation } from "./ports.ts";
import type { RunEnvDirectory } from "./run-env-directory.ts";
import type { RunOutcome } from "./run-outcome.ts";
import type { HarvestedWork, RunWorkspace } from "./run-workspace.ts";
import { readSession } from "./session-files.ts";
import { cleanBefore, countSuspectedSecrets } from "./suspected-secrets.ts";
import { unanswered } from "./unanswered.ts";

/** How long a harvest may take. */
const harvestMs = 10 * 60_000;

/** What an attempt has come to, as far as it came. */
export interface AttemptResults {
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
  const { ticket, workspace, agent, events, secrets, blobs, place, isolation } = results;
  const { image } = ticket.stack.profile;
  const { toolProfile } = readLaunchParts(ticket.stack.profile);
  const parts = new BundleParts(blobs);
  const requests = await readRequests(place.outbox, events);
  // Stopping the job does not stop this: the work that is there is kept.
  const work = workspace && (await harvestOf(workspace, blobs));
  const fault = work instanceof IdentikitError ? work : undefined;
  const harvest = work instanceof IdentikitError ? undefined : work;
  const suspected = harvest?.patch ? await countSuspectedSecrets(harvest.patch, blobs, secrets) : 0;
  const patch = harvest?.patch
    ? parts.addPatch(harvest.patch, suspected, await cleanBefore(harvest.patch, blobs, secrets))
    : undefined;
  addRequests(parts, requests, secrets);
  if (workspace && !fault) await addFiles(parts, requests, workspace.path, { events, secrets });
  const client = await clientOf(results, parts);
  const identity = await identityOf(results);
  addAccount(parts, results);
  return {
    outcome: settled(results.outcome, fault, unanswered(requests, place.answers)),
    ...(workspace ? { base: workspace.base, workspace: workspacePart(workspace, harvest, fault) } : {}),
    client,
    usage: agent?.usage ?? { turns: 0, tokens: 0 },
    isolation: {
      kind: isolation?.kind ?? toolProfile?.isolation ?? "user",
      network: toolProfile?.networkPolicy.mode ?? "none",
      ...(typeof image === "string" ? { image } : {}),
    },
    identity,
    ...(patch === undefined ? {} : { patch }),
    parts: [...parts.all],
  };
}

async function harvestOf(
  workspace: RunWorkspace,
  blobs: BlobFolder,
): Promise<HarvestedWork | IdentikitError> {
  try {
    return await workspace.harvest(blobs, AbortSignal.timeout(harvestMs));
  } catch (caught) {
    return asFault(caught);
  }
}

function workspacePart(
  { name, host, path }: RunWorkspace,
  harvest: HarvestedWork | undefined,
  fault: IdentikitError | undefined,
): RunBundle["workspace"] {
  return {
    ...{ name, host, path, git: harvest?.git ?? {}, storeIntact: fault?.code !== "STORE_TAMPERED" },
    refused: (harvest?.refused ?? []).slice(0, 1000).map((line) => line.slice(0, 1000)),
  };
}

/** What keeps the work from being taken out is what the attempt came to; what a person has to answer lets it wait. */
function settled(
  outcome: RunOutcome,
  fault: IdentikitError | undefined,
  waits: readonly string[],
): RunOutcome {
  if (fault)
    return { ...outcome, phase: "Failed", reason: fault.code, message: fault.message.slice(0, 4000) };
  if (waits.length === 0 || outcome.phase === "Cancelled") return outcome;
  const message = `a person has to answer: ${waits.join("; ")}`.slice(0, 4000);
  return { ...outcome, phase: "Waiting", reason: "APPROVAL_NEEDED", message };
}

async function clientOf(
  { ticket, agent, env, session, poolIdentity }: AttemptResults,
  parts: BundleParts,
): Promise<RunBundle["client"]> {
  const { name, version } = readLaunchParts(ticket.stack.profile).adapter;
  const sessionId = agent?.sessionId ?? (agent ? session?.sessionId : undefined);
  const files =
    env && sessionId !== undefined ? readSession(adapterNamed(name), sessionId, env.path) : undefined;
  if (files)
    parts.add({
      ...{ kind: "session", name: "session.age", mediaType: "application/vnd.identikit.session+age" },
      content: await sealSession(files, poolIdentity),
    });
  return {
    adapter: name,
    ...(version === undefined ? {} : { version }),
    ...(sessionId === undefined ? {} : { sessionId }),
    resumable: files !== undefined,
  };
}

async function identityOf({ ticket, env, agent, events }: AttemptResults): Promise<RunBundle["identity"]> {
  const { digest } = ticket.identity;
  if (!env || !agent) return { digest, unchanged: true, findings: [] };
  const findings = await env.changes();
  if (findings.length > 0)
    events.add({
      type: "status",
      status: "failed",
      text: `IDENTITY_CHANGED: ${findings.join("; ")}`.slice(0, 4000),
    });
  return { digest, unchanged: findings.length === 0, findings: findings.slice(0, 200) };
}

/** What happened, for people: the transcript, what the client complained of, and all events. They come last, since collecting makes some. */
function addAccount(parts: BundleParts, { agent, events, secrets }: AttemptResults): void {
  if (agent && String(agent.transcript) !== "")
    parts.add({
      ...{ kind: "transcript", name: "transcript.md", mediaType: "text/markdown" },
      ...(agent.transcript.isTruncated ? { truncated: true } : {}),
      content: Buffer.from(String(agent.transcript)),
    });
  const complaint = maskIn(agent?.complaint ?? "", secrets);
  if (complaint !== "")
    parts.add({ kind: "log", name: "stderr.log", mediaType: "text/plain", content: Buffer.from(complaint) });
  if (events.count > 0)
    parts.add({
      ...{ kind: "events", name: "events.jsonl", mediaType: "application/jsonl" },
      ...(events.isTruncated ? { truncated: true } : {}),
      content: events.bytes(),
    });
}
