import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import type { ActionName } from "../admission/rbac/action-rights.ts";
import { isOver } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { objectMissing } from "../store/object-fault.ts";
import { fullColumn, type LabelMove } from "./board-limits.ts";

/** Something that a person does with a run or a workspace; whether they may was asked before. */
export interface PersonAction extends ResourceKey {
  readonly action: ActionName;
  readonly by: Actor;
  /** For `continue`, `resume` and `fork`: what the agent is told; for `notes-save`: the notes. */
  readonly text?: string | undefined;
  /** For `write-back`: what is to be written. */
  readonly request?: OutboxRequest | undefined;
  /** For `recover`: the machine that holds the workspace from then on, whichever held it before. */
  readonly machine?: string | undefined;
  readonly via: z.output<typeof agentAction.spec>["via"];
  /** The generation of what they looked at; any if left out. */
  readonly expectedGeneration?: number | undefined;
}

/**
 * Cancels a run, or queues it again for another attempt, and writes down who asked for it. What the attempt is told of a `continue`, `resume`
 * or `fork` stands in that record, which is Admitted until somebody launches the attempt.
 * @throws {IdentikitError} `NOT_FOUND`; `CONFLICT` where the run is not in a phase for it
 */
export async function actOnRun(store: ResourceStore, action: PersonAction, now: Date): Promise<Resource> {
  return await store.write(async (writer) => {
    const run = await writer.hold(agentDispatchRun, action);
    if (!run) throw objectMissing(agentDispatchRun, action);
    checkGeneration(run, action);
    const isEnd = action.action === "cancel";
    if (isOver(run) === isEnd) throw conflict(...whyNot(run));
    if (isEnd) await writer.update(agentDispatchRun, declaredRun(run, { cancelled: true }));
    else {
      const {
        finishedAt: _,
        reason: __,
        message: ___,
        currentAttempt: ____,
        ciStart: _____,
        ...status
      } = run.status;
      if (run.spec.cancelled) await writer.update(agentDispatchRun, declaredRun(run, { cancelled: false }));
      await writer.setStatus(agentDispatchRun, run.metadata, { ...status, phase: "Queued" });
    }
    return await record(
      writer,
      agentDispatchRun.kind,
      action,
      now,
      isEnd || action.action === "retry" ? "Done" : "Admitted",
    );
  });
}

/** Why a run that is over is not cancelled, or one that is not is not begun again; and what to do. */
function whyNot(run: Resource<typeof agentDispatchRun>): [problem: string, remedy: string] {
  const { metadata, spec, status } = run;
  const problem = `${metadata.name} is ${status.phase ?? "new"}`;
  if (isOver(run)) return [problem, "It is over already."];
  if (spec.cancelled) return [`${problem} and being cancelled`, "Wait for its end."];
  return [problem, "Cancel it first, or wait for its end."];
}

/**
 * Writes down that somebody wants something of a run written to the forge, whatever phase the run is in. Rule and stack are asked where it is
 * done; a card that is moved into a full column of the board is refused at once.
 * @throws {IdentikitError} `NOT_FOUND`, `RESOURCE_INVALID`
 */
export async function askForWriteBack(
  store: ResourceStore,
  action: PersonAction,
  now: Date,
): Promise<Resource> {
  return await store.write(async (writer) => {
    const run = await writer.hold(agentDispatchRun, action);
    if (!run) throw objectMissing(agentDispatchRun, action);
    checkGeneration(run, action);
    const full = await fullColumn(writer, labelMove(run, action));
    if (full !== undefined)
      throw new IdentikitError("RESOURCE_INVALID", `add: ${full}`, {
        remedy: "Move another card out of it first, or raise the limit in the rule that sets it.",
      });
    return await record(writer, agentDispatchRun.kind, action, now, "Admitted");
  });
}

function labelMove(
  { metadata: { namespace }, spec: { repository, sourceRefs } }: Resource<typeof agentDispatchRun>,
  { request }: PersonAction,
): LabelMove {
  const label = request?.type === "label" ? request : undefined;
  const number = label?.number ?? sourceRefs.pullRequest ?? sourceRefs.issue;
  return { namespace, repository, number, add: label?.add ?? [] };
}

