import { type Approval, phaseOf } from "../../agents/approvals/approval-state.ts";
import type { DispatchRun } from "../../agents/dispatch/run-status.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { parseFieldSelector } from "../../agents/resource/selector.ts";
import type { TakenIn } from "../../agents/results/take-in-bundle.ts";
import type { SqlStore } from "../../agents/store/sql-store.ts";
import type { IdentikitError } from "../../fault/error.ts";
import { markdownProse } from "../../report/markdown-text.ts";
import { type CommandResult, outputMembers } from "../result.ts";

/** What was done of it. */
export interface WriteBackDone {
  readonly organization: string;
  readonly taken: readonly TakenIn[];
  /** Approvals that were looked at, as NAMESPACE NAME. */
  readonly touched: ReadonlySet<string>;
  readonly faults: readonly IdentikitError[];
}

/** What a write-back came to, for people and for later steps: what was written, what waits for whom, and what is in the way. */
export async function writeBackAccount(
  store: SqlStore,
  { taken, touched, faults }: WriteBackDone,
): Promise<CommandResult> {
  const { runs, approvals } = await store.read(async (reader) => {
    const found = new Map<string, Approval>();
    const runsFound: DispatchRun[] = [];
    for (const { run } of taken) {
      const { namespace, name } = run.metadata;
      const now = await reader.get(agentDispatchRun, { namespace, name });
      if (now) runsFound.push(now);
      const fields = parseFieldSelector(`spec.run=${name}`);
      for await (const one of reader.each(agentApproval, { namespace, fields })) found.set(keyOf(one), one);
    }
    for (const key of touched) {
      const [namespace = "", name = ""] = key.split(" ");
      const one = found.get(key) ?? (await reader.get(agentApproval, { namespace, name }));
      if (one) found.set(key, one);
    }
    return { runs: runsFound, approvals: [...found.values()] };
  });
  const waiting = approvals.filter((one) => phaseOf(one) === "Pending");
  const written = approvals.filter((one) => touched.has(keyOf(one)) && phaseOf(one) === "Applied");
  const lines = [
    ...taken.map(takenLine),
    ...runs.flatMap(blockedLines),
    ...approvals.filter((one) => touched.has(keyOf(one)) || phaseOf(one) === "Pending").map(approvalLine),
  ];
  const account = `${taken.length} taken in, ${written.length} written back, ${waiting.length} waiting for a person`;
  return {
    outputs: {
      run: runs[0]?.metadata.name,
      attempt: taken[0]?.bundle.attempt,
      phase: runs[0]?.status.phase,
      isNew: taken.some(({ isNew }) => isNew),
      approvals: waiting.map(({ metadata, spec }) =>
        outputMembers({
          name: metadata.name,
          action: spec.action,
          digest: spec.artifactDigest,
          run: spec.run,
        }),
      ),
      results: approvals
        .filter((one) => touched.has(keyOf(one)))
        .map(({ metadata, spec, status }) =>
          outputMembers({
            name: metadata.name,
            action: spec.action,
            phase: status.phase,
            result: status.result,
          }),
        ),
    },
    changed: written.length > 0 || taken.some(({ isNew }) => isNew),
    details: lines,
    account: [account],
    summary: [`### ${markdownProse(account)}`, "", ...lines.map((line) => `- ${markdownProse(line)}`)].join(
      "\n",
    ),
    faults,
  };
}

function keyOf({ metadata: { namespace, name } }: Approval): string {
  return `${namespace} ${name}`;
}

function takenLine({ bundle, isNew, outbox }: TakenIn): string {
  const { attempt, outcome } = bundle;
  const said = outcome.reason === undefined ? "" : `: ${outcome.reason}`;
  if (!isNew) return `${attempt} was taken in before`;
  return `${attempt} is ${outcome.phase}${said}; ${outbox.requests.length} requests, ${outbox.refused.length} lines that are none`;
}

function blockedLines({ metadata, status }: DispatchRun): string[] {
  const blocked = status.conditions?.find(({ type }) => type === "WriteBackBlocked");
  return blocked?.status === "True" ? [`${metadata.name}: ${blocked.reason}: ${blocked.message}`] : [];
}

function approvalLine(approval: Approval): string {
  const { metadata, spec, status } = approval;
  const phase = phaseOf(approval);
  const what = `${spec.action} of ${spec.run}`;
  if (phase === "Pending")
    return `${what} waits: identikit approve ${metadata.name} ${spec.artifactDigest}, or the comment /identikit approve ${metadata.name} ${spec.artifactDigest}`;
  return `${what} is ${phase}${status.result === undefined ? "" : `: ${status.result}`}`;
}
