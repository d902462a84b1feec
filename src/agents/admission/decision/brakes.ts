import { foldedName } from "../folded-name.ts";
import type { RunRequest } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { type Reason, reason } from "./reason.ts";

/** Runs that may follow from one another's write-backs where no budget says otherwise. */
export const greatestChainDepth = 3;

/** Pauses, budgets and the length of chains: what stops a run whoever asks for it. */
export function brakeReasons(request: RunRequest, snapshot: AdmissionSnapshot): Reason[] {
  return [
    ...pauseReasons(request, snapshot),
    ...budgetReasons(request, snapshot),
    ...chainReasons(request, snapshot),
  ];
}

function pauseReasons(request: RunRequest, { pauses, now }: AdmissionSnapshot): Reason[] {
  return pauses
    .filter(({ metadata, spec, status }) => {
      if (metadata.namespace !== request.organization || status?.phase === "Ended") return false;
      if (spec.until !== undefined && Date.parse(spec.until) <= Date.parse(now)) return false;
      return isStoppedBy(spec.target, request);
    })
    .map(({ metadata: { name }, spec: { target, reason: why, until } }) =>
      reason("deny", "PAUSED", `${target.kind} ${target.name} is paused: ${why}`, {
        object: `agentpauses/${name}`,
        remedy:
          until === undefined
            ? `Run identikit delete agentpause ${name} when it may go on.`
            : `Wait until ${until}, or run identikit delete agentpause ${name}.`,
      }),
    );
}

/** Whether the target of a pause is what work belongs to. */
export function isStoppedBy(
  { kind, name }: AdmissionSnapshot["pauses"][number]["spec"]["target"],
  request: Pick<RunRequest, "organization" | "repository" | "rule" | "stack">,
): boolean {
  switch (kind) {
    case "Organization":
      return name === request.organization;
    case "Repository":
      return foldedName(name) === foldedName(request.repository);
    case "AgentTriggerRule":
      return name === request.rule;
    case "AgentStack":
      return name === request.stack;
  }
}

/** At a launch the run itself is among the day's runs already. */
function budgetReasons(request: RunRequest, snapshot: AdmissionSnapshot): Reason[] {
  const today = snapshot.now.slice(0, 10);
  const own = request.purpose === "launch" ? 1 : 0;
  return budgetsOf(request, snapshot).flatMap(({ metadata: { name }, spec, status }) => {
    const counts = status?.day === today ? status : {};
    const { runs = 0, tokens = 0, cost = "0" } = counts;
    const spent = [
      spec.runsPerDay !== undefined && runs - own >= spec.runsPerDay
        ? `${runs} of ${spec.runsPerDay} runs`
        : [],
      spec.tokensPerDay !== undefined && tokens >= spec.tokensPerDay
        ? `${tokens} of ${spec.tokensPerDay} tokens`
        : [],
      spec.costPerDay !== undefined && micros(cost) >= micros(spec.costPerDay)
        ? `$${cost} of $${spec.costPerDay}`
        : [],
    ].flat();
    return spent.map((used) =>
      reason("deny", "BUDGET_SPENT", `the budget ${name} is used up for ${today}: ${used}`, {
        object: `agentbudgets/${name}`,
        remedy: "Wait until tomorrow (UTC), or raise the budget.",
      }),
    );
  });
}

function chainReasons(request: RunRequest, snapshot: AdmissionSnapshot): Reason[] {
  const depth = request.chainDepth ?? 0;
  const limits = budgetsOf(request, snapshot).flatMap(({ metadata, spec: { chainDepth } }) =>
    chainDepth === undefined ? [] : [{ limit: chainDepth, object: `agentbudgets/${metadata.name}` }],
  );
  const [{ limit, object } = { limit: greatestChainDepth, object: undefined }] = limits.sort(
    (a, b) => a.limit - b.limit || (a.object < b.object ? -1 : 1),
  );
  if (depth <= limit) return [];
  return [
    reason(
      "deny",
      "CHAIN_TOO_DEEP",
      `${depth} runs led to this one, each by a write-back; at most ${limit} may`,
      {
        object,
        remedy:
          "Let the rule ignore what agents wrote (match.bots: false), or raise chainDepth of the budget.",
      },
    ),
  ];
}

/** The budgets that a run counts in. */
export function budgetsOf(
  request: Pick<RunRequest, "organization" | "rule">,
  { budgets }: Pick<AdmissionSnapshot, "budgets">,
) {
  return budgets.filter(
    ({ metadata, spec: { target } }) =>
      metadata.namespace === request.organization &&
      (target.kind === "Organization" || (request.rule !== undefined && target.name === request.rule)),
  );
}

/** Millionths of a dollar as an amount. */
export function amountOf(millionths: bigint): string {
  const whole = millionths / 1_000_000n;
  const decimals = (millionths % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return decimals === "" ? whole.toString() : `${whole}.${decimals}`;
}

/** An amount of at most six decimals as a whole number: amounts are compared exactly. */
export function micros(amount: string): bigint {
  const [whole = "0", decimals = ""] = amount.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(decimals.slice(0, 6).padEnd(6, "0"));
}
