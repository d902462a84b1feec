import { admit } from "../../agents/admission/decision/admit.ts";
import { dryRun } from "../../agents/context/dry-run.ts";
import { snapshotNow } from "../../agents/dispatch/dispatch-services.ts";
import { keysOfRules } from "../../agents/dispatch/rule-keys-of-event.ts";
import { storedLabels } from "../../agents/dispatch/run-context.ts";
import { currentFacts, runRequest } from "../../agents/dispatch/run-request.ts";
import { storedRules } from "../../agents/dispatch/stored-rules.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { factsOfDelivery } from "../../agents/triggers/delivery.ts";
import type { EventFacts } from "../../agents/triggers/event-facts.ts";
import { IdentikitError } from "../../fault/error.ts";
import { asOutput, type CommandResult } from "../result.ts";
import { type DispatchAsked, type DispatchMode, handStart, jobEvent, storedSpec } from "./dispatch-modes.ts";

/** What would come of an event, a stored delivery or a start by hand, and why; nothing is stored. */
export async function rehearse(asked: DispatchAsked, mode: DispatchMode): Promise<CommandResult> {
  switch (mode.kind) {
    case "hand":
      return await rehearseHand(asked, mode.stack);
    case "event":
      return await rehearseEvent(asked, jobEvent(asked).facts);
    case "replay":
      return await rehearseEvent(asked, factsOfDelivery(await storedSpec(asked, mode.delivery)));
    default:
      throw new IdentikitError("USAGE", "--dry-run is for a stack, an event or a stored delivery", {
        remedy: "Leave out --run and --queued.",
      });
  }
}

async function rehearseHand(asked: DispatchAsked, stack: string): Promise<CommandResult> {
  const { services, organization, context } = asked;
  const { place, actor, repository, taskKind } = await handStart(asked, stack);
  const spec = agentDispatchRun.spec.parse({
    repository,
    sourceRefs: place.refs,
    agentStack: stack,
    taskKind,
    requestedBy: { kind: "User", name: actor },
  });
  const host = await currentFacts(services, spec, context.signal);
  const snapshot = await snapshotNow(asked.services, asked.organization);
  const decision = admit({ ...runRequest(organization, "dry-run", spec, "dry-run"), host }, snapshot);
  const lines = decision.reasons.map(({ effect, code, message }) => `${effect} ${code}: ${message}`);
  return {
    outputs: { dryRun: true, decision: decision.verdict, admission: asOutput(decision) },
    details: lines,
    account: [
      `${stack} on ${repository} for ${actor} would be ${decision.verdict}, in the tier ${decision.tier}`,
    ],
    ...(decision.verdict === "denied" ? { holds: false } : {}),
  };
}

async function rehearseEvent(asked: DispatchAsked, facts: EventFacts): Promise<CommandResult> {
  const { services, organization, context } = asked;
  const { store } = services;
  const rules = await store.read((reader) => storedRules(reader, organization));
  const labels = await store.read((reader) => storedLabels(reader, organization));
  const { repository, actor, refs } = facts;
  const { ref, pullRequest, head, base } = refs;
  const host =
    repository === undefined || actor === undefined
      ? undefined
      : await services.host.factsOf({ repository, actor, ref, pullRequest, head, base }, context.signal);
  const snapshot = await snapshotNow(asked.services, asked.organization);
  const now = services.now().toISOString();
  const runs = rules.map((rule) => {
    const { execution, checks, ...rest } = dryRun({ rule, facts, host, runs: [], labels, now });
    const run = execution?.run;
    const admission = run && admit(runRequest(organization, run.name, run.spec, "dry-run"), snapshot);
    const failed = checks.find(({ holds }) => !holds);
    return { rule: rule.name, ...rest, decision: execution?.spec.decision, checks, failed, admission };
  });
  const wanted = keysOfRules({ facts, host }, rules, now).length;
  return {
    outputs: { dryRun: true, rules: asOutput(runs) },
    details: runs.map(({ rule, decision, failed, admission, dedupeKey }) =>
      decision === undefined
        ? `rule ${rule}: does not match: ${failed?.member} (${failed?.said})`
        : `rule ${rule}: ${decision}, ${admission?.verdict ?? "not asked"}${reasonText(admission)}; key ${dedupeKey}`,
    ),
    account: [`${wanted} of ${rules.length} rules would match; nothing is stored`],
  };
}

function reasonText(admission: ReturnType<typeof admit> | undefined): string {
  const first = admission?.reasons.find(({ effect }) => effect === "deny" || effect === "approval");
  return first === undefined ? "" : `: ${first.code}: ${first.message}`;
}
