import "./rolldown-runtime-DqgWs3Hx.js";
import { L as asFault } from "./foundation-QtvXJkSz.js";
import { t as isInShard } from "./shard-Bc0hYi4m.js";
import { r as EnvironmentPlace } from "./ledger-key-Dpe_-5EC.js";
import { i as renderInstance, n as failureEvent, t as emit } from "./render-instance-BIk176nn.js";
/**
* Gives each agent of a shard its turn, several at a time.
* @returns what came of them, in the order of the agents
* @throws what reading the agents or a turn throws, once nothing is under way any more; what `signal` was aborted with
*/
async function takeTurns(agents, { shard, signal }, turn) {
	let outcomes = [], next = inOrder(agents, shard), running = await Promise.allSettled(Array.from({ length: 16 }, async () => {
		for (let at = await next(); at; at = await next()) signal?.throwIfAborted(), outcomes[at.index] = await turn(at.agent);
	}));
	for (let result of running) if (result.status === "rejected") throw result.reason;
	return outcomes;
}
/** Hands out the agents of a shard one at a time, also to several that ask at once. */
function inOrder(agents, shard) {
	let source = Symbol.asyncIterator in agents ? agents[Symbol.asyncIterator]() : agents[Symbol.iterator](), index = 0, last = Promise.resolve(void 0), advance = async () => {
		for (;;) {
			let { done, value } = await source.next();
			if (done) return;
			if (!shard || isInShard(value.name, shard)) return {
				index: index++,
				agent: value
			};
		}
	};
	return () => (last = last.then(advance), last);
}
/** An agent's config, resolved if it is not. @throws what resolving throws */
function configFor(agent) {
	return "resolve" in agent ? agent.resolve() : agent;
}
/**
* Renders agents, each on its own: what fails for one is reported with it and keeps no other from being rendered.
* A failed agent emits `task_failed`, one that was skipped `render_skipped`.
* @returns the outcomes in the order of the agents
* @throws what reading the agents throws, what `signal` was aborted with, and the faults of opening the env root
*/
async function renderAgents(options) {
	let { agents, onMissingSecret = "fail", shard, onOutcome, ...settings } = options;
	using place = EnvironmentPlace.make(settings.envRoot);
	let secrets = settings.secrets.snapshot();
	return await takeTurns(agents, options, async (agent) => {
		let outcome = await renderOne({
			name: agent.name,
			resolve: () => ({
				...configFor(agent),
				...settings,
				secrets
			}),
			settings
		}, {
			place,
			onMissingSecret
		});
		return onOutcome?.(outcome), outcome;
	});
}
/** Renders one agent of several; only an aborted run throws. */
async function renderOne({ name, resolve, settings }, options) {
	try {
		return await renderInstance(resolve(), options.place);
	} catch (caught) {
		if (settings.signal?.aborted) throw caught;
		let error = asFault(caught), skipped = error.code === "MISSING_SECRET" && options.onMissingSecret === "skip", told = {
			name,
			reason: settings.reason
		};
		return emit(settings, failureEvent(told, skipped ? "render_skipped" : "task_failed", caught)), {
			agent: name,
			result: skipped ? "skipped" : "failed",
			error
		};
	}
}
export { takeTurns as i, renderOne as n, configFor as r, renderAgents as t };
