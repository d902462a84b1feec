import { Hono } from "../vendor/hono.js";
import { SqlStore, runControllers } from "../rooms/agents-with-config.js";
import { ApiTokens } from "../rooms/agents.js";
import { agentsApi } from "../rooms/api-with-agents-config-hono-http-yaml.js";
import { checkDoor } from "../rooms/api-with-http.js";
import { HttpServer } from "../rooms/api-with-hono-http.js";
import { kubernetesApi, webhookRoutes } from "../rooms/api-with-agents-hono-http.js";
import { TokenAccess } from "../rooms/api-with-agents-config.js";
import { parseListenAddress } from "../rooms/api.js";
import { asFault, version } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { lastingContext, newWorkerName, workLine } from "../rooms/commands.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { agentsApiPorts } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { makeControllers } from "../rooms/commands-with-agents-changes-child_process-config-croner-diff-env-gate-host-http-image-sqlite-template-yaml-zlib.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { takeWebhook, webhookSecrets } from "../rooms/commands-with-agents.js";
// src/commands/serve/body.ts
async function run(given, options) {
	const { signal, log } = given;
	const project = await openProject(given.cwd, options.root);
	const address = parseListenAddress(options.listen);
	if (options.auth === "loopback") checkDoor(address, { kind: "loopback" });
	using lasting = lastingContext(given);
	await using database = await openConfigDatabase(lasting.context, project, options.database);
	lasting.lasts();
	await using store = new SqlStore(database);
	const { startPrograms } = options;
	const services = {
		context: given,
		project,
		database,
		store,
		startPrograms
	};
	const end = new AbortController();
	const controlling = options.controllers ? control(services, end.signal) : Promise.resolve();
	controlling.catch(() => end.abort());
	try {
		const app = appOf(services, AbortSignal.any([signal, end.signal]));
		await using server = await HttpServer.start({
			address,
			auth: { kind: "inside" },
			app,
			signal
		});
		log.info(`serving the objects of ${database.name} at ${server.url}`);
		log.info(`kubectl finds them by the file that identikit kubeconfig --server ${server.url} writes`);
		await stoppedBy(AbortSignal.any([signal, end.signal]));
		end.abort();
		await controlling;
		return {
			outputs: { url: server.url },
			account: ["stopped"]
		};
	} finally {
		end.abort();
		await controlling.catch(() => {});
	}
}
function appOf(services, signal) {
	const { context, project, database, store } = services;
	const now = () => context.clock.now();
	const { organization, organizations } = accessPlace(project, {});
	const access = new TokenAccess({
		tokens: new ApiTokens(database),
		store,
		organizations,
		now
	});
	const onFault = (thrown) => {
		const { code, message } = asFault(thrown);
		context.log.warn(`a request could not be answered: ${code}: ${message}`);
	};
	const api = kubernetesApi({
		store,
		organisations: { list: async () => [organization] },
		authenticator: access,
		authorizer: access,
		authorOf: (user) => access.authorOf(user),
		version,
		now,
		signal,
		onFault
	});
	const typed = agentsApi({
		access,
		store,
		database,
		organization,
		organizations,
		now,
		signal,
		onFault,
		...agentsApiPorts(services, organization),
		objects: (request) => api.fetch(request)
	});
	const app = new Hono().route("/", typed).route("/", api);
	const secrets = webhookSecrets(context);
	if (secrets.length === 0) return app;
	const take = takeWebhook({
		database,
		store,
		now,
		namespace: organization,
		secrets
	});
	return app.route("/", webhookRoutes({
		take,
		onFault
	}));
}
async function control(services, until) {
	const { context, database } = services;
	await runControllers({
		database,
		controllers: makeControllers(services, []),
		worker: newWorkerName(),
		until,
		onOutcome: (outcome) => (outcome.fault ? context.log.warn : context.log.debug)(workLine(outcome)),
		onOutage: ({ code, message }) => context.log.warn(`${code}: ${message}; trying again`)
	});
}
async function stoppedBy(signal) {
	if (signal.aborted) return;
	const { promise, resolve } = Promise.withResolvers();
	signal.addEventListener("abort", () => resolve(), { once: true });
	await promise;
}
export { run };
