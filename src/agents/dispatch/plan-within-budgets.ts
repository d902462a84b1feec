import type { Session } from "../../config/connection/session.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import type { StoredSnapshot } from "../snapshot/read-snapshot.ts";
import {
  boundingBudgets,
  budgetLocks,
  type RunUse,
  runsOfDay,
  useOfNewRun,
  withUse,
} from "../snapshot/runs-of-day.ts";
import type { ObjectKeys } from "../store/keys/object-keys.ts";
import type { DeliveryPlan } from "../triggers/delivery-plan.ts";

/** The transaction in which a delivery is decided. */
export interface BudgetedPlan {
  readonly session: Session;
  readonly keys: ObjectKeys;
  readonly namespace: string;
}

/**
 * Plans a delivery so that no budget is passed, however many deliveries are decided at once. A plan that makes a run which a budget bounds
 * is made again behind the budget's lock, with the runs of the day as they are by then, and with those of the plan itself. Events that only
 * join a run lock nothing.
 * @param plan the plan on what is known of a rule's world
 */
export async function planWithinBudgets(
  { session, keys, namespace }: BudgetedPlan,
  snapshot: StoredSnapshot,
  plan: (worldOf: (rule: string) => AdmissionSnapshot) => DeliveryPlan,
): Promise<DeliveryPlan> {
  const first = plan(() => snapshot);
  const makers = first.executions.filter(({ run }) => run !== undefined);
  const bounding = makers.flatMap(({ spec: { triggerRule: rule } }) =>
    boundingBudgets({ organization: namespace, rule }, snapshot),
  );
  if (bounding.length === 0) return first;
  await keys.lock([...new Set(budgetLocks(bounding))]);
  const uses = await runsOfDay(session, namespace, snapshot);
  const made = makers.map(({ spec: { triggerRule: rule }, run }): RunUse & { readonly rule: string } => ({
    ...useOfNewRun({ stack: run?.spec.agentStack ?? "", rule }, snapshot, run?.spec.budget?.cost),
    rule,
  }));
  // Rules are planned in the order of their names.
  return plan((rule) => withUse(snapshot, [...uses, ...made.filter((one) => one.rule < rule)]));
}
