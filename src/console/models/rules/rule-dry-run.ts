import type { DryRun } from "../../../agents/context/dry-run.ts";
import { agentContextLabel } from "../../../agents/kinds/config/agent-context-label.ts";
import type { ShownSection } from "../../page/shown.ts";
import { knownFacts, objectLinks } from "../shown/values.ts";

/** What would come of an event for a rule, and why. */
export interface DryRunModel {
  readonly matched: boolean;
  readonly sections: readonly ShownSection[];
}

export function dryRunModel(organization: string, result: DryRun): DryRunModel {
  const { matched, checks, dedupeKey, concurrencyKey, execution, context } = result;
  const { decision, code, reason } = execution?.spec ?? {};
  return {
    matched,
    sections: [
      {
        ...{ id: "dry-run-match", title: "Match" },
        table: {
          columns: ["Demand", "Holds", "Why"],
          rows: checks.map(({ member, holds, said }) => ({
            key: member,
            cells: [
              { code: member },
              { phase: holds ? "Matched" : "Ignored", kind: "WebhookDelivery" },
              said,
            ],
          })),
          empty: "It demands nothing.",
        },
      },
      {
        ...{ id: "dry-run-policy", title: "Key and policy" },
        facts: knownFacts({
          "Dedupe key": { code: dedupeKey },
          "Concurrency key": concurrencyKey === undefined ? null : { code: concurrencyKey },
          "Would come to": decision ?? "nothing: it does not match",
          Code: code,
          Reason: reason,
          "Would wait for room": execution?.isHeld ? "yes" : null,
          "Would cancel":
            execution && execution.cancel.length > 0 ? { several: [...execution.cancel] } : null,
          Run: execution?.run?.name,
        }),
      },
      {
        ...{ id: "dry-run-context", title: "Context" },
        summary: context.problem,
        facts: knownFacts({ Labels: objectLinks(organization, agentContextLabel, context.labels) }),
        text: context.prompt,
      },
    ],
  };
}
