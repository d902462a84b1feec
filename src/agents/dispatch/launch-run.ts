import { randomUUID } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { admit } from "../admission/decision/admit.ts";
import { contentDigest } from "../admission/decision/basis.ts";
import { objectNamed } from "../admission/grants/grant-world.ts";
import { type LabelDrift, labelDrift } from "../context/context-labels.ts";
import type { Decision } from "../kinds/actor.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import { sealContent } from "../tickets/sealed-content.ts";
import { signTicket } from "../tickets/sign-ticket.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { snapshotNow } from "./dispatch-services.ts";
import { earlierAttempt } from "./earlier-attempt.ts";
import { endedToWait, type LaunchBase, launchBase, notReady } from "./launch-base.ts";
import type { LaunchServices } from "./launch-services.ts";
import { isBounded, poolFullFault } from "./pool-room.ts";
import { recordAgain, recordDispatch, recordRefusal } from "./record-dispatch.ts";
import { grantedConfigs } from "./run-configs.ts";
import { runContext, storedLabels } from "./run-context.ts";
import { currentRequest } from "./run-request.ts";
import { grantedSecrets } from "./run-secrets.ts";
import type { DispatchAttempt, DispatchRun } from "./run-status.ts";
import { type TicketClaims, ticketClaims, ticketDigest, ticketWriteBack } from "./run-ticket.ts";
import { ticketIdentity } from "./run-ticket-identity.ts";
import { settleRoom } from "./settle-room.ts";

/** How long a ticket waits for a runner. */
const ticketHours = 6;

/** How often a launch is begun again because its run was changed meanwhile. */
const mostTries = 5;

/** A run that may start, and the ticket that says so. */
export interface LaunchedRun {
  readonly run: DispatchRun;
  readonly attempt: DispatchAttempt;
  /** A JWS in its compact form. */
  readonly ticket: string;
  readonly claims: TicketClaims;
  readonly decision: Decision;
  /** Whether it is the ticket of an attempt that was launched before and has not begun. */
  readonly isAgain: boolean;
  /** The labels of a kept context that have changed since. */
  readonly drift: readonly LabelDrift[];
}

/**
 * Launches a queued run where its pool has room: admission looks again at everything, now; the context is put together (a retry keeps it), the attempt written
 * with what it will run as, and its ticket signed, with the values of granted secrets and the key of its run bundle sealed for the runner pool. Asked again for an
 * attempt that has not begun, it gives the same ticket, by number and digest, so that a job that was killed can go on and the ticket
 * still counts once. Where the run is changed meanwhile, and not launched by another one, it begins again.
 * @throws {IdentikitError} `RUN_NOT_READY`; `POOL_FULL`, where it stays queued; `DISPATCH_REFUSED` where admission says no by now; `POOL_KEY_INVALID`, what
 * {@link runContext} throws, and the faults of host, secrets and database
 */
