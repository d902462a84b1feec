import { actOnWorkspace, agentWorkspace, apiGroup, askForProbe, recordReplay } from "./agents.js";
import { askMemory } from "./agents-with-config-yaml.js";
import { jsonAnswer } from "./api.js";
import { dryRunBody, memoryQueryBody, objectForm, objectRoutes, replayBody, typedRoutesDocument, workspaceBody } from "./api-with-agents.js";
import { jsonBody } from "./api-with-http.js";
import { Unanswered, addBundleRoutes, addRunRoutes, addWatchRoutes, bodyAs, forward, personAction } from "./api-with-agents-http.js";
import { addDecisionRoutes } from "./api-with-agents-config-http-yaml.js";
import { TypedRouter } from "./api-with-agents-hono-http.js";
// src/api/agents/agents-api.ts
function agentsApi(options) {
	const { access, store, organization, now, secretNames, dryRun } = options;
	const router = new TypedRouter(options);
	for (const route of objectRoutes) router.on(route.method, `/api/agents/${route.path}`, async ({ req }) => {
		const part = route.selects && req.param(route.selects.part);
		return await forward(options.objects, req.raw, route, {
			organization,
			part
		});
	});
	router.on("GET", "/api/agents/secrets", async (_, user) => {
		await router.mayList(user, "agentsecretgrants");
		return jsonAnswer({ items: (await secretNames()).map((name) => ({ name })) });
	});
	router.on("POST", "/api/agents/permissions/review", async (_, user) => jsonAnswer({
		user: user.name,
		bindings: await access.review(user)
	}));
	router.on("POST", "/api/agents/rules/:rule/dry-run", async ({ req }, user) => {
		const { delivery } = bodyAs(dryRunBody, await jsonBody(req.raw));
		await router.demand(user, "dry-run", {});
		return jsonAnswer(await dryRun(req.param("rule") ?? "", delivery));
	});
	addRunRoutes(router, options);
	addDecisionRoutes(router, options);
	router.on("POST", "/api/agents/workspaces/:workspace/action", async ({ req }, user) => {
		const { action, notes, host, expectedGeneration } = bodyAs(workspaceBody, await jsonBody(req.raw));
		const key = {
			namespace: organization,
			name: req.param("workspace") ?? ""
		};
		const workspace = await store.read((reader) => reader.get(agentWorkspace, key));
		await router.demand(user, action, {
			name: key.name,
			repository: workspace?.spec.repository
		});
		const asked = {
			...personAction(key, action, user, notes),
			machine: host,
			expectedGeneration
		};
		return jsonAnswer(objectForm(await actOnWorkspace(store, asked, now())));
	});
	router.on("POST", "/api/agents/deliveries/:delivery/replay", async ({ req }, user) => {
		const name = req.param("delivery") ?? "";
		await router.demand(user, "replay", { name });
		const { request: word = crypto.randomUUID() } = bodyAs(replayBody, await jsonBody(req.raw) ?? {});
		const { metadata } = await options.replay(name, word);
		const asked = personAction({
			namespace: organization,
			name
		}, "replay", user, void 0);
		await recordReplay(store, {
			...asked,
			delivery: metadata.name
		}, now());
		return jsonAnswer({ metadata: { name: metadata.name } });
	});
	router.on("POST", "/api/agents/mcp/:server/probe", async ({ req }, user) => {
		const key = {
			namespace: organization,
			name: req.param("server") ?? ""
		};
		await router.demand(user, "probe", { name: key.name });
		const asked = personAction(key, "probe", user, void 0);
		return jsonAnswer(objectForm(await askForProbe(store, asked, now())));
	});
	router.on("POST", "/api/agents/memory/query", async ({ req }, user) => {
		const asked = bodyAs(memoryQueryBody, await jsonBody(req.raw) ?? {});
		const right = {
			namespace: organization,
			apiGroup,
			verb: "create",
			resource: "agentmemoryqueries"
		};
		const limit = access.limitOn(user, [right]);
		if (limit !== void 0) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not search the memory: ${limit}`);
		const { query, state, hits, more, withheld } = await askMemory(options, {
			...asked,
			namespace: organization,
			by: user
		}, options.signal);
		return jsonAnswer({
			query: query.metadata.name,
			...state,
			hits,
			more,
			withheld
		});
	});
	addBundleRoutes(router, options.bundles, options.onFault);
	addWatchRoutes(router, options);
	router.on("GET", "/api/openapi.json", async () => jsonAnswer(typedRoutesDocument(options.version)));
	return router.app;
}
export { agentsApi };
