import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../agents/kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../../../agents/kinds/record/webhook-delivery.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { withQuery } from "../../page/address.ts";
import { objectAddress } from "../../page/object-address.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { ShownState, ShownTable } from "../../page/shown.ts";
import { objectLink, phaseShown } from "../shown/values.ts";

type Execution = Resource<typeof agentTriggerExecution>;

/** What came of a rule's events, each with the run that it made or joined and the key. */
export function executionTable(
  organization: string,
  executions: readonly Execution[],
  next?: string | undefined,
): ShownTable {
  return {
    columns: [
      "Execution",
      "Came to",
      "Run",
      "Key",
      "Group",
      "Reason",
      "Actor",
      "Delivery",
      "Dry run",
      "Time",
    ],
    rows: executions.map(({ metadata, spec, status }) => ({
      key: metadata.name,
      cells: [
        objectLink(organization, agentTriggerExecution, metadata.name),
        phaseShown(agentTriggerExecution, status.phase ?? spec.decision),
        objectLink(organization, agentDispatchRun, spec.run),
        spec.dedupeKey === undefined ? null : { code: spec.dedupeKey },
        spec.concurrencyKey === undefined ? null : { code: spec.concurrencyKey },
        spec.reason === undefined
          ? null
          : spec.code === undefined
            ? spec.reason
            : `${spec.code}: ${spec.reason}`,
        spec.actor ?? null,
        objectLink(organization, webhookDelivery, spec.delivery),
        {
          link: `${withQuery(objectAddress(organization, agentTriggerRule, spec.triggerRule), { delivery: spec.delivery })}#dry-run`,
          text: "Try it again",
        },
        { time: spec.time },
      ],
    })),
    empty: "No event has matched it yet.",
    next,
  };
}

/** The newest rejected and the newest joined event of a rule, as the states that they are. */
export function executionStates(organization: string, executions: readonly Execution[]): ShownState[] {
  const newest = executions.find(
    ({ spec, status }) => (status.phase ?? spec.decision) === "Rejected" || spec.decision === "Coalesced",
  );
  // Only what came last is a state; what came before is in the list.
  if (!newest || newest !== executions[0]) return [];
  return [executionState(organization, newest)];
}

export function executionState(organization: string, { metadata, spec, status }: Execution): ShownState {
  const run = spec.run;
  if ((status.phase ?? spec.decision) === "Coalesced")
    return {
      state: "AutomationCoalesced",
      happened: `The event of the delivery ${spec.delivery} joined ${run === undefined ? "a run" : `the run ${run}`} that was there: both have the key ${spec.dedupeKey ?? spec.concurrencyKey ?? ""}.${spec.reason === undefined ? "" : ` ${spec.reason}`}`,
      holds: "No second run was made; the one that is there goes on, and counts the event.",
      remedy: "Look at the run; to start another one, wait for its end, or dispatch by hand.",
      links:
        run === undefined
          ? []
          : [{ link: objectAddress(organization, agentDispatchRun, run), text: `The run ${run}` }],
    };
  return {
    state: "AutomationRejected",
    happened: `The event of the delivery ${spec.delivery}${spec.actor === undefined ? "" : `, which ${spec.actor} caused,`} matched, and was refused: ${spec.code === undefined ? "" : `${spec.code}: `}${spec.reason ?? "its policy does not allow it"}.`,
    holds: "No run was made. The delivery is stored with its payload.",
    remedy: "Fix what the reason names, then replay the delivery.",
    links: [
      {
        link: objectAddress(organization, webhookDelivery, spec.delivery),
        text: `The delivery ${spec.delivery}`,
      },
      {
        link: reviewAddress(organization, "replay", { kind: webhookDelivery.plural, name: spec.delivery }),
        text: "Replay it",
      },
      { link: objectAddress(organization, agentTriggerExecution, metadata.name), text: "What was decided" },
    ],
  };
}
