import type { ConfigDatabase } from "../../config/database.ts";
import { pause } from "../../fault/stopped.ts";
import type { Controller } from "../control/controller.ts";
import { agentBudget } from "../kinds/config/agent-budget.ts";
import { agentConfigGrant } from "../kinds/config/agent-config-grant.ts";
import { agentSecretGrant } from "../kinds/config/agent-secret-grant.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { budgetsOfRun, countBudget, untilTomorrow } from "./budget-use.ts";
import { settleGrant } from "./grant-validity.ts";
import { settlePause, settlePausedRun } from "./settle-pause.ts";
import { isHeld } from "./stopped-runs.ts";

export interface AccessPorts {
  readonly store: SqlStore;
  readonly database: ConfigDatabase;
  readonly now: () => Date;
}

/** A count that takes long, in milliseconds, is not made again before so many times as long have passed. */
const [longCountMs, countRest] = [200, 4];

/**
 * Keeps what runs may do to what people said last: pauses stop runs and take back what was given to them, budgets show what was used
 * today, and grants show when they give nothing any more.
 */
export function accessController(ports: AccessPorts): Controller {
  const { store, now } = ports;
  const counted = new Map<string, { readonly at: number; readonly took: number }>();
  const count = async (key: WorkKey, signal: AbortSignal): Promise<number> => {
    const name = `${key.namespace}/${key.name}`;
    const { at = 0, took = 0 } = counted.get(name) ?? {};
    const rest = at + took * countRest - performance.now();
    // Waited for here and not left for later: who runs the controllers once wants the count, too.
    if (took > longCountMs && rest > 0) await pause(Math.ceil(rest), signal);
    const begun = performance.now();
    await countBudget(store, key, now());
    counted.set(name, { at: performance.now(), took: performance.now() - begun });
    return untilTomorrow(now());
  };
  return {
    name: "access",
    watches: [
      ...[agentPause, agentBudget, agentSecretGrant, agentConfigGrant].map((kind: Kind) => ({
        kind,
        keysOf: ({
          object: { metadata },
        }: {
          readonly object: { readonly metadata: Pick<WorkKey, "namespace" | "name"> };
        }) => [keyOf(kind, metadata)],
      })),
      {
        kind: agentDispatchRun,
        keysOf: async ({ object: { metadata, spec, status } }, reader) => {
          const { triggerRule } = agentDispatchRun.spec.parse(spec);
          const budgets = await budgetsOfRun(reader, metadata.namespace, triggerRule);
          const mayBeStopped = await isMatterOfPauses(
            reader,
            metadata.namespace,
            agentDispatchRun.status.parse(status),
          );
          return [
            ...budgets.map((budget) => keyOf(agentBudget, budget.metadata)),
            ...(mayBeStopped ? [keyOf(agentDispatchRun, metadata)] : []),
          ];
        },
      },
    ],
    async reconcile(key, signal) {
      switch (key.kind) {
        case agentPause.kind:
          return { againMs: await settlePause(store, key, now(), signal) };
        case agentDispatchRun.kind:
          await settlePausedRun(store, key, now());
          return {};
        case agentBudget.kind:
          return { againMs: await count(key, signal) };
        default:
          return { againMs: await settleGrant(ports, key, now()) };
      }
    },
  };
}

async function isMatterOfPauses(
  reader: ResourceReader,
  namespace: string,
  status: Parameters<typeof isHeld>[0]["status"],
): Promise<boolean> {
  if (isHeld({ status })) return true;
  if (status.phase !== "Queued" && status.phase !== "Running") return false;
  const { items } = await reader.list(agentPause, { namespace, limit: 1 });
  return items.length > 0;
}

function keyOf({ kind }: Kind, { namespace, name }: Pick<WorkKey, "namespace" | "name">): WorkKey {
  return { kind, namespace, name };
}
