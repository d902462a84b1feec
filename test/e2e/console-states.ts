import { createHmac } from "node:crypto";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentReviewArtifact } from "../../src/agents/kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import type { StateName } from "../../src/console/page/shown.ts";
import { certain } from "../../src/fault/certain.ts";
import {
  declare,
  declareLabel,
  declareRule,
  declareStack,
  labelled,
  organization,
} from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import type { ServedRuns } from "./console-in-browser.test.ts";
import { identikitJson } from "./identikit.ts";

/** The page on which a state is told. */
export interface StatePlace {
  readonly path: string;
}

type Reach = (runs: ServedRuns) => Promise<StatePlace>;
const base = `/orgs/${organization}/agents`;

/**
 * How each named state of the console (the twelve of its specification) comes about at a server that runs, with its controllers, a git
 * repository and a forge. What a runner on another machine would have reported is written as its report is: an attempt that is under way, what
 * was observed of a workspace, a review that an agent handed in.
 */
export const reachableStates: Readonly<
  Record<StateName, Reach | "in the pages of a server that is silent, or gone">
> = {
  StreamDisconnected: "in the pages of a server that is silent, or gone",
  StreamReconnecting: "in the pages of a server that is silent, or gone",
  LegacyRunRedirect: async (runs) => ({ path: `/dispatches/${await dispatched(runs)}` }),
  SessionBindingPending: async (runs) => {
    const run = await dispatched(runs);
    await using opened = await openStoreAt(runs.location);
    const key = { namespace: organization, name: `${run}-1` };
    await opened.store.write(async (writer) => {
      const attempt = await writer.get(agentDispatchAttempt, key);
      await writer.setStatus(agentDispatchAttempt, key, { ...attempt?.status, phase: "Running" });
    });
    return { path: `${base}/runs/${run}` };
  },
  WorkspaceMissing: async (runs) => await observed(runs, "gone", { missing: true }),
  WorkspaceRebaseNeeded: async (runs) => await observed(runs, "behind", { rebase: "needed", behind: 4 }),
  WorkspaceRebaseConflicts: async (runs) =>
    await observed(runs, "torn", { rebase: "conflicts", conflicts: ["a.ts"] }),
  AutomationRejected: async (runs) => {
    await declared(runs, (opened) => declareRule(opened, "team-only"));
    await delivered(runs, "rejected", labelled(13, "mallory"));
    return { path: `${base}/rules/team-only` };
  },
  AutomationCoalesced: async (runs) => {
    const dedupePolicy = { key: ["rule", "repository", "number"] as const };
    await declared(runs, (opened) =>
      declareRule(opened, "once", { dedupePolicy: { key: [...dedupePolicy.key] } }),
    );
    await delivered(runs, "first", labelled(14));
    await delivered(runs, "second", labelled(14, "mira", { again: true }));
    return { path: `${base}/rules/once` };
  },
  ReviewChangesRequested: async (runs) => {
    const run = await dispatched(runs);
    await using opened = await openStoreAt(runs.location);
    const spec = {
      run,
      targetRef: { kind: "pull_request" as const, id: "12" },
      decision: "comment" as const,
    };
    const { metadata } = await declare(opened, agentReviewArtifact, "look", spec);
    await opened.store.write((writer) => writer.setStatus(agentReviewArtifact, metadata, { phase: "Open" }));
    const by = ["--as", "jon", "--as-group", "forge:write:acme/fleet"];
    await runs.command(["runs", "review", "look", "request-changes", "--reason", "Name the berth.", ...by]);
    return { path: `${base}/runs/${run}` };
  },
  ApprovalBlocked: async (runs) => {
    const run = await dispatched(runs);
    await runs.runner(run);
    return { path: `${base}/runs/${run}` };
  },
  ContextLabelDrift: async (runs) => {
    await declared(runs, async (opened) => {
      await declareLabel(opened, "test-first", "Write a test first.");
      await declareStack(opened, "labelled", { ...(await specOf(opened)), contextLabels: ["test-first"] });
    });
    const run = await dispatched(runs, "labelled");
    await declared(runs, (opened) => declareLabel(opened, "test-first", "Write no test."));
    return { path: `${base}/runs/${run}` };
  },
};

async function dispatched(runs: ServedRuns, stack = "fixer"): Promise<string> {
  const task = ["--repository", "acme/fleet", "--task", "Close the gate"];
  const asked = ["dispatch", stack, ...task, "--tickets", "tickets"];
  const { code, json } = await identikitJson(asked, { cwd: runs.root, env: runs.env });
  // The controllers of the server may have been faster with the same run: then it is there, and its ticket is asked for.
  if (code !== 0) await runs.command(["dispatch", "--run", json.run, "--tickets", "tickets"]);
  return json.run;
}

/** What the scene's own stack says: its client is a script. */
async function specOf({ store }: Opened) {
  const key = { namespace: organization, name: "fixer" };
  return certain(await store.read((reader) => reader.get(agentStack, key))).spec;
}

type Opened = Awaited<ReturnType<typeof openStoreAt>>;

async function declared(runs: ServedRuns, work: (opened: Opened) => Promise<unknown>): Promise<void> {
  await using opened = await openStoreAt(runs.location);
  await work(opened);
}

async function observed(runs: ServedRuns, name: string, git: object): Promise<StatePlace> {
  await declared(runs, async (opened) => {
    const { metadata } = await declare(opened, agentWorkspace, name, {
      ...{ repository: "acme/fleet", ownership: "manual", trustTier: "trusted", externalId: name },
    });
    const status = agentWorkspace.status.parse({ phase: "missing" in git ? "Missing" : "Idle", git });
    await opened.store.write((writer) => writer.setStatus(agentWorkspace, metadata, status));
  });
  return { path: `${base}/workspaces/${name}` };
}

/** An event as the forge sends it, signed. */
async function delivered(
  { served }: ServedRuns,
  id: string,
  event: ReturnType<typeof labelled>,
): Promise<void> {
  const body = JSON.stringify(event.payload);
  const signature = createHmac("sha256", "webhooks").update(body).digest("hex");
  const headers = {
    ...{ "content-type": "application/json", "x-gitea-event": "issues", "x-gitea-delivery": id },
    "x-gitea-signature": signature,
  };
  const answer = await fetch(`${served.url}/webhooks/gitea`, { method: "POST", headers, body });
  if (answer.status !== 202) throw new Error(`${id}: ${answer.status} ${await answer.text()}`);
}
