import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { rightText } from "../admission/decision/access-findings.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import type { Organization } from "../admission/rbac/access-state.ts";
import { rightsFor } from "../admission/rbac/action-rights.ts";
import { permissionFor } from "../admission/rbac/rights.ts";
import type { Approver } from "../approvals/may-decide.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { ResourceKey } from "../resource/resource.ts";
import { askedRequest } from "../results/read-outbox.ts";
import { readAccessState } from "../snapshot/read-snapshot.ts";
import { gatherWriteFacts } from "./gather-facts.ts";
import type { WritePlan } from "./plan-write-back.ts";
import { noteOnRun, recordPlans, recordRequest } from "./record-plan.ts";
import type { WriteBackServices } from "./write-ports.ts";

/** What a person asks to have written back of a run. */
export interface AskedWriteBack extends Approver {
  readonly namespace: string;
  readonly run: string;
  readonly request: OutboxRequest;
  readonly via: "command" | "console" | "api";
}

/**
 * Plans a write-back that a person asks for on a run: by the same policy, counted with those of the agent, and approved like them; nobody
 * approves what they asked for. Asked for again it is the same one. Who may not ask is refused, and on record.
 * @returns what becomes of it; nothing where it was asked for before
 * @throws {IdentikitError} `NOT_FOUND`; `RUN_NOT_READY` for a run without a result; `POLICY_DENIED`; `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function askWriteBack(
  services: WriteBackServices & { readonly organizations: readonly Organization[] },
  asked: AskedWriteBack,
  signal: AbortSignal,
): Promise<WritePlan | undefined> {
  const { store, now } = services;
  const { namespace, run: name, by, via } = asked;
  const key = { namespace, name };
  const found = await store.read((reader) => resultOf(reader, key));
  const person = `${by.kind} ${by.name.toLowerCase()}`;
  const plain = askedRequest(asked.request);
  const request = { ...plain, key: `${person}: ${plain.key}` };
  const refusal = await refusalOf(services, asked, found.run.spec.repository);
  if (refusal) {
    const record = {
      source: `${name} ${person}`,
      request: `${plain.digest} ${now().toISOString()}`,
      by,
      via,
    };
    const { code, message: said } = refusal;
    await store.write((writer) => recordRequest(writer, now(), key, { ...record, code, said }));
    throw refusal;
  }
  const facts = { ...(await gatherWriteFacts(services, found, [request], signal)), requestedBy: by };
  return await store.write(async (writer, session) => {
    const attempt = found.attempt.metadata.name;
    const source = { namespace, name: `${name} ${person}` };
    const planning = { key: source, run: name, attempt, requests: [request], facts };
    const plans = await recordPlans({ writer, session }, services, planning);
    await noteOnRun(writer, services, key, plans);
    return plans[0];
  });
}

type Reader = Parameters<Parameters<WriteBackServices["store"]["read"]>[0]>[0];

async function resultOf(reader: Reader, key: ResourceKey) {
  const { namespace, name } = key;
  const run = await reader.get(agentDispatchRun, key);
  if (!run)
    throw new IdentikitError("NOT_FOUND", `there is no run ${name} in ${namespace}`, {
      remedy: "Run identikit get runs.",
    });
  const { currentAttempt } = run.status;
  const attempt =
    currentAttempt === undefined
      ? undefined
      : await reader.get(agentDispatchAttempt, { namespace, name: currentAttempt });
  if (attempt?.status.bundleDigest !== undefined) return { run, attempt: certain(attempt) };
  throw new IdentikitError("RUN_NOT_READY", `the run ${name} has no result that could be written back`, {
    remedy: "Wait until its attempt has ended, and its bundle was taken in.",
  });
}

async function refusalOf(
  { store, organizations }: WriteBackServices & { readonly organizations: readonly Organization[] },
  { namespace, run, by, host }: AskedWriteBack,
  repository: string,
): Promise<IdentikitError | undefined> {
  const { who } = whoIs(by, namespace, host, repository);
  const access = await store.read((reader) => readAccessState(reader, organizations));
  const rights = rightsFor("write-back", { namespace, repository, name: run });
  const missing =
    who && by.kind === "User" ? rights.find((right) => !permissionFor(access, who, right)) : rights[0];
  if (!missing) return undefined;
  return new IdentikitError(
    "POLICY_DENIED",
    `${by.name} may not have anything written back of ${run}: they may not ${rightText(missing)}`,
    {
      remedy: "Let somebody ask who may; identikit access review shows what somebody may do.",
    },
  );
}
