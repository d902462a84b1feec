import { SecretFinder } from "./adapters.js";
import { artifactsOf, runBundle, spanMs, ticketDigest, treePatch } from "./agents.js";
import { BlobFolder } from "./workspace.js";
import { AttemptPlace } from "./supervisor-with-sqlite.js";
import { LiveReports, collectResults, followAgent, writeAnswers } from "./supervisor-with-agents-template.js";
import { EventLog, TicketSecrets, agentVariables, modelAccess, outcomeOf } from "./supervisor.js";
import { adapterNamed, readLaunchParts } from "./adapters-with-agents.js";
import { unpackIdentity } from "./agents-with-config-zlib.js";
import { asFault } from "../start/faces.js";
import { agentEnvironment } from "./isolation.js";
import { AgentProxy } from "./isolation-with-http.js";
import { launchClient } from "./supervisor-with-agents.js";
import { proxiedConfig } from "./supervisor-with-config.js";
import { RunEnvDirectory } from "./supervisor-with-config-diff-env-smol-toml-sqlite.js";
// src/supervisor/supervised-attempt.ts
const outputBytes = 268435456;
const probeLimits = {
	outputBytes: 65536,
	milliseconds: 3e4
};
var SupervisedAttempt = class {
	#ports;
	#opened;
	#place;
	#events;
	#secrets;
	#reports;
	#workspace;
	#env;
	#isolation;
	#agent;
	#session;
	constructor(ports, opened, place, events, secrets, reports) {
		this.#ports = ports;
		this.#opened = opened;
		this.#place = place;
		this.#events = events;
		this.#secrets = secrets;
		this.#reports = reports;
	}
	results() {
		return {
			poolIdentity: this.#opened.poolIdentity,
			workspace: this.#workspace,
			env: this.#env,
			isolation: this.#isolation,
			agent: this.#agent,
			session: this.#session
		};
	}
	async run(signal) {
		try {
			return await this.#run(signal);
		} catch (caught) {
			if (signal.aborted) return {
				phase: "Cancelled",
				reason: "CANCELLED",
				message: "the job was told to stop"
			};
			const { code, message } = asFault(caught);
			this.#events.add({
				type: "status",
				status: "failed",
				text: message
			});
			return {
				phase: "Failed",
				reason: code,
				message: message.slice(0, 4e3)
			};
		}
	}
	async #run(signal) {
		const { ticket, content, session } = this.#opened;
		const profile = readLaunchParts(ticket.stack.profile);
		const [place, ports] = [this.#place, this.#ports];
		for (const line of ticket.identity.leftOut) this.#events.add({
			type: "status",
			text: `left out: ${line}`
		});
		const network = profile.toolProfile?.networkPolicy ?? { mode: "none" };
		const proxied = proxiedConfig(unpackIdentity(ticket.identity), ticket.secrets, content.secrets);
		const model = modelAccess(profile.adapter.name, ticket.secrets, content.secrets, proxied.used);
		const added = [...proxied.secrets, ...model ? [model.secret] : []];
		const isolation = await ports.isolation({
			weakest: profile.toolProfile?.isolation ?? "user",
			tier: ticket.trustTier,
			network: network.mode,
			image: imageOf(ticket),
			hasProxySecrets: added.length > 0
		}, signal);
		this.#isolation = isolation;
		const workspace = await ports.workspaces.make(ticket, signal);
		this.#workspace = workspace;
		await using proxy = await AgentProxy.open({
			mode: network.mode,
			hosts: network.hosts ?? [],
			secrets: added,
			listens: network.mode === "open" ? "on this machine" : "in the agent's network",
			onEvent: ({ method, target, outcome, reason }) => this.#events.add({
				type: "tool",
				tool: "network",
				status: outcome === "passed" ? "completed" : "denied",
				text: `${method} ${target}${reason === void 0 ? "" : `: ${reason}`}`.slice(0, 1e3)
			})
		});
		const addressOf = (host) => proxy.baseUrlOf(host);
		const env = await RunEnvDirectory.render({
			root: place.env,
			config: proxied.configWith(addressOf),
			secrets: new TicketSecrets(content.secrets),
			accessor: ticket.attempt,
			clock: ports.clock,
			signal
		});
		this.#env = env;
		const texts = session?.lay(env.path) ?? [];
		const adapter = adapterNamed(profile.adapter.name);
		const granted = agentVariables(ticket, content.secrets, place.files);
		const around = {
			path: isolation.path,
			home: place.home,
			temporary: isolation.temporary
		};
		const environmentOf = (client, secrets) => agentEnvironment({
			...around,
			client: {
				...workspace.git.environment,
				...client
			},
			secrets,
			proxy: proxy.variables
		});
		const apart = {
			attempt: ticket.attempt,
			cwd: workspace.path,
			mounts: [
				...workspace.git.paths.map(({ path, writable }) => ({
					source: path,
					target: path,
					writable
				})),
				...[
					env.path,
					place.outbox,
					place.home
				].map((path) => ({
					source: path,
					target: path,
					writable: true
				})),
				{
					source: place.files,
					target: place.files,
					writable: false,
					isPrivate: true
				},
				{
					source: place.answers,
					target: place.answers,
					writable: false
				}
			],
			network: { mode: network.mode },
			proxy: network.mode === "proxy" || added.length > 0 ? proxy : void 0,
			image: imageOf(ticket)
		};
		const hasClientSandbox = await endsWell(adapter.sandboxProbe, (argv) => {
			const limits = {
				outputBytes: probeLimits.outputBytes,
				milliseconds: probeLimits.milliseconds
			};
			return isolation.start({
				...apart,
				argv,
				env: environmentOf({}, {}),
				limits
			}, "", signal);
		});
		const client = launchClient(ticket, {
			place,
			workspace: workspace.path,
			envDirectory: env.path,
			isolation: isolation.kind,
			outbox: isolation.outbox,
			hasClientSandbox,
			session: session?.launch,
			prompt: this.#opened.prompt ?? ticket.context.text
		});
		this.#session = client.session;
		const variables = {
			...client.command.env,
			...granted.configs,
			...model?.variables(addressOf)
		};
		const request = {
			...apart,
			argv: client.command.argv,
			env: environmentOf(variables, granted.secrets),
			limits: {
				outputBytes,
				milliseconds: timeOf(ticket)
			}
		};
		const started = await isolation.start(request, client.command.stdin, signal);
		const agent = await followAgent({
			adapter,
			command: client.command,
			agent: started,
			budget: ticket.budget,
			secrets: this.#secrets,
			events: this.#events,
			tokensBefore: adapter.tokensOf(texts),
			onSession: (sessionId) => this.#reports?.bind(sessionId)
		});
		this.#agent = agent;
		const { ending, result, spent } = agent;
		return outcomeOf({
			ending,
			result,
			spent,
			isCancelled: signal.aborted
		});
	}
};
async function endsWell(argv, start) {
	if (!argv) return false;
	const { lines, ended } = await start(argv);
	for await (const _ of lines);
	return (await ended).code === 0;
}
function timeOf({ budget, exp, iat }) {
	return budget.time === void 0 ? (exp - iat) * 1e3 : spanMs(budget.time);
}
function imageOf({ stack: { profile } }) {
	return typeof profile.image === "string" ? profile.image : void 0;
}
// src/supervisor/supervise.ts
async function supervise(ports, opened, signal) {
	const { ticket, content } = opened;
	const place = await AttemptPlace.take(ports.root, ticket.attempt);
	const blobs = new BlobFolder(place.blobs);
	const startedAt = ports.clock.now().toISOString();
	const secrets = new SecretFinder(Object.values(content.secrets));
	const send = ports.reportsOf?.(ticket, content);
	const { runner, log } = ports;
	const over = new AbortController();
	const onOver = () => over.abort();
	const reports = send && new LiveReports({
		send,
		runner,
		log,
		secrets,
		onOver,
		...place.exchange
	});
	const events = new EventLog(ports.clock, (event) => reports?.take(event));
	const attempt = new SupervisedAttempt(ports, opened, place, events, secrets, reports);
	try {
		writeAnswers(place.answers, ticket.earlier?.answers ?? []);
		reports?.start();
		const outcome = await attempt.run(AbortSignal.any([signal, over.signal]));
		const results = await collectResults({
			...attempt.results(),
			ticket,
			outcome,
			blobs,
			place,
			events,
			secrets
		});
		await reports?.end();
		const run = runBundle.parse({
			version: 1,
			namespace: ticket.namespace,
			run: ticket.run,
			attempt: ticket.attempt,
			ticket: {
				id: ticket.jti,
				digest: ticketDigest(ticket)
			},
			repository: ticket.repository,
			runner: {
				...ports.runner,
				pool: ticket.aud
			},
			startedAt,
			finishedAt: ports.clock.now().toISOString(),
			...results
		});
		await reports?.announce(announcedBy(run, blobs));
		return {
			run,
			blobs,
			kept: () => attempt.results().workspace?.kept(),
			[Symbol.dispose]: () => {
				blobs[Symbol.dispose]();
				place[Symbol.dispose]();
			}
		};
	} catch (caught) {
		await reports?.end();
		blobs[Symbol.dispose]();
		place[Symbol.dispose]();
		throw caught;
	}
}
function announcedBy(run, blobs) {
	const patch = run.patch === void 0 ? void 0 : treePatch.parse(JSON.parse(Buffer.from(blobs.read(run.patch)).toString("utf8")));
	return artifactsOf(run, patch).map(({ spec: { run: _, attempt: __, location: ___, ...said } }) => said);
}
export { supervise };
