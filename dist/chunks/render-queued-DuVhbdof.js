import "./rolldown-runtime-DqgWs3Hx.js";
import { t as loadRows } from "./load-rows-05bpe4lb.js";
import { n as sqliteNow } from "./triggers-sqlite-T0DkSiXn.js";
import { n as resolveAgent } from "./resolve-DzQXJBnU.js";
import { L as asFault } from "./foundation-QtvXJkSz.js";
import { t as renderAgents } from "./render-agents-BiFwr8z3.js";
import { t as emit } from "./render-instance-BIk176nn.js";
/** The database's own clock in milliseconds: workers on several machines share it, and no other. */
const clocks = {
	sqlite: sqliteNow,
	postgres: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
};
/**
* Takes agents that are due, longest waiting first. No agent is taken by two workers at once; one whose worker died
* is due again when its lease ends.
*/
function takeDue(database, options) {
	let { worker, limit, leaseMs } = options;
	return database.transaction("write", async ({ query, sql }) => {
		let now = sql.raw(clocks[database.kind]), skip = sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : ""), { rows } = await sql`
      WITH due AS MATERIALIZED (
        SELECT agent FROM render_queue WHERE due_at <= ${now} ORDER BY due_at, agent LIMIT ${limit} ${skip})
      UPDATE render_queue SET worker = ${worker}, claimed_seq = seq, due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
      WHERE agent IN (SELECT agent FROM due) RETURNING agent, seq`.execute(query);
		return rows.map(({ agent, seq }) => ({
			agent,
			worker,
			seq
		}));
	});
}
/**
* Says that claimed agents were rendered. One that was written to meanwhile is due again at once; one whose claim was
* lost to another worker is left to that one.
* @returns the agents whose claims still held
*/
function finishClaims(database, claims) {
	return onClaims(database, claims, async ({ query, sql }, held) => {
		let now = sql.raw(clocks[database.kind]), done = await sql`
      DELETE FROM render_queue WHERE ${held} AND seq = claimed_seq RETURNING agent`.execute(query), again = await sql`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL, due_at = ${now} WHERE ${held} RETURNING agent`.execute(query);
		return [...done.rows, ...again.rows];
	});
}
/**
* Gives claimed agents back unrendered, such as those that failed.
* @param afterMs how long nobody should try again; a new write makes the agent due at once all the same
* @returns the agents whose claims still held
*/
function giveBack(database, claims, afterMs = 0) {
	return onClaims(database, claims, async ({ query, sql }, held) => {
		let { rows } = await sql`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL,
        due_at = ${sql.raw(clocks[database.kind])} + CASE WHEN seq = claimed_seq THEN ${sql.lit(Math.round(afterMs))} ELSE 0 END
      WHERE ${held} RETURNING agent`.execute(query);
		return rows;
	});
}
/** Holds claims for longer. @returns the agents whose claims still held */
function extendClaims(database, claims, leaseMs) {
	return onClaims(database, claims, async ({ query, sql }, held) => {
		let { rows } = await sql`
      UPDATE render_queue SET due_at = ${sql.raw(clocks[database.kind])} + ${sql.lit(Math.round(leaseMs))} WHERE ${held} RETURNING agent`.execute(query);
		return rows;
	});
}
/**
* Does something with the rows of claims that still hold. On PostgreSQL a writer may hold some of those rows until it commits,
* and take them in an order of its own: so those that are free are done together, and each other one is waited for with
* nothing in hand. Otherwise writer and worker could wait for each other.
* @param work is given the condition that the rows of held claims meet
*/
async function onClaims(database, claims, work) {
	if (claims.length === 0) return [];
	let run = (some, session) => work(session, rowsOf(session, some));
	if (database.kind === "sqlite") return namesOf(await database.transaction("write", (session) => run(claims, session)));
	let done = await database.transaction("write", async (session) => {
		let { query, sql } = session, { rows } = await sql`
      SELECT agent FROM render_queue WHERE ${rowsOf(session, claims)} FOR UPDATE SKIP LOCKED`.execute(query), free = new Set(namesOf(rows)), some = claims.filter(({ agent }) => free.has(agent));
		return some.length > 0 && await run(some, session), free;
	});
	for (let claim of claims) {
		if (done.has(claim.agent)) continue;
		let held = await database.transaction("write", (session) => run([claim], session));
		for (let name of namesOf(held)) done.add(name);
	}
	return [...done];
}
function rowsOf({ sql }, claims) {
	let rows = claims.map(({ agent, worker, seq }) => sql`(${agent}, ${worker}, CAST(${seq} AS BIGINT))`);
	return sql`(agent, worker, claimed_seq) IN (VALUES ${sql.join(rows)})`;
}
function namesOf(rows) {
	return rows.map(({ agent }) => agent);
}
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
