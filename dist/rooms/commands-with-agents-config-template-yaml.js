import { admit } from "./agents-with-yaml.js";
import { snapshotNow } from "./agents-with-config.js";
import { runContext, storedLabels } from "./agents-with-template-yaml.js";
import { agentDispatchRun, agentStack, currentFacts, objectMissing, runRequest } from "./agents.js";
// src/commands/places/rehearse-run.ts
const name = "dry-run";
function rehearseRun(services, signal) {
	return async ({ organization: namespace, by, spec: asked }) => {
		const given = agentDispatchRun.spec.parse({
			...asked,
			requestedBy: by,
			source: "manual"
		});
		const { repository, sourceRefs } = given;
		const { ref, pullRequest } = sourceRefs;
		const place = await services.repositories.placeOf({
			repository,
			ref,
			pullRequest
		}, signal);
		const spec = {
			...given,
			sourceRefs: {
				...sourceRefs,
				...place.refs
			}
		};
		const key = {
			namespace,
			name: spec.agentStack
		};
		const { stack, labels } = await services.store.read(async (reader) => ({
			stack: await reader.get(agentStack, key),
			labels: await storedLabels(reader, namespace)
		}));
		if (!stack) throw objectMissing(agentStack, key);
		const host = await currentFacts(services, spec, signal);
		const snapshot = await snapshotNow(services, namespace);
		const decision = admit({
			...runRequest(namespace, name, spec, "dry-run"),
			host
		}, snapshot);
		const creationTimestamp = services.now().toISOString();
		const metadata = {
			namespace,
			name,
			uid: name,
			generation: 1,
			resourceVersion: "",
			creationTimestamp
		};
		const run = {
			kind: agentDispatchRun.kind,
			metadata: {
				...metadata,
				managedByRepository: false
			},
			spec,
			status: {}
		};
		const { bundle: context } = await runContext(services, {
			run,
			stack,
			delivery: void 0,
			labels,
			host
		}, signal);
		return {
			spec,
			decision,
			context
		};
	};
}
export { rehearseRun };
