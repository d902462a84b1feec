import { agentRunnerPool } from "../../../agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../../../agents/kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../../../agents/kinds/record/agent-memory.ts";
import { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../../agents/kinds/record/webhook-delivery.ts";
import { workItem } from "../../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { ActionOffer, Crumb } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { Shown, ShownFact, ShownSection, ShownState, ShownTable } from "../../page/shown.ts";
import {
  digestShown,
  knownFacts,
  objectLink,
  phaseShown,
  repositoryLink,
  targetShown,
  timeShown,
} from "../shown/values.ts";
import { type EventWindow, eventWindow } from "./event-window.ts";
import { type PatchModel, readPatch } from "./patch-files.ts";
import { contextSections } from "./run-context-sections.ts";
import { type LaneModel, lanesOf, messagesOf } from "./run-conversation.ts";
import { runNotices } from "./run-notices.ts";
import { type RunObjects, readRunObjects } from "./run-objects.ts";
import { runOffers } from "./run-offers.ts";
import {
  artifactSection,
  attemptTable,
  ownApprovalTable,
  reviewSection,
  workspaceSection,
} from "./run-sections.ts";

/** A run: what it is about, how it goes, what it was told, what it made, and what can be done. */
export interface RunModel {
  readonly name: string;
  readonly status: Shown;
  readonly reason?: string | undefined;
  readonly states: readonly ShownState[];
  readonly offers: readonly ActionOffer[];
  readonly facts: readonly ShownFact[];
  readonly attempts: ShownTable;
  readonly approvals: ShownTable;
  /** Left out where the viewer may not list events, or there is no attempt. */
  readonly events?: EventWindow | undefined;
  readonly lanes: readonly LaneModel[];
  readonly messages: readonly RunEvent[];
  /** What beside its time is needed to believe the line of time: whether it comes while the agent works, or with its bundle. */
  readonly eventsNote: string;
  readonly sections: readonly ShownSection[];
  readonly patch?: PatchModel | undefined;
  /** Of the attempt. */
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

export async function loadRun(ask: PageAsk): Promise<LoadedPage<"run">> {
  const { organization, objects, params, query, sources } = ask;
  const run = await objects.get(agentDispatchRun, params.name ?? "");
  const { name } = run.metadata;
  const found = await readRunObjects(objects, run);
  const { attempt, attempts, approvals, artifacts, reviews, workspace } = found;
  const attemptName = attempt?.metadata.name;
  const events = attemptName === undefined ? undefined : await eventWindow(objects, name, attemptName);
  const patch = artifactOf(artifacts, query.get("artifact"));
  const model: RunModel = {
    name,
    status: phaseShown(agentDispatchRun, run.status.phase ?? "Queued"),
    reason: run.status.message ?? run.status.reason,
    states: runNotices({ ...found, organization, from: query.get("from") ?? undefined }),
    offers: runOffers(objects.rights, found),
    facts: runFacts(organization, found),
    attempts: attemptTable(organization, name, attempts),
    approvals: ownApprovalTable(organization, approvals),
    events,
    lanes: attemptName === undefined ? [] : await lanesOf(objects, attemptName),
    messages: attemptName === undefined ? [] : await messagesOf(objects, attemptName),
    eventsNote: eventsNote(found),
    startedAt: attempt?.status.startedAt,
    finishedAt: attempt?.status.finishedAt,
    sections: [
      ...workspaceSection(organization, workspace),
      artifactSection(organization, name, artifacts),
      ...reviewSection(organization, reviews),
      ...contextSections(organization, found.context, found.memoryUpdates),
      digestSection(found),
      {
        ...{ id: "conditions", title: "Conditions", folded: true },
        conditions: run.status.conditions,
      },
    ],
  };
  return {
    title: run.spec.title ?? `${run.spec.taskKind} (${name})`,
    crumbs: crumbsOf(organization, found),
    ...(attemptName === undefined ? {} : { attempt: attemptName }),
    model,
    ...(patch
      ? { finish: async () => ({ ...model, patch: await readPatch(sources, run.metadata, patch) }) }
      : {}),
  };
}

/** The patch that is asked for, else the newest one. */
function artifactOf(artifacts: readonly Resource<typeof agentArtifact>[], asked: string | null) {
  const patches = artifacts.filter(({ spec }) => spec.kind === "patch");
  return patches.find(({ metadata }) => metadata.name === asked) ?? patches[0];
}

function runFacts(
  organization: string,
  { run, session, workspace, attempt, context }: RunObjects,
): ShownFact[] {
  const { spec, status, metadata } = run;
  const { sourceRefs } = spec;
  const queuedAt = status.queuedAt ?? metadata.creationTimestamp;
  return [
    ...knownFacts({
      Repository: repositoryLink(organization, spec.repository),
      Source: targetShown(spec.target) ?? spec.source.replaceAll("_", " "),
      Event: spec.source.replaceAll("_", " "),
      Ref: sourceRefs.ref,
      Base: digestShown(sourceRefs.base),
      Head: digestShown(sourceRefs.head),
      Rule: objectLink(organization, agentTriggerRule, spec.triggerRule),
      Delivery: objectLink(organization, webhookDelivery, spec.delivery),
      "Work item": objectLink(organization, workItem, spec.workItem),
      "Led to by": objectLink(organization, agentDispatchRun, spec.parentRun),
      Stack: objectLink(organization, agentStack, spec.agentStack),
      Workspace: objectLink(organization, agentWorkspace, workspace?.metadata.name ?? status.workspace),
      Session: objectLink(organization, agentSession, session?.metadata.name ?? status.session),
      Account: objectLink(
        organization,
        agentServiceAccount,
        attempt?.spec.serviceAccount ?? status.serviceAccount,
      ),
      "Runner's account": objectLink(organization, agentServiceAccount, attempt?.spec.runnerServiceAccount),
      "Runner pool": objectLink(organization, agentRunnerPool, status.runnerPool),
      Runner: status.runner,
      "CI run": status.ciRun === undefined ? null : { outside: status.ciRun, text: "The CI run" },
      Tier: status.trustTier,
      "Requested by": spec.requestedBy?.name,
      Queued: { time: queuedAt },
      Wait: { from: queuedAt, to: status.startedAt ?? status.finishedAt },
      Duration: status.startedAt === undefined ? null : { from: status.startedAt, to: status.finishedAt },
      Finished: timeShown(status.finishedAt),
      Cost: status.cost === undefined ? null : `$${status.cost}`,
      Tokens: status.tokens,
      Turns: status.turns,
      "Events that joined it": status.coalesced,
      Context: objectLink(organization, agentContextBundle, context?.metadata.name),
    }),
  ];
}

function digestSection({ run, attempt, context }: RunObjects): ShownSection {
  return {
    ...{ id: "digests", title: "Digests" },
    summary: "What everything that was decided and done here was decided and done about.",
    facts: knownFacts({
      Context: digestShown(run.status.contextDigest ?? context?.spec.digest),
      "Stack at launch": digestShown(attempt?.spec.stackSnapshot.digest),
      "Permissions at dispatch": digestShown(run.status.admission?.digest),
      "Permissions at launch": digestShown(attempt?.spec.permissionSnapshot),
      Ticket: digestShown(attempt?.spec.ticketDigest),
      Bundle: digestShown(attempt?.status.bundleDigest),
    }),
  };
}

function eventsNote({ attempt }: RunObjects): string {
  if (!attempt) return "No attempt has been launched, so nothing has happened yet.";
  const { lastEvent = 0, phase, heartbeat, bundleDigest } = attempt.status;
  if (bundleDigest !== undefined)
    return "The line of time is complete: it came with the bundle of the attempt.";
  if (phase === "Running" && lastEvent === 0 && heartbeat === undefined)
    return "The runner of this attempt does not report while it works: events come with the bundle.";
  return "Events are shown as the runner reports them; credentials were taken out before.";
}

function crumbsOf(organization: string, { run }: RunObjects): Crumb[] {
  const { repository, target, triggerRule } = run.spec;
  return [
    { word: "Runs", href: listAddress(organization, agentDispatchRun) },
    {
      ...{ word: repository, what: "Repository" },
      href: addressOf(organization, "repositories", repository, "runs"),
    },
    ...(target?.url === undefined
      ? []
      : [{ word: `${target.kind.replaceAll("_", " ")} ${target.id}`, href: target.url, what: "Source" }]),
    ...(triggerRule === undefined
      ? []
      : [
          {
            word: triggerRule,
            href: objectAddress(organization, agentTriggerRule, triggerRule),
            what: "Rule",
          },
        ]),
  ];
}

/** What a run's page watches beside the run itself. */
export const runWatches = [
  agentDispatchRun,
  agentDispatchAttempt,
  agentApproval,
  agentArtifact,
  agentReviewArtifact,
  agentSession,
  agentWorkspace,
  agentMemoryUpdate,
] as const;
