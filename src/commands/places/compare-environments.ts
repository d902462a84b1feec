import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { EnvironmentFacts } from "../../console/page/console-sources.ts";
import { reconcile } from "../../env/reconcile.ts";
import type { ControllerServices } from "./controllers.ts";
import { openEnvSession } from "./env-session.ts";

/** The env directories of some agents on this machine, compared with what they should hold. Nothing is written, and no secret is opened. */
export async function compareEnvironments(
  { context, project, database }: ControllerServices,
  agents: readonly string[],
): Promise<readonly EnvironmentFacts[]> {
  if (agents.length === 0) return [];
  const rows = await loadRows(database, agents);
  await using session = await openEnvSession(context, project, {
    ...{ secretsFrom: database, options: {}, command: "reconcile", events: "none" },
  });
  const found = await reconcile({
    ...session.settings,
    agents: rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) })),
  });
  return found.agents;
}
