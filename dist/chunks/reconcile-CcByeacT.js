import "./rolldown-runtime-DqgWs3Hx.js";
import { A as verdictOf, I as IdentikitError, L as asFault } from "./foundation-QtvXJkSz.js";
import { C as sharedFileNames, E as checkAgentName, S as ownedKeys, _ as hasLedger, a as sealedInputs, b as removeLedger, c as skillDigest, d as canonicalValues, f as parseShared, g as hasAnyLedger, h as promptName, l as skillNames, m as observeEnvironment, o as sealsOf, s as wantOf, t as emit, u as canonicalOwned, w as canonicalJson, y as readLedgers } from "./render-instance-BIk176nn.js";
import { c as int, d as number, f as object } from "./zod-BjridcMG.js";
import { i as takeTurns, n as renderOne, r as configFor } from "./render-agents-BiFwr8z3.js";
import { t as compareTree } from "./compare-DsY7ZTJ2.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { r as EnvironmentPlace } from "./ledger-key-Dpe_-5EC.js";
import { a as writeFileIn } from "./atomic-file-ChCRe45G.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { t as isInShard } from "./shard-Bc0hYi4m.js";
import { join } from "node:path";
import { readdirSync, rmSync, rmdirSync } from "node:fs";
const placeholder = /\$\{SECRET:[^}]*\}/;
/**
* Names the entries of the owned keys that are missing, extra or changed, without a value of any. A placeholder stands
* for whatever is in its place, so that a secret of another value is not among them.
*/
function differingEntries(name, file, wanted) {
	return ownedKeys[name].flatMap((key) => {
		if ((file?.count(key) ?? 0) > 1) return [{
			path: `${name} ${key}`,
			expected: "once",
			actual: "more than once"
		}];
		let want = wanted.get(key) ?? {}, have = file?.value(key) ?? {};
		return isObject(have) ? [.../* @__PURE__ */ new Set([...Object.keys(want), ...Object.keys(have)])].sort().flatMap((each) => {
			let path = `${name} ${key}.${each}`;
			return Object.hasOwn(have, each) ? Object.hasOwn(want, each) ? fits(want[each], have[each]) ? [] : [{
				path,
				expected: "as configured",
				actual: "another value"
			}] : [{
				path,
				expected: null,
				actual: "an entry"
			}] : [{
				path,
				expected: "as configured",
				actual: null
			}];
		}) : [{
			path: `${name} ${key}`,
			expected: "an object",
			actual: "another type"
		}];
	});
}
function fits(want, have) {
	if (typeof want == "string" && typeof have == "string") return fitsText(want, have);
	if (Array.isArray(want) && Array.isArray(have)) return want.length === have.length && want.every((item, index) => fits(item, have[index]));
	if (!isObject(want) || !isObject(have)) return canonicalJson(want) === canonicalJson(have);
	let names = Object.keys(want);
	return names.length === Object.keys(have).length && names.every((each) => Object.hasOwn(have, each) && fits(want[each], have[each]));
}
/** Whether the pieces between the placeholders stand in the text, the first at its start and the last at its end. */
function fitsText(want, have) {
	let pieces = want.split(placeholder);
	if (pieces.length === 1) return want === have;
	let [first = "", last = ""] = [pieces[0], pieces.at(-1)];
	if (have.length < first.length + last.length || !have.startsWith(first) || !have.endsWith(last)) return !1;
	let at = first.length;
	for (let piece of pieces.slice(1, -1)) {
		let found = have.indexOf(piece, at);
		if (found === -1) return !1;
		at = found + piece.length;
	}
	return at <= have.length - last.length;
}
function isObject(value) {
	return typeof value == "object" && !!value && !Array.isArray(value);
}
const remedies = {
	ENV_CHANGED: "Run reconcile --repair, and change the config rather than the file.",
	ENV_STALE: "Render the agent, or run reconcile --repair.",
	ENV_CONFLICT: "Run reconcile --repair, and change the config rather than the file."
};
/**
* Every difference between what an env directory should hold and what it holds, told apart by what was last written:
* whether it is the copy that moved, or the config, or both. No secret is opened. Paths are relative to the
* directory; an owned key's entry follows its file after a space.
* @throws {IdentikitError} `ENV_FILE_INVALID`
*/
function compareEnvironment(want, context) {
	let { agent } = context;
	return [
		...compareShared(want, context),
		...comparePrompt(want, context),
		...compareSkills(want, context)
	].map((finding) => ({
		...finding,
		subject: agent
	}));
}
/** Says which of the two moved; where neither did, a render was interrupted before it came to this file. */
function driftCode(copyMoved, configMoved) {
	return copyMoved ? configMoved ? "ENV_CONFLICT" : "ENV_CHANGED" : "ENV_STALE";
}
function compareShared(want, context) {
	let { seen } = context, findings = [];
	seen.mode !== 448 && findings.push(modeFinding(".", 448, seen.mode));
	for (let name of sharedFileNames) {
		findings.push(...compareOwned(name, want, context));
		let file = seen.shared[name];
		file && file.mode !== 384 && findings.push(modeFinding(name, 384, file.mode)), file && file.owner.uid !== seen.owner.uid && findings.push(ownerFinding(name, seen.owner.uid, file.owner.uid));
	}
	return findings;
}
function compareOwned(name, want, { seen, written, directory }) {
	let { values, secretNames } = want.desired.shared[name], file = parseShared(seen.shared[name], join(directory, name)), owned = canonicalOwned(name, file), records = written.map(({ ledger, seal }) => ({
		there: ledger.shared[name].owned === seal.digest(`${name} owned`, owned),
		asked: ledger.shared[name].inputs === sealedInputs(want, seal)[name]
	}));
	if (secretNames.length === 0 ? owned === canonicalValues(name, values) : records.some(({ there, asked }) => there && asked)) return [];
	let code = driftCode(!records.some(({ there }) => there), !records.some(({ asked }) => asked)), entries = differingEntries(name, file, values), whole = {
		path: name,
		expected: "as configured",
		actual: "other values"
	};
	return (entries.length > 0 ? entries : [whole]).map((entry) => drift(code, entry));
}
function comparePrompt({ desired }, { seen, written }) {
	let { prompt } = desired, tree = prompt ? FileTree.of([{
		path: promptName,
		bytes: prompt.bytes
	}], "prompt") : FileTree.empty, file = seen.prompt, digest = file ? digestOf(file.bytes) : null, there = file && digest ? [{
		path: promptName,
		kind: "file",
		digest,
		...file
	}] : [], code = codeOf(written.map(({ ledger }) => ledger.prompt), digest, prompt?.digest ?? null);
	return compareTree(tree, there, { owner: seen.owner }).map((difference) => plainFinding(code, difference, ""));
}
function compareSkills({ desired }, { seen, written }) {
	return [...seen.skills].flatMap(([name, entries]) => {
		let tree = desired.skills.get(name), code = codeOf(written.map(({ ledger }) => ledger.skills.find((skill) => skill.name === name)?.digest ?? null), skillDigest(entries), tree?.digest ?? null);
		return compareTree(tree ?? FileTree.empty, entries, { owner: seen.owner }).map((difference) => plainFinding(code, difference, `skills/${name}/`));
	});
}
function codeOf(written, there, should) {
	return driftCode(!written.includes(there), !written.includes(should));
}
function plainFinding(code, difference, prefix) {
	let path = prefix + difference.path, { expected, actual } = difference;
	return difference.code === "FILE_MODE" || difference.code === "FILE_OWNER" ? {
		code: difference.code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: remedies.ENV_CHANGED
	} : drift(code, {
		path,
		expected,
		actual
	});
}
function drift(code, at) {
	return {
		code,
		severity: "error",
		...at,
		remedy: remedies[code]
	};
}
function modeFinding(path, expected, actual) {
	let octal = (mode) => `0${mode.toString(8).padStart(3, "0")}`, remedy = remedies.ENV_CHANGED;
	return {
		code: "FILE_MODE",
		severity: "error",
		path,
		expected: octal(expected),
		actual: octal(actual),
		remedy
	};
}
function ownerFinding(path, expected, actual) {
	let remedy = remedies.ENV_CHANGED;
	return {
		code: "FILE_OWNER",
		severity: "error",
		path,
		expected: `${expected}`,
		actual: `${actual}`,
		remedy
	};
}
const schema = object({
	/** Repairs of what somebody changed, one soon after the other. */
	repairs: int().nonnegative(),
	/** The last of them, in milliseconds since 1970. */
	last: number()
}), none = {
	repairs: 0,
	last: 0
};
function readFight(place, agent, now) {
	let file = readFileIn(place, fileName(agent), 1024);
	try {
		let fight = file ? schema.parse(JSON.parse(file.bytes.toString())) : none;
		return now - fight.last > 864e5 ? none : fight;
	} catch {
		return none;
	}
}
/** Counts one more repair. @throws {IdentikitError} `FILE_UNWRITABLE` */
function countRepair(place, agent, now) {
	let { repairs } = readFight(place, agent, now), bytes = Buffer.from(`${JSON.stringify({
		repairs: repairs + 1,
		last: now
	})}\n`);
	writeFileIn(place, fileName(agent), bytes, { mode: 384 });
}
/**
* When the next repair may be made, in milliseconds since 1970: at once for the first ones, then later and later, so
* that two who both think a file is theirs do not write it all day. A clock that was set back makes nobody wait long.
*/
function nextRepair({ repairs, last }, now) {
	if (repairs < 3) return now;
	let wait = Math.min(6e5 * 2 ** (repairs - 3), 216e5);
	return Math.min(last, now) + wait;
}
function fileName(agent) {
	return `${agent}.fights`;
}
/**
* Removes a directory and everything in it. Links are removed, never followed, even when somebody swaps a directory
* for a link meanwhile. Nothing happens where there is nothing of that name.
* @throws {IdentikitError} `FILE_UNWRITABLE`; `PATH_LINKED`, `ENTRY_TYPE` where no directory stands there
*/
function removeTreeIn(directory, name) {
	try {
		using below = directory.enter(name);
		if (!below) return;
		for (let entry of readdirSync(below.locate("."), { withFileTypes: !0 })) entry.isDirectory() ? removeTreeIn(below, entry.name) : rmSync(below.locate(entry.name), { force: !0 });
		rmdirSync(directory.locate(name));
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
	}
}
/**
* The env directories whose agent is gone. One that no render of ours made is somebody's and only said.
* @param isOrphan asked for each name that may be an agent's
*/
function findOrphans(place, isOrphan) {
	return listIn(place).filter(isOrphan).map((name) => {
		let ours = hasLedger(place.ledgers, name);
		return {
			code: "ORPHAN_ENV",
			severity: ours ? "error" : "warning",
			path: name,
			expected: null,
			actual: "an env directory",
			remedy: ours ? "Remove it with reconcile --repair --prune, or bring its agent back." : "No render made it; move it away if it does not belong here.",
			subject: name
		};
	});
}
/**
* Removes an env directory and what was known of it.
* @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`, `PATH_LINKED`
*/
async function removeOrphan(place, name, options = {}) {
	let path = join(place.root.path, name);
	using _lock = await ExclusiveLock.acquire(place.lockFile(name), {
		place: `env directory ${path}`,
		...options
	});
	removeTreeIn(place.root, name), removeLedger(place.ledgers, name), rmSync(place.ledgers.locate(`${name}.fights`), { force: !0 });
}
function listIn(place) {
	try {
		return readdirSync(place.root.locate("."), { withFileTypes: !0 }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map((entry) => entry.name).sort();
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", place.root.path, cause);
	}
}
/** What was found, after it was rendered again. */
function repaired(finding) {
	return {
		...finding,
		severity: "warning",
		remedy: "It was rendered again."
	};
}
/** Things that somebody did to the files are drift; what kept us from looking is not known to be. */
const driftFaults = /* @__PURE__ */ new Set([
	"ENV_FILE_INVALID",
	"PATH_LINKED",
	"ENTRY_TYPE"
]);
/** What kept an env directory from being compared, or was done to it so that it cannot be. */
function faultFinding(agent, { code, message, remedy }) {
	return {
		code,
		severity: driftFaults.has(code) ? "error" : "unverified",
		path: ".",
		expected: null,
		actual: message,
		remedy,
		subject: agent
	};
}
/** No render was ever made where the env directories should be. */
function nothingKnown(envRoot) {
	return {
		code: "ENV_UNVERIFIED",
		severity: "unverified",
		path: envRoot,
		expected: "the ledgers of an earlier render",
		actual: null,
		remedy: "Run this where the env directories are, or carry DIR/.identikit along with them."
	};
}
/** Pruning would remove every env directory. */
function noFleet(envRoot) {
	return new IdentikitError("PRUNE_REFUSED", `there is no agent at all, and all of ${envRoot} would be removed`, { remedy: "Check that this is the right config database; to remove everything, remove the directory." });
}
/** There is a directory, and nobody knows what was written to it. */
function noLedger(agent) {
	return unverified(agent, {
		expected: "a ledger of the last render",
		actual: null,
		remedy: "Render the agent, so that it is known what was written."
	});
}
/** The ledger was kept under a key that is not here. */
function unknownKey(agent, keyId) {
	return unverified(agent, {
		expected: `the ledger key ${JSON.stringify(keyId)}`,
		actual: null,
		remedy: "Give the key with which the last render was made, or render the agent again."
	});
}
function unverified(agent, what) {
	return {
		code: "ENV_UNVERIFIED",
		severity: "unverified",
		path: ".",
		...what,
		subject: agent
	};
}
/** An agent of which there is nothing yet. */
function neverRendered(agent) {
	return {
		code: "ENV_STALE",
		severity: "error",
		path: ".",
		expected: "an env directory",
		actual: null,
		remedy: "Render the agent, or run reconcile --repair.",
		subject: agent
	};
}
/** What was rendered is not there any more. */
function directoryGone(agent) {
	return {
		code: "ENV_CHANGED",
		severity: "error",
		path: ".",
		expected: "the env directory that was rendered",
		actual: null,
		remedy: "Run reconcile --repair.",
		subject: agent
	};
}
/** Somebody changes an env directory again after each repair. */
function standOff(agent, repairs, next) {
	return {
		code: "ENV_FIGHT",
		severity: "error",
		path: ".",
		expected: "to stay as it was rendered",
		actual: `was changed again after each of ${repairs} repairs`,
		remedy: `Find who writes it; it is not repaired again before ${new Date(next).toISOString()}.`,
		subject: agent
	};
}
/**
* Compares every env directory with what was last written to it and with what it should hold, and with `repair` calls
* the renderer for those that drifted: it never edits a file itself. Where nothing is known of the env root (no
* ledger was ever kept there, as on a fresh machine) the answer is `unverified`, and nothing is written.
* @throws {IdentikitError} `PRUNE_REFUSED` where there is no agent at all; what reading the agents throws, what `signal`
* was aborted with
*/
async function reconcile(options) {
	let { agents, repair = !1, prune = !1, shard, onAgent, ...settings } = options;
	using place = EnvironmentPlace.find(settings.envRoot);
	if (!place || !hasAnyLedger(place.ledgers)) return summarize([], [nothingKnown(settings.envRoot)]);
	let secrets = settings.secrets.snapshot(), fleet = /* @__PURE__ */ new Set(), outcomes = await takeTurns(named(agents, fleet), options, async (agent) => {
		let outcome = await reconcileOne(agent, {
			...settings,
			secrets
		}, {
			place,
			repair
		});
		return onAgent?.(outcome), outcome;
	}), orphans = findOrphans(place, (name) => !fleet.has(name) && (!shard || isInShard(name, shard)));
	if (!repair || !prune) return summarize(outcomes, orphans);
	if (fleet.size === 0 && orphans.length > 0) throw noFleet(settings.envRoot);
	return summarize(outcomes, await pruneOrphans(place, orphans, settings));
}
async function reconcileOne(source, settings, { place, repair }) {
	let agent;
	try {
		agent = {
			...configFor(source),
			...settings
		};
	} catch (caught) {
		return {
			agent: source.name,
			state: "unverified",
			findings: [faultFinding(source.name, asFault(caught))]
		};
	}
	return await reconcileAgent(agent, place, repair);
}
/** Remembers the names of agents as they are read, whatever shard they belong to. */
async function* named(agents, names) {
	for await (let agent of agents) names.add(agent.name), yield agent;
}
async function reconcileAgent(agent, place, repair) {
	let findings = await findDrift(agent, place);
	if (findings.length === 0) return {
		agent: agent.name,
		state: "clean",
		findings
	};
	emit(agent, {
		event: "drift_found",
		agent: agent.name,
		codes: [...new Set(findings.map(({ code }) => code))]
	});
	let state = verdictOf(findings) === "drift" ? "drifted" : "unverified";
	return repair ? await repairAgent(agent, {
		place,
		findings,
		state
	}) : {
		agent: agent.name,
		state,
		findings
	};
}
/** What differs in one env directory; a directory that cannot be compared has a finding that says so. */
async function findDrift(agent, place) {
	try {
		checkAgentName(agent.name);
		let want = await wantOf(agent), known = readLedgers(place.ledgers, agent.name);
		using directory = place.root.enter(agent.name);
		let [newest] = known.ledgers;
		if (!newest) return [directory ? noLedger(agent.name) : neverRendered(agent.name)];
		let written = known.ledgers.flatMap((ledger) => {
			let seal = sealsOf(agent, ledger.key).reading;
			return seal ? [{
				ledger,
				seal
			}] : [];
		});
		if (written.length === 0) return [unknownKey(agent.name, newest.key)];
		if (!directory) return [directoryGone(agent.name)];
		let seen = observeEnvironment(directory, skillNames(want.desired, known));
		return compareEnvironment(want, {
			agent: agent.name,
			seen,
			written,
			directory: directory.path
		});
	} catch (caught) {
		if (agent.signal?.aborted) throw caught;
		return [faultFinding(agent.name, asFault(caught))];
	}
}
async function repairAgent(agent, found) {
	let { place, findings, state } = found, { name } = agent, now = agent.clock.now().getTime(), fought = findings.some(({ code }) => code !== "ENV_STALE"), fight = readFight(place.ledgers, name, now), next = nextRepair(fight, now);
	if (fought && next > now) return {
		agent: name,
		state,
		findings: [...findings, standOff(name, fight.repairs, next)]
	};
	let outcome = await renderOne({
		name,
		resolve: () => agent,
		settings: agent
	}, {
		place,
		onMissingSecret: "fail"
	});
	if ("error" in outcome) {
		let error = faultFinding(name, outcome.error);
		return {
			agent: name,
			state,
			findings: findings.some(({ code }) => code === error.code) ? findings : [...findings, error]
		};
	}
	return fought && countRepair(place.ledgers, name, now), {
		agent: name,
		state: "repaired",
		findings: findings.map(repaired)
	};
}
async function pruneOrphans(place, orphans, settings) {
	let after = [];
	for (let orphan of orphans) settings.signal?.throwIfAborted(), orphan.severity === "error" && await removeOrphan(place, orphan.path, settings), after.push(orphan.severity === "error" ? {
		...orphan,
		severity: "warning",
		remedy: "It was removed."
	} : orphan);
	return after;
}
function summarize(agents, others) {
	let findings = [...agents.flatMap((agent) => agent.findings), ...others], having = (state) => agents.filter((agent) => agent.state === state).length, orphans = others.filter(({ code }) => code === "ORPHAN_ENV"), removed = orphans.filter(({ remedy }) => remedy === "It was removed.").length, standing = orphans.filter(({ severity }) => severity === "error").length;
	return {
		verdict: verdictOf(findings),
		agents,
		findings,
		drifted: having("drifted") + having("repaired") + standing + removed,
		repaired: having("repaired") + removed
	};
}
export { reconcile };
