import { canonicalJson } from "../../document/canonical-json.ts";
import { certain } from "../../fault/certain.ts";
import { digestOf } from "../../tree/digest.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { objectNamed } from "../admission/grants/grant-world.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import type { Resource } from "../resource/resource.ts";
import { type Ticket, ticketSchema } from "../tickets/ticket.ts";
import { narrowBudget } from "./run-budget.ts";
import type { DispatchAttempt, DispatchRun } from "./run-status.ts";
import { runWriteBack } from "./run-write-back.ts";

/** A ticket before the values of its secrets are sealed into it. */
export type TicketClaims = Omit<Ticket, "sealed">;

/** What a ticket is made of. */
export interface TicketParts {
  readonly issuer: string;
  readonly run: DispatchRun;
  readonly attempt: Pick<DispatchAttempt, "spec"> & { readonly metadata: { readonly name: string } };
  readonly stack: Resource<typeof agentStack>;
  readonly bundle: Pick<Resource<typeof agentContextBundle>, "spec"> & {
    readonly metadata: { readonly name: string };
  };
  readonly snapshot: AdmissionSnapshot;
  readonly secrets: Ticket["secrets"];
  readonly configs: Ticket["configs"];
  readonly identity: Ticket["identity"];
  readonly earlier?: Ticket["earlier"];
  readonly tier: Ticket["trustTier"];
}

/** The ticket of an attempt, which says the same as often as it is made: its number and times are the attempt's. */
export function ticketClaims(parts: TicketParts): TicketClaims {
  const { issuer, run, attempt, stack, bundle, secrets, configs, identity, earlier, tier } = parts;
  const { spec, metadata } = run;
  const { stackSnapshot, permissionSnapshot, runnerPool, serviceAccount, workspaceRef, ticket } =
    attempt.spec;
  const { reason, previous, message } = attempt.spec;
  const said = message === undefined ? {} : { message };
  const { id, issuedAt, expires } = certain(ticket);
  return ticketSchema.omit({ sealed: true }).parse({
    version: 1,
    iss: issuer,
    aud: runnerPool,
    jti: id,
    iat: seconds(issuedAt),
    exp: seconds(expires),
    namespace: metadata.namespace,
    run: metadata.name,
    attempt: attempt.metadata.name,
    ...(workspaceRef === undefined ? {} : { workspace: workspaceRef }),
    ...(previous === undefined || reason === "initial" ? {} : { again: { reason, previous, ...said } }),
    ...(earlier ? { earlier } : {}),
    repository: spec.repository,
    sourceRefs: spec.sourceRefs,
    taskKind: spec.taskKind,
    trustTier: tier,
    serviceAccount,
    stack: { name: spec.agentStack, ...stackSnapshot },
    permission: permissionSnapshot,
    context: { bundle: bundle.metadata.name, digest: bundle.spec.digest, text: bundle.spec.text ?? "" },
    budget: narrowBudget(stack.spec.budget, spec.budget),
    writeBack: ticketWriteBack(parts),
    secrets,
    configs,
    identity,
  });
}

/** What a run may write back, of its stack and its rule as they are in the snapshot. */
export function ticketWriteBack({
  run: { spec },
  stack,
  snapshot,
  tier,
}: Pick<TicketParts, "run" | "stack" | "snapshot" | "tier">): Ticket["writeBack"] {
  const { triggerRule: rule } = spec;
  const allowed = rule === undefined ? "no rule" : (objectNamed(snapshot.rules, rule)?.spec.writeBack ?? []);
  return runWriteBack(stack.spec.writeBack, allowed, tier);
}

/**
 * What tells one ticket from another: all but the sealed values, which are other bytes each time that the same values are sealed, and the
 * compressed configuration, of which its own digest counts.
 */
export function ticketDigest(ticket: TicketClaims | Ticket): string {
  const {
    sealed: _,
    earlier: ___,
    identity,
    ...claims
  }: TicketClaims & { readonly sealed?: string } = ticket;
  const { config: __, ...counted } = identity;
  return digestOf(canonicalJson({ ...claims, identity: counted }));
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
