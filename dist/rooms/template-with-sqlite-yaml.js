import { IdentikitError } from "../start/faces.js";
import { AnchoredDirectory, ancestorsOf, foldPath, observeIn } from "./tree.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { isAgentOwned, layOut, readLedger, stateDirectory } from "./template.js";
import { reportSkills } from "./template-with-yaml.js";
import { realpathSync } from "node:fs";
// src/template/materialize.ts
const ledgerName = "delivery.json";
/**
* Lays assets on a data volume: at first provision, on every boot and on every restart, the same way. Writes only what
* differs, one atomic file at a time; removes what an earlier delivery wrote and the template no longer has; touches
* nothing else. Everything on the volume may have been put there by the agent: nothing is written or removed through a
* link, and the ledger is believed only about paths that the policy lets through.
* @throws {IdentikitError} `AGENT_OWNED` for the agent's own workspace as the volume; `PATH_LINKED` and `ENTRY_TYPE` for
* what stands in a directory's place, before anything is written; `LOCK_HELD`, `FILE_UNWRITABLE`, `DOCUMENT_INVALID`
*/
async function materialize(assets, options) {
	const { volume, policy, signal, waitMs } = options;
	using directory = AnchoredDirectory.make(volume);
	refuseWorkspace(volume);
	using state = directory.enterOrMake(stateDirectory);
	const waiting = waitMs === void 0 ? {} : { waitMs };
	const locking = {
		place: `volume ${volume}`,
		signal,
		...waiting
	};
	using _lock = await ExclusiveLock.acquire(`${state.path}/delivery.lock`, locking);
	const ledger = readLedger(state, ledgerName);
	const mayRemove = (path) => policy.admits(path) && !isAgentOwned(path);
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
		skills: reportSkills(assets.tree)
	};
}
/** The agent's workspace may be mounted beside the volume; it is never the volume itself. */
function refuseWorkspace(volume) {
	if (foldPath(realpathSync(volume)) !== "/workspace") return;
	throw new IdentikitError("AGENT_OWNED", `${volume} is the agent's own workspace`, { remedy: "Name the data volume that the agent reads its identity from." });
}
/**
* What stands at some paths and above them; the rest of the volume, which may be large, is not looked at.
* @param wanted paths that will be written: nothing but a directory may be above them
* @param others paths that may be removed
*/
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
export { materialize };