/**
 * Has an MCP server asked again: nobody has seen it, from now on, and the controller asks it next.
 * @throws {IdentikitError} `NOT_FOUND`
 */
export async function askForProbe(store: ResourceStore, action: PersonAction, now: Date): Promise<Resource> {
  return await store.write(async (writer) => {
    const server = await writer.hold(agentMcpServer, action);
    if (!server) throw objectMissing(agentMcpServer, action);
    const { probedAt: _, ...status } = server.status;
    await writer.setStatus(agentMcpServer, server.metadata, { ...status, phase: "Unknown" });
    return await record(writer, agentMcpServer.kind, action, now, "Admitted");
  });
}

/**
 * Writes down that somebody replayed a delivery, which {@link replayDelivery} makes.
 * @param delivery the new one
 */
export async function recordReplay(
  store: ResourceStore,
  action: PersonAction & { readonly delivery: string },
  now: Date,
): Promise<Resource> {
  const said = { ...action, text: action.delivery };
  return await store.write((writer) => record(writer, webhookDelivery.kind, said, now, "Done"));
}

/**
 * Does what can be done with the record of a workspace; the rest is Admitted, and done by a machine that holds the workspace.
 * @throws {IdentikitError} `NOT_FOUND`
 */
export async function actOnWorkspace(
  store: ResourceStore,
  action: PersonAction,
  now: Date,
): Promise<Resource> {
  return await store.write(async (writer) => {
    const workspace = await writer.hold(agentWorkspace, action);
    if (!workspace) throw objectMissing(agentWorkspace, action);
    checkGeneration(workspace, action);
    const { name, namespace, labels, annotations } = workspace.metadata;
    const changes: Partial<typeof workspace.spec> | undefined =
      action.action === "pin" || action.action === "unpin"
        ? { pinned: action.action === "pin" }
        : action.action === "notes-save"
          ? { notes: action.text ?? "" }
          : undefined;
    const metadata = { name, namespace, labels, annotations };
    if (changes)
      await writer.update(agentWorkspace, {
        kind: workspace.kind,
        metadata,
        spec: { ...workspace.spec, ...changes },
      });
    return await record(writer, agentWorkspace.kind, action, now, changes ? "Done" : "Admitted");
  });
}

function declaredRun(
  { kind, metadata, spec }: Resource<typeof agentDispatchRun>,
  changes: { readonly cancelled: boolean },
) {
  const { name, namespace, labels, annotations } = metadata;
  return { kind, metadata: { name, namespace, labels, annotations }, spec: { ...spec, ...changes } };
}

async function record(
  writer: ResourceWriter,
  kind: string,
  { namespace, name, action, by, text, request, machine, via }: PersonAction,
  now: Date,
  phase: "Done" | "Admitted",
): Promise<Resource> {
  const details = {
    ...(text === undefined ? {} : { text }),
    ...(request === undefined ? {} : { request }),
    ...(machine === undefined ? {} : { host: machine }),
  };
  const spec = agentAction.spec.parse({
    ...{ target: { kind, name }, action, actor: by, via, time: now.toISOString() },
    ...(Object.keys(details).length === 0 ? {} : { arguments: details }),
  });
  const metadata = { namespace, name: `a-${randomUUID()}` };
  return await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, { phase });
}

/** @throws {IdentikitError} `CONFLICT` where somebody else has changed what they looked at */
export function checkGeneration(
  { metadata: { name, generation } }: Resource,
  { expectedGeneration = generation }: Pick<PersonAction, "expectedGeneration">,
): void {
  if (generation === expectedGeneration) return;
  throw conflict(
    `${name} is at generation ${generation}, not ${expectedGeneration}`,
    "Look at it again: somebody has changed it meanwhile.",
  );
}

function conflict(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("CONFLICT", problem, { remedy });
}
