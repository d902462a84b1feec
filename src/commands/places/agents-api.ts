import { dryRun } from "../../agents/context/dry-run.ts";
import { storedLabels } from "../../agents/dispatch/run-context.ts";
import { storedRules } from "../../agents/dispatch/stored-rules.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import { factsOfDelivery } from "../../agents/triggers/delivery.ts";
import type { AgentsApiOptions } from "../../api/agents/agents-api.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { hostFactsOf } from "./access.ts";
import type { ControllerServices } from "./controllers.ts";
import { dispatchServices } from "./dispatch-services.ts";

/** What the routes of the agent platform ask besides the objects. */
export function agentsApiPorts(
  services: ControllerServices,
  organization: string,
): Pick<AgentsApiOptions, "secretNames" | "dryRun" | "factsOf"> {
  const { context, project, database, store } = services;
  const dispatch = dispatchServices(context, project, { database, store }, organization);
  return {
    secretNames: async () => {
      const rows = await database.read((query) =>
        query.selectFrom("secret").select("name").orderBy("name").execute(),
      );
      return rows.map(({ name }) => name);
    },
    dryRun: async (name, deliveryName) => {
      const { rule, labels, delivery } = await store.read(async (reader) => ({
        rule: (await storedRules(reader, organization)).find((one) => one.name === name),
        labels: await storedLabels(reader, organization),
        delivery: await reader.get(webhookDelivery, { namespace: organization, name: deliveryName }),
      }));
      if (!rule) throw objectMissing(agentTriggerRule, { namespace: organization, name });
      if (!delivery) throw objectMissing(webhookDelivery, { namespace: organization, name: deliveryName });
      const facts = factsOfDelivery(delivery.spec);
      const now = dispatch.now().toISOString();
      return dryRun({ rule, facts, host: delivery.spec.host, runs: [], labels, now });
    },
    factsOf: async ({ name, groups = [] }, repository) => {
      // What was noted when they got their token, where the forge cannot be asked.
      if (!context.env[hostTokenVariable]) return hostFactsOf(groups, repository);
      return await dispatch.facts.factsOf({ repository, actor: name });
    },
  };
}
