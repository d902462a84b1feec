import { type DispatchAttempt, type DispatchRun, isOver } from "../dispatch/run-status.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { askedRequest } from "../outbox/asked-request.ts";
import { type OutboxRequest, outboxRequest } from "../outbox/outbox-request.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { memoryUpdates } from "../results/memory-updates.ts";
import { proposeUpdates } from "../results/propose-updates.ts";
import { putBlobs } from "../store/blobs/blob-store.ts";
import { gatherWriteFacts } from "./gather-facts.ts";
import { noteOnRun, recordPlans } from "./record-plan.ts";
import type { WriteBackServices } from "./write-ports.ts";

type Action = Resource<typeof agentAction>;

/**
 * Plans a write-back that a person asked for on a run: by the same policy, counted with those of the agent, and approved like them; nobody
 * approves what they asked for. Asked for again it is the same one. A run whose attempt has not reported yet is waited for. A change of the
 * memory is on record as a proposal once it may be approved; of one that is refused, the action says what is wrong with it.
 * @param key of the action, Admitted; it is Done, Denied or Failed afterwards
 */
export async function planAskedWrite(
  services: WriteBackServices,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<void> {
  const { store } = services;
  const found = await store.read(async (reader) => {
    const action = await reader.get(agentAction, key);
    const request = action && askedOf(action);
    return action && request ? { action, request, result: await resultOf(reader, action) } : undefined;
  });
  if (!found?.result) return;
  const { action, request: asked, result } = found;
  if (result.missing !== undefined) {
    const status = { phase: "Failed" as const, code: "RUN_NOT_READY", message: result.missing };
    await store.write((writer) => answerAction(writer, key, status));
    return;
  }
  const { actor: by, target } = action.spec;
  const person = `${by.kind} ${by.name.toLowerCase()}`;
  const plain = askedRequest(asked);
  const requests = [{ ...plain, key: `${person}: ${plain.key}` }];
  const proposed = await memoryUpdates(services, result.run, [plain], signal);
  const gathered = await gatherWriteFacts(services, { ...result, proposed }, requests, signal);
  const facts = { ...gathered, requestedBy: by };
  await store.write(async (writer, session) => {
    const { namespace } = key;
    const attempt = result.attempt.metadata.name;
    const source = { namespace, name: `${target.name} ${person}` };
    const planning = { key: source, run: target.name, attempt, requests, facts };
    const plans = await recordPlans({ writer, session }, services, planning);
    await noteOnRun(writer, services, { namespace, name: target.name }, plans);
    const [plan] = plans;
    if (plan?.kind === "Denied")
      await answerAction(writer, key, { phase: "Denied", code: plan.code, message: plan.reason });
    else {
      const contents = proposed.map(({ object, content }) => ({
        digest: object.spec.artifactDigest,
        content,
      }));
      await putBlobs(session, { namespace, name: target.name }, contents);
      await proposeUpdates(writer, proposed, attempt, services.now().toISOString());
      const said = plan ? `${plan.kind}: ${plan.reasons.join("; ")}` : "it was asked for before";
      await answerAction(writer, key, { phase: "Done", result: said.slice(0, 4000) });
    }
  });
}

/** What a person wants written, where an action says so and nobody has looked at it. */
export function askedOf({ spec, status }: Action): OutboxRequest | undefined {
  const isAsked = spec.action === "write-back" && spec.target.kind === agentDispatchRun.kind;
  if (!isAsked || status.phase !== "Admitted") return undefined;
  return outboxRequest.safeParse(spec.arguments?.request).data;
}

/** The actions by which people want something of a run written, and which wait for its result. */
export async function asksOfRun(
  reader: ResourceReader,
  namespace: string,
  run: string,
): Promise<readonly Action[]> {
  const fields = parseFieldSelector(`spec.target.name=${run},status.phase=Admitted`);
  const actions = await Array.fromAsync(reader.each(agentAction, { namespace, fields }));
  return actions.filter((action) => askedOf(action) !== undefined);
}

/** A result that a request can be about. */
interface RunResult {
  readonly missing?: undefined;
  readonly run: DispatchRun;
  readonly attempt: DispatchAttempt;
}

/** @returns what a request is about, or why there will be nothing; neither where the attempt is still to report */
async function resultOf(
  reader: ResourceReader,
  { metadata: { namespace }, spec }: Action,
): Promise<RunResult | { readonly missing: string } | undefined> {
  const { name } = spec.target;
  const run = await reader.get(agentDispatchRun, { namespace, name });
  if (!run) return { missing: `there is no run ${name} in ${namespace} any more` };
  const { currentAttempt } = run.status;
  const attempt =
    currentAttempt === undefined
      ? undefined
      : await reader.get(agentDispatchAttempt, { namespace, name: currentAttempt });
  if (attempt?.status.bundleDigest !== undefined) return { run, attempt };
  return isOver(run)
    ? { missing: `the run ${name} is ${run.status.phase} and has no result to write back` }
    : undefined;
}

async function answerAction(
  writer: ResourceWriter,
  key: ResourceKey,
  answer: Pick<Action["status"], "phase" | "code" | "message" | "result">,
): Promise<void> {
  const held = await writer.hold(agentAction, key);
  if (held?.status.phase !== "Admitted") return;
  await writer.setStatus(agentAction, key, { ...held.status, ...answer });
}
