import { asFault, IdentikitError } from "../../fault/error.ts";
import { agentAction, workspaceAction } from "../kinds/record/agent-action.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { objectMissing } from "../store/object-fault.ts";
import { declaredWorkspace, type HostPorts, heldWorkspaceOf } from "./held-workspace.ts";
import type { WorkspaceJob, WorkspaceOutcome } from "./workspace-hands.ts";
import { writeOutcome } from "./write-outcome.ts";

type Action = Resource<typeof agentAction>;

/** What needs no machine before: it makes the workspace this one's. */
const takesOver = new Set<string>(["provision", "recover", "link"]);
/** What a run that is under way would notice. */
const disturbs = new Set<string>([
  "provision",
  "link",
  "recover",
  "archive",
  "cleanup",
  "rebase-start",
  "rebase-auto-resolve",
  "rebase-mark-resolved",
  "rebase-abort",
]);

/**
 * Does what was admitted for the workspaces of this machine, in the order in which it was asked for, and writes down what came of it. Actions on
 * workspaces of other machines stay for these. One that was broken off is done again: each can be.
 * @returns the actions, as they are on record then
 */
export async function carryOutActions(
  { store, hands, now }: HostPorts,
  namespace: string,
  signal: AbortSignal,
): Promise<Action[]> {
  const waiting = await store.read(async (reader) => {
    const fields = parseFieldSelector("status.phase=Admitted");
    return await Array.fromAsync(reader.each(agentAction, { namespace, fields }));
  });
  const inOrder = waiting
    .filter(({ spec }) => spec.target.kind === agentWorkspace.kind)
    .toSorted((a, b) => ((a.spec.time ?? "") < (b.spec.time ?? "") ? -1 : 1));
  const done: Action[] = [];
  for (const action of inOrder) {
    signal.throwIfAborted();
    const ended = await carryOut({ store, hands, now }, action, signal);
    if (ended) done.push(ended);
  }
  return done;
}

async function carryOut(
  { store, hands, now }: HostPorts,
  action: Action,
  signal: AbortSignal,
): Promise<Action | undefined> {
  let outcome: WorkspaceOutcome;
  try {
    const job = await store.write((writer) => claim(writer, hands.host, action));
    if (!job) return undefined;
    outcome = await hands.act(job, signal);
  } catch (caught) {
    signal.throwIfAborted();
    return await store.write((writer) => fail(writer, action, asFault(caught)));
  }
  return await store.write(async (writer) => {
    const key = { namespace: action.metadata.namespace, name: action.spec.target.name };
    await writeOutcome(writer, key, { ...outcome, host: hands.host }, now());
    const status = { ...action.status, phase: "Done" as const, result: outcome.result.slice(0, 4000) };
    return await writer.setStatus(agentAction, action.metadata, status);
  });
}

/** Makes an action this machine's to do; nothing where it is another one's. */
async function claim(
  writer: ResourceWriter,
  host: string,
  action: Action,
): Promise<WorkspaceJob | undefined> {
  const key = { namespace: action.metadata.namespace, name: action.spec.target.name };
  const name = workspaceAction.parse(action.spec.action);
  const workspace = await writer.hold(agentWorkspace, key);
  if (!workspace) throw objectMissing(agentWorkspace, key);
  const { spec, status } = workspace;
  const { text, host: named } = action.spec.arguments ?? {};
  const holder = name === "recover" && typeof named === "string" ? named : spec.host;
  if (holder !== undefined && holder !== host) return undefined;
  if (holder === undefined && !takesOver.has(name))
    throw new IdentikitError("WORKSPACE_MISSING", `no machine holds the workspace ${key.name}`, {
      remedy: "Provision it first.",
    });
  const [run] = status.runs ?? [];
  if (run !== undefined && disturbs.has(name))
    throw new IdentikitError("WORKSPACE_BUSY", `the run ${run} is under way in the workspace ${key.name}`, {
      remedy: "Wait for its end, or cancel it.",
    });
  if (spec.host === undefined) await writer.update(agentWorkspace, declaredWorkspace(workspace, { host }));
  const held = await heldWorkspaceOf(writer, workspace);
  // Until its files are here, the record keeps the machine that it names.
  const isMoved = spec.host !== undefined && spec.host !== host;
  return {
    ...{ ...held, action: name, id: action.metadata.name, isMoved },
    workspacePath: isMoved ? undefined : held.workspacePath,
    text: typeof text === "string" ? text : undefined,
  };
}

async function fail(writer: ResourceWriter, action: Action, fault: IdentikitError): Promise<Action> {
  // What would have left the root is not a failure of something that was allowed.
  const phase = fault.code === "CLEANUP_OUTSIDE_ROOT" ? ("Denied" as const) : ("Failed" as const);
  const message = `${fault.message}. ${fault.remedy}`.slice(0, 4000);
  return await writer.setStatus(agentAction, action.metadata, {
    ...action.status,
    ...{ phase, code: fault.code, message },
  });
}
