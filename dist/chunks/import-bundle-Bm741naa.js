import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { o as bundleDigest } from "./export-bundle-Cgl6eD3M.js";
import { n as BundleReader, t as compareBundle } from "./compare-bundle-D6mTNJvA.js";
import { t as changeOf } from "./row-change-DdTWgFWQ.js";
import { n as invalidRow, t as RowChecker } from "./row-check-C706Pmpx.js";
import { n as shapeOf } from "./tables-6EGMOOWa.js";
import { t as RejectedRow } from "./session-DSKeHm3h.js";
/**
* Applies a bundle in one transaction: all of it or nothing. Rows that are the same already are not written, so exactly the
* agents that something changed for become due. Memory stays the same however many rows there are.
* @throws {IdentikitError} `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`, `ROW_INVALID` naming the row, `PLAN_STALE`, `PRUNE_REFUSED`,
* `FILE_UNREADABLE`, `DATABASE_FAILED`
*/
function importBundle(options) {
	let { database, file, plan } = options, prune = options.prune ?? "none";
	if (plan && plan.prune !== (prune !== "none")) {
		let agreed = plan.prune ? "with" : "without";
		return Promise.reject(stale(`it was made ${agreed} --prune`));
	}
	return database.transaction("configure", async (session) => {
		using bundle = new BundleReader(file);
		let digest = bundleDigest(bundle.header);
		if (plan && plan.bundle !== digest) throw stale("it is of another bundle");
		prune === "missing" && await refuseToEmpty(session, bundle.header);
		let writer = new ImportWriter(session, heldRows[database.kind], options), walk = compareBundle(session, bundle, database.signal), step = await walk.next();
		for (; !step.done; step = await walk.next()) await writer.write(step.value);
		if (plan && plan.base !== step.value) throw stale("the database has changed since");
		return await writer.removeParents(), {
			bundle: digest,
			counts: writer.counts,
			agents: await session.bulk.affected()
		};
	});
}
/** Rows that are held back to be written together: a statement costs a server something, a file next to nothing. */
const heldRows = {
	sqlite: 1,
	postgres: 500
};
var ImportWriter = class {
	counts = {
		create: 0,
		change: 0,
		delete: 0
	};
	#session;
	#held;
	#prune;
	#onChange;
	#checker = new RowChecker();
	#shape;
	#puts = [];
	#removals = [];
	/** Agents and types that go: only after the rows that refer to them. */
	#parents = [[], []];
	constructor(session, held, options) {
		this.#session = session, this.#held = held, this.#prune = (options.prune ?? "none") !== "none", this.#onChange = options.onChange;
	}
	async write(pairs) {
		let shape = pairs[0].shape;
		shape !== this.#shape && await this.flush(), this.#shape = shape;
		for (let { bundle, database } of pairs) {
			if (bundle) this.#checker.check(shape, bundle), this.#puts.push(bundle);
			else if (this.#prune) this.#remove(shape, database.slice(0, shape.key.length));
			else continue;
			this.counts[bundle ? database ? "change" : "create" : "delete"]++, this.#onChange?.(changeOf(shape, database, bundle));
		}
		this.#puts.length + this.#removals.length >= this.#held && await this.flush();
	}
	/** Writes what is held back. */
	async flush() {
		let [shape, puts, removals] = [
			this.#shape,
			this.#puts,
			this.#removals
		];
		shape && ([this.#puts, this.#removals] = [[], []], await named(shape, puts, () => this.#session.bulk.put(shape, puts)), await named(shape, removals, () => this.#session.bulk.remove(shape, removals)));
	}
	#remove(shape, key) {
		shape.name === "agent" ? this.#parents[0]?.push(key) : shape.name === "agent_type" ? this.#parents[1]?.push(key) : this.#removals.push(key);
	}
	/** The last step: what rows referred to. */
	async removeParents() {
		await this.flush();
		let [agents, types] = this.#parents;
		for (let [shape, keys] of [[shapeOf("agent"), agents], [shapeOf("agent_type"), types]]) await named(shape, keys, () => this.#session.bulk.remove(shape, keys));
	}
};
/** What the database refuses, in the words of the row. */
async function named(shape, rows, write) {
	if (rows.length !== 0) try {
		await write();
	} catch (cause) {
		if (!(cause instanceof RejectedRow)) throw cause;
		let row = rows[cause.index];
		throw invalidRow(shape, row, rejection(cause), cause);
	}
}
/** A constraint's name or a trigger's sentence may be shown; what a server quotes of the row may not. */
function rejection(cause) {
	let { constraint, code } = cause.cause;
	return code === "23503" ? "it refers to an agent or agent type that is not there, or is still referred to" : constraint === void 0 ? cause.message.replace(/^CHECK constraint failed: .*$/s, "it breaks a constraint of its table") : `it breaks the constraint ${constraint}`;
}
/** @throws {IdentikitError} `PRUNE_REFUSED` */
async function refuseToEmpty({ bulk }, header) {
	let emptied = [];
	for (let table of ["agent", "agent_type"]) header.tables.get(table)?.rows === 0 && await bulk.count(shapeOf(table)) > 0 && emptied.push(table);
	if (emptied.length !== 0) throw new IdentikitError("PRUNE_REFUSED", `the bundle has no ${emptied.join(" and no ")}: pruning would delete all`, { remedy: "Check the bundle. If nothing is what you want, say --prune twice." });
}
function stale(why) {
	return new IdentikitError("PLAN_STALE", `the plan cannot be applied: ${why}`, { remedy: "Make the plan again with: identikit config plan" });
}
export { importBundle as t };
