import { decideApproval } from "./agents-with-config-yaml.js";
import { decideReview } from "./agents-with-config.js";
import { agentApproval, agentDispatchRun, agentReviewArtifact } from "./agents.js";
import { jsonAnswer } from "./api.js";
import { decisionBody, objectForm, reviewBody } from "./api-with-agents.js";
import { jsonBody } from "./api-with-http.js";
import { bodyAs } from "./api-with-agents-http.js";
// src/api/agents/decision-routes.ts
function addDecisionRoutes(router, options) {
	const { store, organization: namespace, factsOf } = options;
	const hostFacts = async (user, kind, name) => {
		const repository = await store.read(async (reader) => {
			const asked = await reader.get(kind, {
				namespace,
				name
			});
			return (asked && await reader.get(agentDispatchRun, {
				namespace,
				name: asked.spec.run
			}))?.spec.repository;
		});
		return repository === void 0 ? void 0 : await factsOf(user, repository);
	};
	router.on("POST", "/api/agents/approvals/:approval/decision", async ({ req }, user) => {
		const sent = bodyAs(decisionBody, await jsonBody(req.raw));
		const name = req.param("approval") ?? "";
		router.demandScope(user, sent.verdict, { name });
		const host = await hostFacts(user, agentApproval, name);
		const decision = {
			namespace,
			name,
			...sent,
			by: user,
			host,
			via: "console"
		};
		return jsonAnswer(objectForm(await decideApproval(options, decision)));
	});
	router.on("POST", "/api/agents/reviews/:review/decision", async ({ req }, user) => {
		const sent = bodyAs(reviewBody, await jsonBody(req.raw));
		const name = req.param("review") ?? "";
		router.demandScope(user, sent.verdict, { name });
		const host = await hostFacts(user, agentReviewArtifact, name);
		const decision = {
			namespace,
			name,
			...sent,
			by: user,
			host,
			via: "api"
		};
		return jsonAnswer(objectForm(await decideReview(options, decision)));
	});
}
export { addDecisionRoutes };
