import { n as sqliteNow } from "./triggers-sqlite-T0DkSiXn.js";
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
/** How many agents wait, and how many are being rendered. */
function queueState(database) {
	return database.transaction("read", async ({ query, sql }) => {
		let { rows } = await sql`
      SELECT count(*) AS total, count(worker) AS claimed FROM render_queue`.execute(query), { total = 0, claimed = 0 } = rows[0] ?? {};
		return {
			due: total - claimed,
			claimed
		};
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
export { takeDue as a, queueState as i, finishClaims as n, giveBack as r, extendClaims as t };
