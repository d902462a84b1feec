import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, I as IdentikitError, M as suggestion } from "./foundation-QtvXJkSz.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
import { o as rowName, r as skillTree } from "./skill-value-G9KkPJks.js";
import { n as shapeOf, t as scopedTables } from "./tables-6EGMOOWa.js";
/** One scoped row; its value is read when it is first asked for, and then the same object every time. */
var Entry = class {
	key;
	scope;
	reference;
	enabled;
	#table;
	#raw;
	#value;
	#tree;
	constructor(table, row) {
		this.key = row.key, this.scope = row.scope, this.reference = row.scope_ref, this.enabled = !!row.enabled, this.#table = table, this.#raw = row.value;
	}
	/** How messages call the row. */
	get name() {
		return rowName(shapeOf(this.#table), [
			this.scope,
			this.reference,
			this.key
		]);
	}
	/** @throws {IdentikitError} `ROW_INVALID` */
	get value() {
		return this.#value === void 0 && (this.#value = this.#read(() => JSON.parse(this.#raw))), this.#value;
	}
	/** The files of a skill. @throws {IdentikitError} `ROW_INVALID` */
	get tree() {
		return this.#tree ??= this.#read(() => skillTree(this.value, this.name)), this.#tree;
	}
	#read(read) {
		try {
			return read();
		} catch (cause) {
			throw new IdentikitError("ROW_INVALID", `${this.name} does not have the shape that it must have`, {
				remedy: "Mend or delete the row; config plan and config import check rows before they are written.",
				cause
			});
		}
	}
}, ConfigRows = class {
	#types;
	#agents;
	#typeConfig;
	#entries;
	constructor(raw) {
		this.#types = new Map(raw.agent_type.map((type) => [type.name, type])), this.#agents = new Map(raw.agent.filter(({ enabled }) => enabled).map((agent) => [agent.name, agent])), this.#typeConfig = raw.agent_type_config;
		let entries = /* @__PURE__ */ new Map();
		for (let table of scopedTables) for (let row of raw[table]) {
			let place = placeOf(table, row.scope, row.scope_ref), there = entries.get(place);
			there ? there.push(new Entry(table, row)) : entries.set(place, [new Entry(table, row)]);
		}
		this.#entries = entries;
	}
	/** The agents, in byte order. */
	get agents() {
		return [...this.#agents.keys()].sort(comparePaths);
	}
	/** @throws {IdentikitError} `AGENT_UNKNOWN` */
	agent(name) {
		let agent = this.#agents.get(name);
		if (!agent) throw unknownAgent(name, this.agents);
		return {
			name,
			type: agent.type,
			runtime: this.#types.get(agent.type)?.runtime ?? ""
		};
	}
	/** The further settings of an agent's type, by key. */
	typeConfig(type) {
		return this.#typeConfig.filter((row) => row.type === type).map(({ key, value }) => ({
			key,
			value: JSON.parse(value)
		}));
	}
	/** The rows of a table that apply to an agent, scope by scope, the widest first. */
	layers(table, agent) {
		let { name, type } = this.agent(agent);
		return [
			["builtin", ""],
			["builtin", type],
			["global", ""],
			["type", type],
			["instance", name]
		].map(([scope, reference]) => this.#entries.get(placeOf(table, scope, reference)) ?? []);
	}
};
/** @returns the fault for an agent that there is not */
function unknownAgent(name, known) {
	return new IdentikitError("AGENT_UNKNOWN", `no agent is called ${visible(name)}${suggestion(name, known)}`, { remedy: "Add it to agents.json and run: identikit config sync" });
}
function placeOf(table, scope, reference) {
	return `${table} ${scope} ${reference}`;
}
/**
* The rows from which agents are resolved, as they are at one moment.
* @param agents only what these need, which costs the same however large the fleet is; left out, everything
*/
function loadRows(database, agents) {
	return database.transaction("read", async (session) => new ConfigRows(agents && agents.length <= 500 ? await loadSome(session, agents) : await loadAll(session)));
}
async function loadAll({ query }) {
	let tables = {};
	for (let table of scopedTables) tables[table] = await query.selectFrom(table).select(scopedColumns).execute();
	return {
		...tables,
		agent_type: await query.selectFrom("agent_type").select([
			"name",
			"runtime",
			"enabled"
		]).execute(),
		agent: await query.selectFrom("agent").select([
			"name",
			"type",
			"enabled"
		]).execute(),
		agent_type_config: await query.selectFrom("agent_type_config").select([
			"type",
			"key",
			"value"
		]).execute()
	};
}
async function loadSome(session, names) {
	let { query } = session, agent = await query.selectFrom("agent").select([
		"name",
		"type",
		"enabled"
	]).where("name", "in", orNothing(names)).execute();
	if (agent.length < new Set(names).size) return loadAll(session);
	let types = orNothing([...new Set(agent.map(({ type }) => type))]), tables = {};
	for (let table of scopedTables) tables[table] = await query.selectFrom(table).select(scopedColumns).where((is) => is.or([
		is.and([is("scope", "in", ["builtin", "global"]), is("scope_ref", "in", ["", ...types])]),
		is.and([is("scope", "=", "type"), is("scope_ref", "in", types)]),
		is.and([is("scope", "=", "instance"), is("scope_ref", "in", orNothing(names))])
	])).execute();
	return {
		...tables,
		agent,
		agent_type: await query.selectFrom("agent_type").select([
			"name",
			"runtime",
			"enabled"
		]).where("name", "in", types).execute(),
		agent_type_config: await query.selectFrom("agent_type_config").select([
			"type",
			"key",
			"value"
		]).where("type", "in", types).execute()
	};
}
const scopedColumns = [
	"scope",
	"scope_ref",
	"key",
	"enabled",
	"value"
];
/** `IN ()` is no SQL; nothing has an empty name. */
function orNothing(names) {
	return names.length === 0 ? [""] : [...names];
}
export { loadRows as t };
