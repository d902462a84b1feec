import type { Controller } from "../control/controller.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import { carryOut } from "./carry-out.ts";
import { askedOf, asksOfRun, planAskedWrite } from "./plan-asked-write.ts";
import { planOutbox } from "./plan-outbox.ts";
import type { WriteBackServices } from "./write-ports.ts";

/**
 * Decides about what attempts ask to have written back, and carries out what is approved. The queue's lease keeps everybody else from a
 * write that is under way; who takes it over after a lost lease looks for it on the forge first.
 */
export function writeBackController(services: WriteBackServices): Controller {
  return {
    name: "write-back",
    looksAtAll: true,
    watches: [
      {
        kind: agentArtifact,
        keysOf: ({ object: { metadata, spec, status } }) => {
          const isNew = spec.kind === "outbox" && status.phase === "Ready";
          return isNew ? [keyOf(agentArtifact.kind, metadata)] : [];
        },
      },
      {
        kind: agentAction,
        keysOf: ({ object: { kind, metadata, spec, status } }) => {
          const action = { kind, metadata, spec: agentAction.spec.parse(spec), status };
          return askedOf(action) ? [keyOf(agentAction.kind, metadata)] : [];
        },
      },
      {
        // What people asked for before its attempt has reported.
        kind: agentDispatchRun,
        keysOf: async ({ object: { metadata } }, reader) =>
          (await asksOfRun(reader, metadata.namespace, metadata.name)).map((one) =>
            keyOf(agentAction.kind, one.metadata),
          ),
      },
      {
        kind: agentApproval,
        keysOf: async ({ object: { metadata, spec, status } }, reader) => {
          if (status.phase !== "Approved") return [];
          const { action, run } = agentApproval.spec.parse(spec);
          if (action === "escalation") return await writesOf(reader, metadata.namespace, run);
          return spec.write === undefined ? [] : [keyOf(agentApproval.kind, metadata)];
        },
      },
      {
        kind: agentReviewArtifact,
        keysOf: async ({ object: { metadata, spec } }, reader) =>
          await writesOf(reader, metadata.namespace, agentReviewArtifact.spec.parse(spec).run),
      },
      {
        // A card that leaves a column makes room for another one.
        kind: workItem,
        keysOf: ({ object: { metadata } }, reader) => labelsOf(reader, metadata.namespace),
      },
      {
        kind: agentWorkspace,
        keysOf: async ({ object: { metadata, status } }, reader) => {
          const { lastRun, runs = [] } = agentWorkspace.status.parse(status);
          const named = [...runs, ...(lastRun === undefined ? [] : [lastRun])];
          const found = await Promise.all(named.map((run) => writesOf(reader, metadata.namespace, run)));
          return found.flat();
        },
      },
    ],
    reconcile: async ({ kind, namespace, name }, signal) => {
      if (kind === agentArtifact.kind) await planOutbox(services, { namespace, name }, signal);
      else if (kind === agentAction.kind) await planAskedWrite(services, { namespace, name }, signal);
      else await carryOut(services, { namespace, name }, signal);
      return {};
    },
  };
}

/** The approved writes of a run that are still to be carried out. */
async function writesOf(reader: ResourceReader, namespace: string, run: string): Promise<WorkKey[]> {
  const fields = parseFieldSelector(`spec.run=${run},status.phase=Approved`);
  const approvals = await Array.fromAsync(reader.each(agentApproval, { namespace, fields }));
  return approvals
    .filter(({ spec }) => spec.write !== undefined && spec.action !== "escalation")
    .map(({ metadata }) => keyOf(agentApproval.kind, metadata));
}

/** The approved labels of an organisation that are still to be set. */
async function labelsOf(reader: ResourceReader, namespace: string): Promise<WorkKey[]> {
  const fields = parseFieldSelector("status.phase=Approved,spec.action=label");
  const approvals = await Array.fromAsync(reader.each(agentApproval, { namespace, fields }));
  return approvals.map(({ metadata }) => keyOf(agentApproval.kind, metadata));
}

function keyOf(
  kind: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): WorkKey {
  return { kind, namespace, name };
}