export async function launchRun(
  services: LaunchServices,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<LaunchedRun> {
  let base = await launchBase(services, key);
  for (let tried = 1; ; tried++) {
    try {
      return await launchOn(services, base, signal);
    } catch (caught) {
      const isChanged = caught instanceof IdentikitError && caught.code === "CONFLICT";
      if (!isChanged || tried === mostTries) throw caught;
      const { attempts } = base.run.status;
      // A controller has written to the run since, such as which workspace it has: everything is looked at again.
      base = await launchBase(services, key);
      if (base.run.status.attempts !== attempts) throw caught;
    }
  }
}

async function launchOn(
  services: LaunchServices,
  base: LaunchBase,
  signal: AbortSignal,
): Promise<LaunchedRun> {
  const key = base.run.metadata;
  const request = await currentRequest(services, base.run, "launch", signal);
  const snapshot = await snapshotNow(services, key.namespace);
  const decision = admit(request, snapshot);
  if (decision.verdict !== "allowed") throw await recordRefusal(services, base, decision);
  // Of the snapshot and not read again: what is launched is what was admitted.
  const stack = certain(objectNamed(snapshot.stacks, base.run.spec.agentStack));
  // Before any secret is read, and again where the launch is written down.
  if (!base.open) await demandRoom(services, base, stack.spec.runnerPool);
  const secrets = grantedSecrets(request, stack, snapshot);
  const configs = await grantedConfigs(services, request, stack, snapshot);
  const identity = await ticketIdentity(services, stack, snapshot, secrets);
  const labels = await services.store.read((reader) => storedLabels(reader, key.namespace));
  const context = base.bundle
    ? undefined
    : await newBundle(services, base, { stack, labels, host: certain(request.host) }, signal);
  const bundle = base.bundle ?? certain(context).bundle;
  const attempt =
    base.open ?? newAttempt(services, base, { stack, snapshot, decision, secrets, identity, bundle });
  const earlier = await earlierAttempt(services, key.namespace, attempt.spec);
  const parts = {
    issuer: services.issuer,
    run: base.run,
    attempt,
    stack,
    bundle,
    snapshot,
    secrets,
    configs,
    identity,
    earlier,
    tier: decision.tier,
  };
  const claims = ticketClaims(parts);
  const digest = ticketDigest(claims);
  if (base.open && digest !== base.open.spec.ticketDigest)
    throw notReady(base.run, "its attempt has a ticket that says something else than one of now would");
  const { publicKey } = poolOf(snapshot, certain(attempt.spec.runnerPool)).spec;
  const ticket = await sealedTicket(services, stack, claims, publicKey);
  const stored = base.open
    ? { run: base.run, attempt: await recordAgain(services, base.open, services.ciRun) }
    : await recordDispatch(services, base, {
        bundle,
        memory: context?.memory,
        attempt: withTicketDigest(attempt, digest),
        decision,
        claims,
        ciRun: services.ciRun,
      });
  const drift = base.bundle ? labelDrift(base.bundle.spec, labels) : [];
  return { ...stored, ticket, claims, decision, isAgain: base.open !== undefined, drift };
}

/** @throws {IdentikitError} `POOL_FULL`; the run then says so, too */
async function demandRoom(
  services: LaunchServices,
  { run }: LaunchBase,
  pool: string | undefined,
): Promise<void> {
  if (pool === undefined || !(await services.store.read((reader) => isBounded(reader, run, pool)))) return;
  const full = await settleRoom(services, run, pool);
  if (full) throw poolFullFault(run, full);
}

type Bundle = Awaited<ReturnType<typeof newBundle>>["bundle"];
type Attempt = ReturnType<typeof newAttempt>;

async function newBundle(
  services: LaunchServices,
  { run }: LaunchBase,
  parts: Pick<Parameters<typeof runContext>[1], "stack" | "labels" | "host">,
  signal: AbortSignal,
) {
  const { namespace } = run.metadata;
  const { delivery: name } = run.spec;
  const delivery =
    name === undefined
      ? undefined
      : await services.store.read((reader) => reader.get(webhookDelivery, { namespace, name }));
  const { bundle: spec, memory } = await runContext(services, { ...parts, run, delivery }, signal);
  const metadata = { namespace, name: run.metadata.name };
  return { bundle: { kind: agentContextBundle.kind, metadata, spec }, memory };
}

function newAttempt(
  { now }: LaunchServices,
  { run, previous, asked }: LaunchBase,
  parts: {
    readonly stack: Resource<typeof agentStack>;
    readonly snapshot: AdmissionSnapshot;
    readonly decision: Decision;
    readonly secrets: Ticket["secrets"];
    readonly identity: Ticket["identity"];
    readonly bundle: Bundle;
  },
) {
  const { stack, snapshot, decision, secrets, identity, bundle } = parts;
  const number = (run.status.attempts ?? 0) + 1;
  const { runnerPool, runtimeIdentity } = stack.spec;
  if (runnerPool === undefined)
    throw notReady(
      run,
      `its stack ${stack.metadata.name} names no runner pool, so no ticket can be sealed for one`,
    );
  const pool = poolOf(snapshot, runnerPool);
  const issued = now();
  const profile = stack.status.profile ?? {};
  if (Object.keys(profile).length === 0)
    throw notReady(
      run,
      `its stack ${stack.metadata.name} has no launch profile yet: no controller has made one`,
    );
  return {
    kind: agentDispatchAttempt.kind,
    metadata: { namespace: run.metadata.namespace, name: `${run.metadata.name}-${number}` },
    spec: agentDispatchAttempt.spec.parse({
      run: run.metadata.name,
      reason: !previous ? "initial" : (asked?.reason ?? (endedToWait(previous) ? "resume" : "retry")),
      number,
      ...(previous ? { previous: previous.metadata.name } : {}),
      ...(previous && asked?.message !== undefined ? { message: asked.message } : {}),
      stackSnapshot: {
        digest: stack.status.snapshot ?? contentDigest(profile),
        generation: stack.metadata.generation,
        profile,
      },
      identityDigest: identity.digest,
      permissionSnapshot: decision.digest,
      contextBundle: bundle.metadata.name,
      serviceAccount: runtimeIdentity,
      ...(pool.spec.serviceAccount === undefined ? {} : { runnerServiceAccount: pool.spec.serviceAccount }),
      runnerPool,
      ...(run.status.workspace === undefined ? {} : { workspaceRef: run.status.workspace }),
      secrets: [...new Set(secrets.map(({ name }) => name))],
      writeBack: ticketWriteBack({ run, stack, snapshot, tier: decision.tier }),
      ticket: {
        id: randomUUID(),
        issuedAt: issued.toISOString(),
        expires: new Date(issued.getTime() + ticketHours * 3_600_000).toISOString(),
      },
    }),
  };
}

function withTicketDigest(attempt: Attempt | DispatchAttempt, ticketDigest: string) {
  const { kind, spec } = attempt;
  const { namespace, name } = attempt.metadata;
  return { kind, metadata: { namespace, name }, spec: { ...spec, ticketDigest } };
}

/** Reads each secret after its access is in the log, and seals all of them for the pool, with the key that proves what comes back. */
async function sealedTicket(
  { secrets, accessor, key, bundleKeys, reports }: LaunchServices,
  stack: Resource<typeof agentStack>,
  claims: TicketClaims,
  publicKey: string,
): Promise<string> {
  const values: Record<string, string> = {};
  const use = {
    agent: stack.spec.agent ?? stack.metadata.name,
    accessor,
    reason: `dispatch of ${claims.attempt}`,
  };
  for (const { name } of claims.secrets) values[name] ??= await secrets.read(name, use);
  const [bundleKey] = bundleKeys(claims.jti);
  const [token] = reports?.tokensOf(claims.jti) ?? [];
  const content = {
    secrets: values,
    bundleKey: Buffer.from(bundleKey).toString("base64url"),
    ...(reports && token !== undefined ? { reports: { url: reportUrl(reports.server, claims), token } } : {}),
  };
  return await signTicket({ ...claims, sealed: await sealContent(content, publicKey) }, key);
}

/** Where a runner reports while the agent works. */
function reportUrl(server: string, { namespace, attempt }: TicketClaims): string {
  return `${server.replace(/\/+$/, "")}/api/agents/attempts/${attempt}/events?org=${namespace}`;
}

function poolOf({ runnerPools }: AdmissionSnapshot, name: string) {
  const pool = objectNamed(runnerPools, name);
  if (pool) return pool;
  throw new IdentikitError("RUN_NOT_READY", `the runner pool ${name} does not exist`, {
    remedy: `Declare agentrunnerpools/${name}, or name another pool in the stack.`,
  });
}
