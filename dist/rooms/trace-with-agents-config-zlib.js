import { resolveAgent } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { runIdentity } from "./agents-with-config.js";
import { packIdentity } from "./agents-with-config-zlib.js";
import { linkUnverified } from "./trace.js";
import { join } from "node:path";
// src/trace/areas/agent-area.ts
function addAgents(draft, area) {
	const states = new Map();
	for (const name of area.rows.agents) {
		const digest = stateOf(area.rows, name);
		if (!(digest instanceof IdentikitError)) states.set(name, digest);
		addAgent(draft, area, name, digest);
	}
	return states;
}
function addAgent(draft, area, name, digest) {
	const { type, runtime } = area.rows.agent(name);
	const isRead = !(digest instanceof IdentikitError);
	const rows = draft.node("rows", name, isRead ? { digest } : {}, isRead ? [digest] : []);
	const agent = draft.node("agent", name, {
		type,
		runtime
	});
	const declared = area.declared.agents.find((one) => one.name === name);
	addTemplate(draft, area, {
		name,
		rows,
		digest
	});
	draft.claim({
		from: rows,
		to: agent,
		says: "are the config of",
		restsOn: "agents.json and the config database",
		verifiedBy: "the type in the database was compared with that of the repository",
		verify: () => {
			if (declared?.type === type) return {
				verdict: "holds",
				detail: `type ${type}, runtime ${runtime}`
			};
			return {
				verdict: "broken",
				code: "ROWS_BEHIND",
				detail: declared ? `agents.json says ${declared.type}, the database ${type}` : "agents.json has no such agent",
				remedy: "Run identikit config sync."
			};
		}
	});
	if (!area.hasEnv(name)) return;
	const path = join(area.envRoot, name);
	draft.claim({
		from: agent,
		to: draft.node("env", path, { agent: name }, [`env:${name}`]),
		says: "rendered to",
		restsOn: "the sealed ledger of the env directory",
		verifiedBy: "every file of ours was read, and compared with the ledger and with the rows",
		verify: async () => verdictOfEnv(await area.reconcile(name), name)
	});
}
function addTemplate(draft, area, { name, rows, digest }) {
	const template = templateNamed(area, name);
	const directory = template === void 0 ? void 0 : area.directories.get(template);
	if (template === void 0) return;
	draft.claim({
		from: directory ?? draft.node("template", template),
		to: rows,
		says: "synced to",
		restsOn: "the builtin rows of the config database",
		verifiedBy: "the repository and its templates were synced into a copy of the database, and the agent resolved in both",
		verify: async () => {
			if (digest instanceof IdentikitError) return linkUnverified(digest);
			if (directory === void 0) return {
				verdict: "unverified",
				code: "SSOT_MISSING",
				detail: "the template is not fetched here"
			};
			return await compareSynced(area, name, digest);
		}
	});
}
async function compareSynced(area, name, digest) {
	const { rows, failed } = await area.synced();
	const fault = failed.get(area.rows.agent(name).type) ?? failed.get(name);
	if (fault) return linkUnverified(fault);
	const wanted = rows.agents.includes(name) ? stateOf(rows, name) : void 0;
	if (wanted instanceof IdentikitError) return linkUnverified(wanted);
	if (wanted === digest) return {
		verdict: "holds",
		detail: digest
	};
	return {
		verdict: "broken",
		code: "ROWS_BEHIND",
		detail: `a sync would make it ${wanted ?? "go"} instead of ${digest}`,
		remedy: "Run identikit config plan or config sync, and look at what changes."
	};
}
function templateNamed({ declared, templateOf }, name) {
	const agent = declared.agents.find((one) => one.name === name);
	const type = declared.types.find((one) => one.name === agent?.type);
	if (!agent || !type) return void 0;
	try {
		return templateOf(agent, type);
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
function stateOf(rows, name) {
	try {
		const config = resolveAgent(rows, name);
		return packIdentity(config).digest;
	} catch (caught) {
		if (caught instanceof IdentikitError) return caught;
		throw caught;
	}
}
function verdictOfEnv(found, agent) {
	if (!found) return {
		verdict: "unverified",
		code: "ENV_UNVERIFIED",
		detail: `nothing is known of what was rendered for ${agent}`
	};
	if (found.state === "clean") return {
		verdict: "holds",
		detail: "every file is as it was rendered, and as it should be"
	};
	const severity = found.state === "drifted" ? "error" : "unverified";
	const first = found.findings.find((one) => one.severity === severity);
	return {
		verdict: found.state === "drifted" ? "broken" : "unverified",
		detail: first ? `${first.path}: ${first.problem ?? first.actual ?? first.code}` : found.state,
		findings: found.findings,
		...first ? {
			code: first.code,
			remedy: first.remedy
		} : {}
	};
}
// src/trace/areas/carried-identity.ts
async function carriedIdentity(area, stack, attempt) {
	const { identityDigest, secrets = [] } = attempt.spec;
	if (identityDigest === void 0) return {
		isPast: false,
		verified: {
			verdict: "unverified",
			code: "RUN_UNPROVEN",
			detail: "it was launched by a release that did not note what it was rendered from",
			remedy: "Run it again; attempts note the digest of their configuration by now."
		}
	};
	if (!stack) return {
		isPast: true,
		verified: past("its stack is gone")
	};
	try {
		const { config } = await runIdentity(area.database, stack, await area.grants(), secrets);
		const { digest } = packIdentity(config);
		if (digest === identityDigest) return {
			isPast: false,
			verified: {
				verdict: "holds",
				detail: digest
			}
		};
		return {
			isPast: true,
			verified: past(`the rows give ${digest} now, and it was rendered from ${identityDigest}`)
		};
	} catch (caught) {
		area.signal.throwIfAborted();
		if (!(caught instanceof IdentikitError)) throw caught;
		return {
			isPast: false,
			verified: linkUnverified(caught)
		};
	}
}
function past(detail) {
	return {
		verdict: "unverified",
		code: "RUN_UNPROVEN",
		detail: `${detail}: it carries an earlier state of the rows, which cannot be worked out from those of now`,
		remedy: "Look at identikit config history for the rows at the time of its launch."
	};
}
export { addAgents, carriedIdentity };
