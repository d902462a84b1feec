import type { RunCondition } from "../dispatch/run-conditions.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import type { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import type { Resource } from "../resource/resource.ts";
import { ApiTokens } from "../store/tokens/api-tokens.ts";
import { isPoolKey } from "../tickets/sealed-content.ts";
import { notSo, so } from "./named-objects.ts";
import type { ReferencePorts } from "./reference-controller.ts";

/**
 * Whether what an account signs in with is there and has not expired. An agent's account signs in with the ticket of its run, which is
 * made at launch; a runner's opens tickets with the key of its pool. Tokens of the API that were issued to it beside that have to be good.
 */
export async function tokenCondition(
  { store, database, now }: Pick<ReferencePorts, "store" | "database" | "now">,
  { metadata: { namespace, name }, spec }: Resource<typeof agentServiceAccount>,
): Promise<RunCondition> {
  const type = "TokenReady";
  const actor = { kind: "ServiceAccount", name: spec.serviceAccountName } as const;
  const ends = await new ApiTokens(database).expiryOf(actor, namespace);
  if (ends && ends <= now())
    return notSo(type, "TokenExpired", `Its token ended at ${ends.toISOString()}.`, {
      remedy: `Issue a new one: identikit kubeconfig --as system:serviceaccount:${namespace}:${spec.serviceAccountName}.`,
    });
  if (ends) return so(type, "TokenValid", `Its token is good until ${ends.toISOString()}.`);
  if (spec.usedBy === "agent")
    return so(type, "TicketAtLaunch", "It signs in with the ticket of its run, which is made at launch.");
  const pools = await store.read((reader) => Array.fromAsync(reader.each(agentRunnerPool, { namespace })));
  for (const pool of pools)
    if (pool.spec.serviceAccount === name && (await isPoolKey(pool.spec.publicKey)))
      return so(
        type,
        "PoolKey",
        `Its runners open tickets with the key of agentrunnerpools/${pool.metadata.name}.`,
      );
  return notSo(
    type,
    "NoPool",
    "No runner pool with a valid key names it, so its runners can open no ticket.",
    {
      remedy: `Name it in serviceAccount of a runner pool, or set usedBy: agent in agentserviceaccounts/${name}.`,
    },
  );
}
