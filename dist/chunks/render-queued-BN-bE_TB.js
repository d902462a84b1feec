import "./rolldown-runtime-DqgWs3Hx.js";
import { t as loadRows } from "./load-rows-05bpe4lb.js";
import { a as takeDue, n as finishClaims, r as giveBack, t as extendClaims } from "./queue-CmxHSzmQ.js";
import { n as resolveAgent } from "./resolve-DzQXJBnU.js";
import { L as asFault } from "./foundation-QtvXJkSz.js";
import { t as renderAgents } from "./render-agents-BiFwr8z3.js";
import { t as emit } from "./render-instance-BIk176nn.js";
/**
* Renders what is due until nothing is, beside any number of other workers on the same queue: no agent is in two hands at
* once, and each committed write is followed by one render of each agent that it affects.
* @throws what `render` throws, after giving back what was taken; the faults of the database
*/
async function drainQueue(options) {
	let { database, worker, batch = 16, leaseMs = 6e4, retryMs = 6e4 } = options, rendered = [], failed = [];
	for (;;) {
		let claims = await takeDue(database, {
			worker,
			limit: batch,
			leaseMs
		});
		if (claims.length === 0) return {
			rendered,
			failed
		};
		let bad = new Set(await renderClaims(options, claims, leaseMs)), of = (isBad) => claims.filter(({ agent }) => bad.has(agent) === isBad);
		rendered.push(...await finishClaims(database, of(!1))), failed.push(...await giveBack(database, of(!0), retryMs));
	}
}
async function renderClaims({ database, render, onUnresolved }, claims, leaseMs) {
	let renewal = setInterval(() => {
		extendClaims(database, claims, leaseMs).catch(() => {});
	}, leaseMs / 3);
	try {
		let names = claims.map(({ agent }) => agent), rows = await loadRows(database, names), present = new Set(rows.agents), unresolved = [], agents = names.flatMap((name) => {
			try {
				return present.has(name) ? [resolveAgent(rows, name)] : [];
			} catch (caught) {
				return onUnresolved?.(name, caught), unresolved.push(name), [];
			}
		});
		return [...unresolved, ...await render(agents)];
	} catch (cause) {
		throw await giveBack(database, claims).catch(() => {}), cause;
	} finally {
		clearInterval(renewal);
	}
}
/**
* Renders the agents that are due, until none is, beside any number of other workers. An agent that failed or was
* skipped goes back to the queue; so does what a stopped run had taken.
* @returns what came of each agent, in the order in which they were taken
* @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_FAILED`; what `signal` was aborted with; the faults of
* opening the env root
*/
async function renderQueued(options) {
	let { database, worker, signal, reason, onOutcome } = options, outcomes = [];
	return signal?.throwIfAborted(), await drainQueue({
		database,
		worker,
		batch: 100,
		render: async (agents) => {
			signal?.throwIfAborted();
			let done = await renderAgents({
				...options,
				agents
			});
			return outcomes.push(...done), done.filter((outcome) => "error" in outcome).map(({ agent }) => agent);
		},
		onUnresolved: (agent, caught) => {
			let error = asFault(caught), { code, message } = error;
			emit(options, {
				event: "task_failed",
				agent,
				reason,
				code,
				message
			});
			let outcome = {
				agent,
				result: "failed",
				error
			};
			outcomes.push(outcome), onOutcome?.(outcome);
		}
	}), outcomes;
}
export { renderQueued };
