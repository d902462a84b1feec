import { AnchoredDirectory, ancestorsOf, observeIn, readFileIn } from "./tree.js";
import { configFile, declaredPaths, declaredPrompts, reportSkills } from "./template-with-yaml.js";
import { isAgentOwned, layOut, plainTextOf, readLedger, stateDirectory } from "./template.js";
import { IdentikitError } from "../start/faces.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { dirname, join, relative, resolve } from "node:path";
import { existsSync, realpathSync } from "node:fs";
// src/template/materialize.ts
const ledgerName = "delivery.json";
const maxConfigBytes$1 = 1048576;
async function materialize(assets, options) {
	const { volume, policy, signal, waitMs, strictSkills } = options;
	refuseAgentOwned(volume, assets);
	const skills = reportSkills(assets.tree);
	if (strictSkills && skills.warning !== null) throw skillsDiffer(assets.origin.name, skills.warning);
	using directory = AnchoredDirectory.make(volume);
	using state = directory.enterOrMake(stateDirectory);
	const waiting = waitMs === void 0 ? {} : { waitMs };
	const locking = {
		place: `volume ${volume}`,
		signal,
		...waiting
	};
	using _lock = await ExclusiveLock.acquire(`${state.path}/delivery.lock`, locking);
	const ledger = readLedger(state, ledgerName);
	const before = declaredOn(directory, policy);
	const mayRemove = (path) => (policy.admits(path) || before.has(path)) && !isAgentOwned(path);
	const removable = (ledger?.files ?? []).filter(mayRemove);
	const observe = () => observePaths(directory, [...assets.tree].map((file) => file.path), removable);
	const laidOut = await layOut({
		directory,
		state,
		ledgerName,
		ledger,
		durable: true
	}, assets, observe, mayRemove, signal);
	const changed = laidOut.written.length + laidOut.removed.length > 0;
	return {
		...laidOut,
		result: changed ? "delivered" : "unchanged",
		treeDigest: assets.digest,
		skills
	};
}
function declaredOn(directory, { promptFiles }) {
	if (!promptFiles) return new Set();
	try {
		const file = readFileIn(directory, configFile, maxConfigBytes$1);
		const text = file && plainTextOf(file.bytes);
		return new Set(text === void 0 ? [] : declaredPaths(declaredPrompts(text), directory.path));
	} catch {
		return new Set();
	}
}
function refuseAgentOwned(volume, { tree }) {
	for (const place of new Set([resolve(volume), placeOf(resolve(volume))])) {
		const inside = place.slice(1);
		const isOwned = inside !== "" && isAgentOwned(inside);
		const owned = isOwned ? void 0 : [...tree].find(({ path }) => isAgentOwned(join(inside, path)));
		if (!isOwned && !owned) continue;
		const what = owned ? `${join(place, owned.path)} would be` : `${volume} is, or lies in, a place that is`;
		throw new IdentikitError("AGENT_OWNED", `${what} the agent's own; nothing was written`, { remedy: "Name the data volume that the agent reads its identity from." });
	}
}
function placeOf(path) {
	for (let above = path;; above = dirname(above)) {
		if (existsSync(above)) return join(realpathSync(above), relative(above, path));
		if (above === dirname(above)) return path;
	}
}
function skillsDiffer(name, warning) {
	return new IdentikitError("SKILLS_DIFFER", `${name}: ${warning}`, { remedy: "Name every skill's directory under agent_card.skills in the template's config.yaml." });
}
function observePaths(directory, wanted, others) {
	const files = new Set([...wanted, ...others]);
	const needed = new Set(wanted.flatMap(ancestorsOf));
	const entered = new Set([...needed, ...others.flatMap(ancestorsOf)]);
	const keep = (path, kind) => {
		if (kind === "directory") return entered.has(path) || files.has(path);
		if (needed.has(path) && !others.includes(path)) throw inTheWay(directory, path, kind);
		return files.has(path);
	};
	return observeIn(directory, { keep });
}
function inTheWay(directory, path, kind) {
	const where = `${directory.path}/${path}`;
	const linked = kind === "symlink";
	return new IdentikitError(linked ? "PATH_LINKED" : "ENTRY_TYPE", linked ? `${where} is a symbolic link where a directory must be` : `${where} is a ${kind} where a directory must be`, { remedy: "Remove it or move it away, then run again; nothing was written." });
}
// src/template/volume-identity.ts
const maxConfigBytes = 1048576;
function volumeIdentity(volume) {
	if (!existsSync(volume)) return {
		kind: "none",
		reason: `there is no volume at ${volume}`
	};
	using directory = AnchoredDirectory.open(volume);
	const config = readFileIn(directory, configFile, maxConfigBytes);
	if (config === void 0 || config.bytes.length === 0) return {
		kind: "none",
		reason: `${volume} has no ${configFile} with content`
	};
	if (!existsSync(join(volume, ".identikit"))) return {
		kind: "whole",
		template: void 0,
		commit: null
	};
	using state = directory.enter(stateDirectory);
	const ledger = state && readLedger(state, "delivery.json");
	if (!ledger) return {
		kind: "whole",
		template: void 0,
		commit: null
	};
	if (!ledger.complete) return {
		kind: "none",
		reason: `the last delivery to ${volume} was cut off`
	};
	return {
		kind: "whole",
		template: ledger.template,
		commit: ledger.commit
	};
}
export { materialize, volumeIdentity };
