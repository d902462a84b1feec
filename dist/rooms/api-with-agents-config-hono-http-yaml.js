import { Hono } from "../vendor/hono.js";
import { actOnRun, actOnWorkspace, agentApproval, agentDispatchRun, agentToolEvent, agentWorkspace, allKinds, askForWriteBack, outboxRequest, rightText, rightsFor, workspaceAction, writeBackAction } from "./agents.js";
import { decideApproval } from "./agents-with-config-yaml.js";
import { IdentikitError } from "../start/faces.js";
import { bearerToken, jsonAnswer, patientStream, reasons, refusalOf, withHeaders } from "./api.js";
import { objectEvents, objectForm, objectRoutes } from "./api-with-agents.js";
import { jsonBody, objectOf } from "./api-with-http.js";
import { errorAnswer, forward } from "./api-with-agents-http.js";
// src/api/agents/agents-api.ts
const streamMs = 864e5;
const statusOf = {
	POLICY_DENIED: 403,
	APPROVAL_CLOSED: 409,
	APPROVAL_DIFFERS: 409,
	HOST_UNREACHABLE: 503,
	HOST_DENIED: 503
};
function agentsApi(options) {
	const { access, store, organization, now, secretNames, dryRun, onFault } = options;
	const app = new Hono();
	const signedIn = async ({ req }) => {
		const user = await access.authenticate(bearerToken(req.header("authorization") ?? null));
		if (!user) throw new Unanswered(401, "AUTH_REQUIRED", "the request bears no token that counts");
		const asked = req.param("org") ?? req.query("org") ?? organization;
		if (asked !== organization) throw new Unanswered(404, "NOT_FOUND", `there is no organisation ${JSON.stringify(asked)}`);
		return user;
	};
	const demand = async (user, action, target) => {
		const missing = await access.missingRight(user, rightsFor(action, {
			...target,
			namespace: organization
		}));
		if (missing) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${rightText(missing)}`);
	};
	const mayList = async (user, resource, namespace) => {
		const question = {
			user,
			kind: "resource",
			verb: "list",
			group: "identikit.dev",
			resource,
			namespace
		};
		const { allowed, reason } = await access.authorize(question);
		if (!allowed) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not list ${resource}: ${reason}`);
	};
	const on = (method, path, answer) => app.on(method, path, async (context) => {
		try {
			return withHeaders(await answer(context, await signedIn(context)));
		} catch (thrown) {
			return withHeaders(faultAnswer(thrown, onFault));
		}
	});
	for (const route of objectRoutes) on(route.method, `/api/agents/${route.path}`, async ({ req }) => {
		const part = route.selects && req.param(route.selects.part);
		return await forward(options.objects, req.raw, route, {
			organization,
			part
		});
	});
	on("GET", "/api/agents/secrets", async (_, user) => {
		await mayList(user, "agentsecretgrants", organization);
		return jsonAnswer({ items: (await secretNames()).map((name) => ({ name })) });
	});
	on("POST", "/api/agents/permissions/review", async (_, user) => jsonAnswer({
		user: user.name,
		bindings: await access.review(user)
	}));
	on("POST", "/api/agents/rules/:rule/dry-run", async ({ req }, user) => {
		const { delivery } = objectOf(await jsonBody(req.raw));
		await demand(user, "dry-run", {});
		return jsonAnswer(await dryRun(req.param("rule") ?? "", String(delivery)));
	});
	for (const action of [
		"cancel",
		"retry",
		"continue",
		"resume",
		"fork"
	]) on("POST", `/api/agents/runs/:run/${action}`, async ({ req }, user) => {
		const key = {
			namespace: organization,
			name: req.param("run") ?? ""
		};
		const run = await store.read((reader) => reader.get(agentDispatchRun, key));
		await demand(user, action, {
			name: key.name,
			repository: run?.spec.repository,
			stack: run?.spec.agentStack
		});
		const { message } = objectOf(await jsonBody(req.raw) ?? {});
		if (action === "continue" && typeof message !== "string") throw new Unanswered(422, "RESOURCE_INVALID", "message: must be what the agent is told");
		return jsonAnswer(objectForm(await actOnRun(store, personAction(key, action, user, message), now())));
	});
	on("POST", "/api/agents/runs/:run/write-back", async ({ req }, user) => {
		const key = {
			namespace: organization,
			name: req.param("run") ?? ""
		};
		const run = await store.read((reader) => reader.get(agentDispatchRun, key));
		await demand(user, "write-back", {
			name: key.name,
			repository: run?.spec.repository
		});
		const request = writeBackRequest(await jsonBody(req.raw));
		const asked = {
			...personAction(key, "write-back", user, void 0),
			request
		};
		return jsonAnswer(objectForm(await askForWriteBack(store, asked, now())));
	});
	on("POST", "/api/agents/approvals/:approval/decision", async ({ req }, user) => {
		const { digest, verdict, comment } = objectOf(await jsonBody(req.raw));
		const key = {
			namespace: organization,
			name: req.param("approval") ?? ""
		};
		if (verdict !== "approve" && verdict !== "reject") throw new Unanswered(422, "RESOURCE_INVALID", "verdict: must be approve or reject");
		const repository = await store.read(async (reader) => {
			const approval = await reader.get(agentApproval, key);
			return (approval && await reader.get(agentDispatchRun, {
				...key,
				name: approval.spec.run
			}))?.spec.repository;
		});
		const host = repository === void 0 ? void 0 : await options.factsOf(user, repository);
		const said = typeof comment === "string" ? { comment } : {};
		const decision = {
			...key,
			...said,
			by: user,
			host,
			digest: String(digest),
			verdict,
			via: "console"
		};
		return jsonAnswer(objectForm(await decideApproval(options, {
			...decision,
			verdict
		})));
	});
	on("POST", "/api/agents/workspaces/:workspace/action", async ({ req }, user) => {
		const { action, notes } = objectOf(await jsonBody(req.raw));
		const known = workspaceAction.safeParse(action);
		if (!known.success) throw new Unanswered(422, "RESOURCE_INVALID", `action: must be one of ${workspaceAction.options.join(", ")}`);
		const key = {
			namespace: organization,
			name: req.param("workspace") ?? ""
		};
		const workspace = await store.read((reader) => reader.get(agentWorkspace, key));
		await demand(user, known.data, {
			name: key.name,
			repository: workspace?.spec.repository
		});
		return jsonAnswer(objectForm(await actOnWorkspace(store, personAction(key, known.data, user, notes), now())));
	});
	const watch = (path, kindsOf) => on("GET", path, async ({ req }, user) => {
		const kinds = kindsOf(req.query("kinds"));
		for (const { plural } of kinds) await mayList(user, plural, organization);
		const last = req.header("last-event-id") ?? "";
		const after = /^\d{1,16}$/.test(last) ? last : void 0;
		const pieces = (signal) => objectEvents(store, kinds, organization, {
			after,
			signal
		});
		const body = patientStream({
			pieces,
			signal: options.signal,
			timeoutMs: streamMs
		});
		return new Response(body, { headers: { "content-type": "text/event-stream" } });
	});
	for (const kind of [agentDispatchRun, agentApproval]) watch(`/api/watch/orgs/:org/${kind.plural}`, () => [kind]);
	watch("/api/watch/orgs/:org", watchedKinds);
	return app;
}
function writeBackRequest(value) {
	const result = outboxRequest.safeParse(value);
	const wrong = result.error?.issues[0];
	if (wrong) throw new Unanswered(422, "RESOURCE_INVALID", `${wrong.path.join(".") || "body"}: ${wrong.message}`);
	if (result.data !== void 0 && writeBackAction.safeParse(result.data.type).success) return result.data;
	throw new Unanswered(422, "RESOURCE_INVALID", `type: must be one of ${writeBackAction.options.join(", ")}`);
}
function watchedKinds(asked = "") {
	const names = [...new Set(asked.split(",").filter((name) => name !== ""))];
	const kinds = names.map((name) => allKinds.find((one) => one !== agentToolEvent && (one.plural === name || one.kind === name)));
	const unknown = names.find((_, at) => kinds[at] === void 0);
	if (names.length === 0 || unknown !== void 0) throw new Unanswered(422, "RESOURCE_INVALID", unknown === void 0 ? "kinds: must name the kinds to watch, such as agentdispatchruns,agentapprovals" : `kinds: ${JSON.stringify(unknown)} is no kind that can be watched`);
	return kinds.flatMap((kind) => kind ?? []);
}
function personAction(key, action, by, text) {
	return {
		...key,
		action,
		by,
		via: "api",
		...typeof text === "string" ? { text } : {}
	};
}
var Unanswered = class extends Error {
	status;
	code;
	constructor(status, code, message) {
		super(message);
		this.status = status;
		this.code = code;
	}
};
function faultAnswer(thrown, onFault) {
	if (thrown instanceof Unanswered) return errorAnswer(thrown.status, thrown.code, thrown.message);
	if (thrown instanceof IdentikitError && statusOf[thrown.code] !== void 0) return errorAnswer(statusOf[thrown.code] ?? 500, thrown.code, thrown.message, { remedy: thrown.remedy });
	const refused = refusalOf(thrown);
	if (refused.reason === "InternalError") onFault(thrown);
	const own = thrown instanceof IdentikitError && refused.reason !== "InternalError" ? thrown : void 0;
	const remedy = own ? { remedy: own.remedy } : {};
	return errorAnswer(reasons[refused.reason], own?.code ?? "INTERNAL", own?.message ?? refused.message, remedy);
}
export { agentsApi };
