import { IdentikitError } from "../start/faces.js";
import { inParallel } from "./fault.js";
import { lockedPolicy } from "./template.js";
import { readTemplate } from "./template-with-child_process-http-yaml-zlib.js";
import { resolve } from "node:path";
// src/trace/areas/template-states.ts
const atOnce = 8;
function commitAsked(word) {
	const [, name, commit] = /^(?:commit:)?([a-z0-9][a-z0-9._-]*)@([0-9a-f]{7,64})$/.exec(word) ?? [];
	return name === void 0 || commit === void 0 ? void 0 : {
		name,
		commit
	};
}
async function knownTemplates(sources, asked) {
	const { manifest, lock, reading } = sources;
	return await inParallel(manifest.workspaceTemplates, atOnce, async (entry) => {
		const locked = lock.get(entry.name);
		const read = (commit) => attempt(() => stateOf(sources, entry, commit), reading.signal);
		const now = await read();
		const pinnedCommit = locked?.commit ?? void 0;
		const pinned = locked === void 0 ? void 0 : pinnedCommit === void 0 ? now : await read(pinnedCommit);
		return {
			entry,
			locked,
			now,
			pinned,
			asked: await askedState(asked?.name === entry.name ? asked.commit : void 0, [pinned, now], read)
		};
	});
}
async function askedState(commit, known, read) {
	if (commit === void 0) return void 0;
	for (const state of known) if (state && !(state instanceof IdentikitError) && state.commit?.startsWith(commit)) return state;
	return await read(commit);
}
async function stateOf({ lock, reading, sources, identityOf }, entry, commit) {
	const given = Object.hasOwn(sources, entry.name) ? sources[entry.name] : void 0;
	const policy = lockedPolicy(reading.policy, lock.get(entry.name));
	const request = commit === void 0 ? {
		entry,
		elsewhere: given
	} : { entry: {
		...entry,
		repo: placeOf(given, reading.cwd) ?? entry.repo,
		ref: commit
	} };
	const { assets, content } = await readTemplate(request, {
		...reading,
		policy
	});
	return {
		commit: content.commit,
		source: assets.origin.source,
		treeDigest: assets.digest,
		identity: identityOf(assets, policy)
	};
}
function placeOf(given, cwd) {
	if (given === void 0 || given.includes("://")) return given;
	return resolve(cwd, given);
}
async function attempt(read, signal) {
	try {
		return await read();
	} catch (caught) {
		signal.throwIfAborted();
		if (caught instanceof IdentikitError) return caught;
		throw caught;
	}
}
export { commitAsked, knownTemplates };
