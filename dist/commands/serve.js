import { ObjectDrafts, SqlStore, readStoreFigures, runControllers, takeReport } from "../rooms/agents-with-config.js";
import { GitMemoryStore } from "../rooms/agents-with-child_process-template.js";
import { checkDoor, serverNames } from "../rooms/api-with-http.js";
import { HttpServer } from "../rooms/api-with-hono-http.js";
import { LoginLinks, RequestFigures, Sessions, TrustedPeers, bearerToken, csrfTokenOf, parseListenAddress, storeFamilies } from "../rooms/api.js";
import { isLoopback } from "../http.js";
import { openProject } from "../rooms/project.js";
import { findKeyring, lastingContext, newWorkerName, workLine } from "../rooms/commands.js";
import { bundleVerifier, openConfigDatabase } from "../rooms/commands-with-config.js";
import { consoleSources, makeControllers } from "../rooms/commands-with-agents-changes-child_process-config-croner-diff-env-gate-host-http-image-smol-toml-sqlite-template-yaml-zlib.js";
import { gitDirectoryOf } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { Hono } from "../vendor/hono.js";
import { ApiTokens, appendTokensOf, localOwners, login, spanMs } from "../rooms/agents.js";
import { agentsApi } from "../rooms/api-with-agents-config-hono-http-yaml.js";
import { attemptReports, kubernetesApi, probeRoutes, webhookRoutes } from "../rooms/api-with-agents-hono-http.js";
import { doors } from "../rooms/api-with-agents-hono-http-openid-client.js";
import { TokenAccess } from "../rooms/api-with-agents-config.js";
import { readMadeSchema, schemaVersion } from "../rooms/config.js";
import { readConsoleAssets } from "../rooms/console-with-hono.js";
import { consoleApp } from "../rooms/console-with-agents-diff-hono-http-yaml.js";
import { IdentikitError, asFault } from "../start/faces.js";
import { version } from "../start/first.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { agentsApiPorts } from "../rooms/commands-with-agents-changes-child_process-config-croner-diff-host-template-yaml.js";
import { takeWebhook, webhookSecrets } from "../rooms/commands-with-agents.js";
import { OidcProvider } from "../rooms/api-with-agents-http-openid-client.js";
import { ProxySignIn } from "../rooms/api-with-agents.js";
import { createHash, timingSafeEqual } from "node:crypto";
import { resolve } from "node:path";
// src/commands/serve/front.ts
function frontOf(services, { options, names, signIn, signal, controls, memory, verifier }) {
	const { context, project, database, store } = services;
	const now = () => context.clock.now();
	const { organization, organizations } = accessPlace(project, {});
	const tokens = new ApiTokens(database);
	const access = new TokenAccess({
		tokens,
		store,
		organizations,
		now
	});
	const [idleMs, longestMs] = [spanMs(options.sessionIdle), spanMs(options.sessionMax)];
	const sessions = new Sessions({
		tokens,
		names,
		organization,
		idleMs,
		longestMs,
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
	const ports = agentsApiPorts(services, organization, verifier);
	const typed = agentsApi({
		access,
		store,
		database,
		organization,
		organizations,
		now,
		signal,
		onFault,
		version,
		...ports,
		memory: memory && (() => memory),
		objects: (request) => api.fetch(request)
	});
	const apis = new Hono().route("/", typed).route("/", api);
	const app = new Hono();
	const keyring = findKeyring(context, project);
	if (keyring) {
		const tokensOf = appendTokensOf(keyring);
		const take = (key, report) => takeReport({
			store,
			database,
			now
		}, key, report);
		app.route("/", attemptReports({
			store,
			organization,
			take,
			tokensOf,
			onFault
		}));
	}
	const pages = consoleApp({
		store,
		access,
		now,
		onFault,
		csrfTokenOf,
		home: organization,
		api: (request) => apis.fetch(request),
		drafts: new ObjectDrafts(database),
		sources: consoleSources(services, ports, memory),
		assets: readConsoleAssets()
	});
	app.route("/", apis).route("/", pages).onError((thrown, { body }) => {
		onFault(thrown);
		return body(null, 500);
	});
	const secrets = webhookSecrets(context);
	if (secrets.length > 0) {
		const take = takeWebhook({
			database,
			store,
			now,
			namespace: organization,
			secrets
		});
		app.route("/", webhookRoutes({
			take,
			onFault
		}));
	}
	const figures = new RequestFigures();
	const elapsed = () => performance.now();
	const families = async () => [...figures.families(), ...storeFamilies(await readStoreFigures(database))];
	const checks = {
		database: async () => await isCurrent(services),
		...controls === void 0 ? {} : { controllers: controls }
	};
	const metricsToken = context.env.IDENTIKIT_METRICS_TOKEN;
	if (metricsToken) context.log.mask(metricsToken);
	const refuse = figuresDoor(access, organization, metricsToken);
	const probes = probeRoutes({
		checks,
		families,
		refuse,
		elapsed
	});
	const peers = new TrustedPeers(options.trustedProxy);
	return doors({
		signIn,
		sessions,
		access,
		names,
		app,
		probes,
		figures,
		peers,
		elapsed,
		onFault
	});
}
async function isCurrent({ database }) {
	const state = await database.transaction("read", ({ query, sql }) => readMadeSchema(query, sql));
	return state.version >= schemaVersion && state.minWriter <= schemaVersion;
}
function figuresDoor(access, organization, secret) {
	const expected = secret ? hashOf(secret) : void 0;
	return async ({ headers }) => {
		const token = bearerToken(headers.get("authorization"));
		if (token === void 0) return {
			status: 401,
			message: "the figures are for who bears a token"
		};
		if (expected && timingSafeEqual(expected, hashOf(token))) return void 0;
		const user = await access.authenticate(token);
		if (!user) return {
			status: 401,
			message: "the token does not count"
		};
		const may = await access.authorize({
			user,
			kind: "path",
			verb: "get",
			path: "/metrics"
		});
		const runs = {
			verb: "list",
			group: "identikit.dev",
			resource: "agentdispatchruns",
			namespace: organization
		};
		if (may.allowed || (await access.authorize({
			user,
			kind: "resource",
			...runs
		})).allowed) return void 0;
		return {
			status: 403,
			message: `${user.name} may neither get /metrics nor list the runs of ${organization}`
		};
	};
}
function hashOf(text) {
	return createHash("sha256").update(text).digest();
}
// src/commands/serve/sign-in.ts
async function openSignIn(context, address, options) {
	const { auth, as, trustedProxy } = options;
	if (auth === "loopback") return await loopbackSignIn(context, address, options);
	if (as !== void 0) throw usage("--as is for --auth loopback", "Leave it out: people sign in as who they are.");
	const started = () => {};
	if (auth === "token") return {
		signIn: { kind: "token" },
		started
	};
	if (auth === "oidc") return {
		signIn: {
			kind: "oidc",
			provider: oidcProvider(context, address, options)
		},
		started
	};
	if (trustedProxy.length === 0) throw usage("--auth proxy needs the addresses of the proxy", "Add --trusted-proxy, such as 127.0.0.1 or 10.0.0.0/8.");
	const { userHeader, groupsHeader, teamOrganization: organization } = options;
	for (const header of [userHeader, groupsHeader ?? userHeader]) if (!/^[A-Za-z0-9-]+$/.test(header) || reserved.has(header.toLowerCase())) throw usage(`${JSON.stringify(header)} is not a header that can name somebody`, "Choose one such as X-Forwarded-User.");
	const peers = new TrustedPeers(trustedProxy);
	return {
		signIn: {
			kind: "proxy",
			proxy: new ProxySignIn({
				userHeader,
				groupsHeader,
				peers,
				organization
			})
		},
		started
	};
}
const reserved = new Set([
	"authorization",
	"cookie",
	"host",
	"origin",
	"x-csrf-token",
	"x-forwarded-for"
]);
function oidcProvider({ env, log }, { host }, options) {
	const { oidcIssuer: issuer, oidcClient: clientId, publicUrl } = options;
	if (issuer === void 0 || clientId === void 0) throw usage("--auth oidc needs a provider and a client", "Add --oidc-issuer URL and --oidc-client ID.");
	if (publicUrl === void 0 && !isLoopback(host)) throw usage("--auth oidc needs the address that the provider leads back to", "Add --public-url URL.");
	const clientSecret = env.IDENTIKIT_OIDC_CLIENT_SECRET || void 0;
	if (clientSecret !== void 0) log.mask(clientSecret);
	const { oidcScope: scope, oidcLoginClaim: loginClaim, oidcGroupsClaim: groupsClaim } = options;
	const organization = options.teamOrganization;
	return new OidcProvider({
		issuer,
		clientId,
		clientSecret,
		scope,
		loginClaim,
		groupsClaim,
		organization
	});
}
async function loopbackSignIn(context, address, { as, publicUrl }) {
	checkDoor(address, { kind: "loopback" });
	if (publicUrl !== void 0 && URL.canParse(publicUrl) && !isLoopback(new URL(publicUrl).hostname)) throw new IdentikitError("AUTH_REQUIRED", `${publicUrl} is to be reached from other machines`, { remedy: "Choose --auth token, oidc or proxy: --auth loopback is for the person at this machine." });
	const links = new LoginLinks(() => context.clock.now());
	let base = "";
	const print = () => {
		if (!links.isOpen) context.log.info(`sign in, once and within ten minutes: ${base}/login#${links.make()}`);
	};
	const started = (url) => {
		base = publicUrl?.replace(/\/$/, "") ?? url;
		print();
	};
	return {
		signIn: {
			kind: "loopback",
			owner: await ownerOf(context, as),
			links,
			print
		},
		started
	};
}
async function ownerOf({ env, who }, as) {
	const name = login.safeParse(as ?? env.GITHUB_ACTOR ?? await who());
	if (name.success) return {
		kind: "User",
		name: name.data,
		groups: [localOwners]
	};
	throw usage("it is not known who the person at this machine is", "Add --as LOGIN, as the forge knows them.");
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
// src/commands/serve/body.ts
async function run(given, options) {
	const { signal, log } = given;
	const project = await openProject(given.cwd, options.root);
	const address = parseListenAddress(options.listen);
	const names = serverNames(address, options.publicUrl);
	const signIn = await openSignIn(given, address, options);
	const verifier = await bundleVerifier(given, project, options.requireSignature);
	using lasting = lastingContext(given);
	await using database = await openConfigDatabase(lasting.context, project, options.database);
	lasting.lasts();
	await using store = new SqlStore(database);
	const { startPrograms, memory } = options;
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
		let isControlling = options.controllers;
		controlling.finally(() => isControlling = false).catch(() => {});
		const app = frontOf(services, {
			memory: memoryAt(given, memory),
			verifier,
			options,
			names,
			signIn: signIn.signIn,
			signal: AbortSignal.any([signal, end.signal]),
			controls: options.controllers ? async () => isControlling : void 0
		});
		const takesPathTokens = isLoopback(address.host) && options.publicUrl === void 0;
		await using server = await HttpServer.start({
			address,
			auth: {
				kind: "inside",
				takesPathTokens
			},
			app,
			signal
		});
		log.info(`serving the objects of ${database.name} at ${server.url}`);
		log.info(`kubectl finds them by the file that identikit kubeconfig --server ${server.url} writes`);
		signIn.started(server.url);
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
function memoryAt({ cwd, env }, directory) {
	return directory === void 0 ? void 0 : new GitMemoryStore(gitDirectoryOf(resolve(cwd, directory)), env);
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
