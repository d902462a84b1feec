import type { z } from "zod";
import type { DispatchServices } from "../../../src/agents/dispatch/dispatch-services.ts";
import { planStoredDelivery } from "../../../src/agents/dispatch/plan-stored-delivery.ts";
import { storeDelivery } from "../../../src/agents/dispatch/store-delivery.ts";
import type { HostFacts } from "../../../src/agents/kinds/actor.ts";
import type { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import { KeptSnapshots } from "../../../src/agents/snapshot/kept-snapshots.ts";
import type { SqlStore } from "../../../src/agents/store/sql-store.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { incoming, organization, repository } from "./scene.ts";

/** A rule whose events are one as long as the same check fails. */
export const onFailure: Partial<z.input<typeof agentTriggerRule.spec>> = {
  sources: ["workflow_run"],
  match: { conclusions: ["failure"] },
  dedupePolicy: { key: ["rule", "repository", "failure"] },
};

const host: HostFacts = {
  host: "gitea",
  actor: "mira",
  permission: "write",
  isFork: false,
  isProtectedRef: true,
};
const nobody = () => Promise.reject(new Error("the host was asked"));

/** Stores and decides about deliveries of one failing check, each of a commit of its own, one after the other. */
export async function deliverFailures(
  { store, database }: { readonly store: SqlStore; readonly database: ConfigDatabase },
  { first, count }: { readonly first: number; readonly count: number },
): Promise<void> {
  const services: DispatchServices = {
    store,
    database,
    organizations: [{ name: organization, repositories: ["acme/*"], configRepository: "acme/config" }],
    snapshots: new KeptSnapshots(),
    host: { factsOf: nobody, changedPaths: nobody },
    repositories: { placeOf: nobody, fileAt: nobody },
    now: () => new Date(),
  };
  const signal = AbortSignal.timeout(3_600_000);
  for (let at = first + 1; at <= first + count; at++) {
    const event = incoming("workflow_run", {
      action: "completed",
      repository: { full_name: repository, default_branch: "main" },
      sender: { login: "mira" },
      workflow_run: {
        id: at,
        name: "ci",
        head_sha: at.toString(16).padStart(40, "0"),
        head_branch: "main",
        conclusion: "failure",
        head_repository: { full_name: repository },
        pull_requests: [],
      },
    });
    const delivery = { ...event, deliveryId: `failure-${at}` };
    const stored = await storeDelivery(services, organization, delivery, host);
    await planStoredDelivery(services, stored.delivery.metadata, signal);
  }
}
