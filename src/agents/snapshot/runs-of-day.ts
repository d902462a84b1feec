import type { Session } from "../../config/connection/session.ts";
import { agentIndexKeys } from "../../config/schema/agent-index-keys.ts";
import type { RunRequest } from "../admission/decision/admission-request.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { amountOf, budgetsOf, micros } from "../admission/decision/brakes.ts";
import { objectNamed } from "../admission/grants/grant-world.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";

/** What of a run's status says whether it counts. */
interface CountedStatus {
  readonly phase?: string | undefined;
  readonly attempts?: number | undefined;
  /** What admission answered. */
  readonly verdict?: string | undefined;
}

/** What a run counts for in the budgets of its day. */
export interface RunUse extends Pick<RunRequest, "rule"> {
  readonly tokens: number;
  /** Millionths of a dollar: what it has used; while it is under way, at least what it may use. */
  readonly cost: bigint;
}

/** Whether a run counts among those of its day: all but those that nobody has admitted, or that were refused before they began. */
export function isCounted({ phase = "", attempts = 0, verdict }: CountedStatus): boolean {
  if (phase === "") return false;
  const isNothing = phase === "Failed" || phase === "Cancelled";
  return !isNothing || attempts > 0 || (verdict !== undefined && verdict !== "denied");
}

/** Whether any budget bounds what runs like this may use in a day. */
export function boundingBudgets(
  request: Pick<RunRequest, "organization" | "rule">,
  snapshot: AdmissionSnapshot,
) {
  return budgetsOf(request, snapshot).filter(
    ({ spec }) =>
      spec.runsPerDay !== undefined || spec.tokensPerDay !== undefined || spec.costPerDay !== undefined,
  );
}

/** The words to lock before runs are counted, so that of runs which are let in at once each sees the others. */
export function budgetLocks(budgets: AdmissionSnapshot["budgets"]): readonly string[] {
  return budgets.map(({ metadata }) => `budget ${metadata.name}`);
}

/** What a run of a stack counts for from the moment on in which it is let in. */
export function useOfNewRun(
  { stack, rule }: Pick<RunRequest, "stack" | "rule">,
  { stacks }: AdmissionSnapshot,
  own?: string,
): RunUse {
  const bounds = [objectNamed(stacks, stack)?.spec.budget?.cost, own].flatMap((cost) =>
    cost === undefined ? [] : [micros(cost)],
  );
  const cost = bounds.reduce<bigint | undefined>(
    (least, one) => (least === undefined || one < least ? one : least),
    undefined,
  );
  return { rule, tokens: 0, cost: cost ?? 0n };
}

/**
 * The runs of a day as they are in this transaction. Read behind {@link budgetLocks}, it misses none that was let in.
 * @param except the run that is decided about
 */
export async function runsOfDay(
  { kind, query, sql }: Session,
  namespace: string,
  snapshot: AdmissionSnapshot,
  except?: string,
): Promise<readonly RunUse[]> {
  const fact = (column: "value" | "status", ...path: readonly string[]) =>
    kind === "sqlite"
      ? sql.raw(`json_extract(${column}, '$.${path.join(".")}')`)
      : sql.raw(`${column}::json #>> '{${path.join(",")}}'`);
  const { rows } = await sql<DayRow>`SELECT name, phase, ${fact("value", "spec", "triggerRule")} AS rule,
      ${fact("value", "spec", "agentStack")} AS stack, ${fact("value", "spec", "budget", "cost")} AS own,
      ${fact("status", "attempts")} AS attempts, ${fact("status", "admission", "verdict")} AS verdict,
      ${fact("status", "tokens")} AS tokens, ${fact("status", "cost")} AS cost
    FROM agent_object WHERE ${sql.raw(agentIndexKeys.namespace)} = ${`${agentDispatchRun.kind}/${namespace}`}
      AND created >= ${snapshot.now.slice(0, 10)}`.execute(query);
  return rows
    .filter(({ name, phase, attempts, verdict }) => {
      const status = { phase, attempts: Number(attempts ?? 0), verdict: verdict ?? undefined };
      return name !== except && isCounted(status);
    })
    .map((row) => useOf(row, snapshot));
}

/** A snapshot with what the runs of the day have used of each budget. */
export function withUse<Snapshot extends AdmissionSnapshot>(
  snapshot: Snapshot,
  uses: readonly RunUse[],
): Snapshot {
  const day = snapshot.now.slice(0, 10);
  return {
    ...snapshot,
    budgets: snapshot.budgets.map((budget) => {
      const { kind, name } = budget.spec.target;
      const own = uses.filter(({ rule }) => kind === "Organization" || rule === name);
      const tokens = own.reduce((sum, use) => sum + use.tokens, 0);
      const cost = own.reduce((sum, use) => sum + use.cost, 0n);
      return { ...budget, status: { ...budget.status, day, runs: own.length, tokens, cost: amountOf(cost) } };
    }),
  };
}

interface DayRow {
  readonly name: string;
  readonly phase: string;
  readonly rule: string | null;
  readonly stack: string;
  readonly own: string | null;
  readonly attempts: number | string | null;
  readonly verdict: string | null;
  readonly tokens: number | string | null;
  readonly cost: string | null;
}

const over: readonly string[] = ["Succeeded", "Failed", "Cancelled"];

function useOf({ phase, rule, stack, own, tokens, cost }: DayRow, snapshot: AdmissionSnapshot): RunUse {
  const used = micros(cost ?? "0");
  const { cost: mayUse } = useOfNewRun({ stack }, snapshot, own ?? undefined);
  return {
    rule: rule ?? undefined,
    tokens: Number(tokens ?? 0),
    cost: over.includes(phase) || used > mayUse ? used : mayUse,
  };
}
