import type { Controller } from "../../../src/agents/control/controller.ts";
import { runControllersOnce } from "../../../src/agents/control/run-controllers.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { WorkKey } from "../../../src/agents/store/queue/work-queue.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";

/** A controller that looks at runs and notes each look. */
export function lookingController(
  look: (key: WorkKey, signal: AbortSignal) => Promise<void> = async () => {},
  name = "test",
): Controller & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    name,
    seen,
    watches: [
      {
        kind: agentDispatchRun,
        keysOf: ({ object: { metadata } }) => [
          { kind: agentDispatchRun.kind, namespace: metadata.namespace, name: metadata.name },
        ],
      },
    ],
    async reconcile(key, signal) {
      seen.push(key.name);
      await look(key, signal);
      return {};
    },
  };
}

/** Runs controllers until nothing is due. */
export function once(database: ConfigDatabase, ...controllers: readonly Controller[]) {
  return runControllersOnce({ database, controllers, worker: "w1", until: new AbortController().signal });
}
