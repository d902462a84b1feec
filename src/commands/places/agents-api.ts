import { localOwners } from "../../agents/admission/rbac/identity.ts";
import { dryRunStored } from "../../agents/dispatch/dry-run-stored.ts";
import { storeSpec } from "../../agents/dispatch/store-delivery.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import { replayDelivery } from "../../agents/triggers/replay.ts";
import type { AgentsApiOptions } from "../../api/agents/agents-api.ts";
import type { BundleVerifier } from "../../config/bundle/bundle-signature.ts";
import { listSecrets } from "../../config/secrets/secret-store.ts";
import type { ConsoleSources } from "../../console/page/console-sources.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { hostFactsOf } from "./access.ts";
import { bundlePorts } from "./config-bundles.ts";
import type { ControllerServices } from "./controllers.ts";
import { dispatchServices } from "./dispatch-services.ts";

/** What the routes of the agent platform ask besides the objects. */
export function agentsApiPorts(
  services: ControllerServices,
  organization: string,
  verifier: BundleVerifier | undefined,
): Pick<AgentsApiOptions, "secretNames" | "replay" | "factsOf" | "bundles"> & Pick<ConsoleSources, "dryRun"> {
  const { context, project, database, store } = services;
  const dispatch = dispatchServices(context, project, { database, store }, organization);
  return {
    secretNames: async () => (await listSecrets(database)).map(({ name }) => name),
    bundles: bundlePorts(services, organization, verifier),
    dryRun: (rule, delivery) =>
      dryRunStored(store, { namespace: organization, rule, delivery }, dispatch.now()),
    replay: async (name, request) => {
      const key = { namespace: organization, name };
      const stored = await store.read((reader) => reader.get(webhookDelivery, key));
      if (!stored) throw objectMissing(webhookDelivery, key);
      const now = dispatch.now().toISOString();
      const again = replayDelivery({ name, spec: stored.spec, now, request });
      return (await storeSpec(dispatch, organization, again)).delivery;
    },
    factsOf: async ({ name, groups = [] }, repository) => {
      // What was noted when they got their token, where the forge cannot be asked.
      if (!context.env[hostTokenVariable])
        return groups.includes(localOwners)
          ? { permission: "admin", teams: [] }
          : hostFactsOf(groups, repository);
      return await dispatch.facts.factsOf({ repository, actor: name });
    },
  };
}
