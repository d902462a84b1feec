import { objectMissing, replayDelivery, storeSpec, webhookDelivery } from "./agents.js";
import { dryRunStored } from "./agents-with-template-yaml.js";
import { listSecrets } from "./config.js";
import "../start/faces.js";
import { hostFactsOf } from "./commands-with-agents-config.js";
import { bundlePorts } from "./commands-with-agents-config-diff.js";
import { dispatchServices } from "./commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
// src/commands/places/agents-api.ts
function agentsApiPorts(services, organization, verifier) {
	const { context, project, database, store } = services;
	const dispatch = dispatchServices(context, project, {
		database,
		store
	}, organization);
	return {
		secretNames: async () => (await listSecrets(database)).map(({ name }) => name),
		bundles: bundlePorts(services, organization, verifier),
		dryRun: (rule, delivery) => dryRunStored(store, {
			namespace: organization,
			rule,
			delivery
		}, dispatch.now()),
		replay: async (name, request) => {
			const key = {
				namespace: organization,
				name
			};
			const stored = await store.read((reader) => reader.get(webhookDelivery, key));
			if (!stored) throw objectMissing(webhookDelivery, key);
			const now = dispatch.now().toISOString();
			const again = replayDelivery({
				name,
				spec: stored.spec,
				now,
				request
			});
			return (await storeSpec(dispatch, organization, again)).delivery;
		},
		factsOf: async ({ name, groups = [] }, repository) => {
			if (!context.env["IDENTIKIT_HOST_TOKEN"]) return groups.includes("identikit:owners") ? {
				permission: "admin",
				teams: []
			} : hostFactsOf(groups, repository);
			return await dispatch.facts.factsOf({
				repository,
				actor: name
			});
		}
	};
}
export { agentsApiPorts };
