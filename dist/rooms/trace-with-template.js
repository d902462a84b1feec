import { IdentikitError } from "../start/faces.js";
import { checkFetchedCopy, lockedEntry } from "./template.js";
import { linkUnverified } from "./trace.js";
// src/trace/areas/template-area.ts
function addTemplates(draft, { sources, known, copies }) {
	const identities = new Map();
	const note = (state) => {
		if (state && !(state instanceof IdentikitError)) identities.set(state.identity.digest, state);
	};
	for (const template of known) {
		const copy = copies.find(({ name }) => name === template.entry.name);
		const first = template.locked ? addLocked(draft, sources, template) : addUnlocked(draft, template);
		if (first !== void 0 && copy) addCopy(draft, copy, first, template);
		addAsked(draft, template);
		note(template.now);
		note(template.pinned);
		note(template.asked);
	}
	return identities;
}
function addLocked(draft, sources, template) {
	const { entry, locked, now, pinned } = template;
	if (!locked) return void 0;
	const { name } = entry;
	const from = templateNode(draft, template);
	const lock = draft.node("lock", name, {
		ref: locked.ref ?? void 0,
		policy: locked.policy
	});
	draft.claim({
		from,
		to: lock,
		says: "pinned by",
		restsOn: "identikit.lock",
		verifiedBy: "the entry of the manifest was compared with what the lock was made for",
		verify: () => {
			try {
				lockedEntry(sources.lock, entry, locked.policy);
				return {
					verdict: "holds",
					detail: `${entry.repo} under the policy ${locked.policy}`
				};
			} catch (caught) {
				if (!(caught instanceof IdentikitError) || caught.code !== "LOCK_MISMATCH") throw caught;
				const { code, message, remedy } = caught;
				return {
					verdict: "broken",
					code,
					detail: message,
					remedy
				};
			}
		}
	});
	const commit = commitNode(draft, name, locked.commit, locked.treeDigest, describedBy(pinned));
	draft.claim({
		from: lock,
		to: commit,
		says: "resolved to",
		restsOn: "the commit in identikit.lock",
		verifiedBy: "the source was asked again",
		verify: () => stillThere(now, locked.commit, locked.treeDigest)
	});
	const tree = draft.node("tree", locked.treeDigest, { files: String(Object.keys(locked.files).length) });
	draft.claim({
		from: commit,
		to: tree,
		says: "has the assets",
		restsOn: "the digest in identikit.lock",
		verifiedBy: "the commit was read from its source, and the digest worked out again",
		verify: () => locked.commit === null ? stillThere(now, locked.commit, locked.treeDigest) : sameTree(pinned, locked.treeDigest)
	});
	addIdentity(draft, tree, pinned);
	return tree;
}
function addUnlocked(draft, template) {
	const { entry, now } = template;
	const from = templateNode(draft, template);
	if (now instanceof IdentikitError) {
		const commit = draft.node("commit", `${entry.name}@unknown`);
		draft.claim({
			...sourceClaim(from, commit),
			verify: () => linkUnverified(now)
		});
		return;
	}
	return addState(draft, entry.name, from, now);
}
function addAsked(draft, template) {
	const { entry, asked, pinned } = template;
	if (!asked || asked === pinned || asked instanceof IdentikitError) return;
	addState(draft, entry.name, templateNode(draft, template), asked);
}
function addState(draft, name, from, state) {
	const commit = commitNode(draft, name, state.commit, state.treeDigest, state.source);
	draft.claim({
		...sourceClaim(from, commit),
		verify: () => ({
			verdict: "holds",
			detail: state.source
		})
	});
	const tree = draft.node("tree", state.treeDigest);
	draft.claim({
		from: commit,
		to: tree,
		says: "has the assets",
		restsOn: "the commit itself",
		verifiedBy: "the commit was read from its source, and the digest worked out",
		verify: () => sameTree(state, state.treeDigest)
	});
	addIdentity(draft, tree, state);
	return tree;
}
function addIdentity(draft, tree, state) {
	if (!state || state instanceof IdentikitError) return;
	const { identity, treeDigest } = state;
	const to = draft.node("identity", identity.digest, { files: String(identity.size) });
	draft.claim({
		from: tree,
		to,
		says: "has the identity",
		restsOn: "the identity profile of the settings",
		verifiedBy: "the identity was selected from the assets, and its digest worked out",
		verify: () => tree === `tree:${treeDigest}` ? {
			verdict: "holds",
			detail: `${identity.size} files`
		} : {
			verdict: "broken",
			code: "LOCK_MISMATCH",
			detail: `it is that of the tree ${treeDigest}`
		}
	});
}
function addCopy(draft, copy, tree, { entry, locked }) {
	const to = draft.node("directory", copy.directory, { template: entry.name });
	draft.claim({
		from: tree,
		to,
		says: "fetched to",
		restsOn: locked ? "identikit.lock and the record of the fetch" : "the record of the fetch",
		verifiedBy: "every file was read and compared",
		verify: () => {
			const findings = checkFetchedCopy(copy);
			const [first] = findings;
			if (!first) return {
				verdict: "holds",
				detail: "every file is as it was fetched"
			};
			const { code, actual, expected, remedy, path } = first;
			return {
				verdict: "broken",
				code,
				detail: `${path} is ${actual ?? "not there"}, expected ${expected ?? "nothing"}`,
				remedy,
				findings
			};
		}
	});
}
function templateNode(draft, { entry }) {
	return draft.node("template", entry.name, {
		repository: entry.repo,
		ref: entry.ref
	});
}
function commitNode(draft, name, commit, treeDigest, source) {
	return draft.node("commit", `${name}@${commit ?? treeDigest}`, { source });
}
function sourceClaim(from, to) {
	return {
		from,
		to,
		says: "resolved to",
		restsOn: "the manifest",
		verifiedBy: "the source was asked"
	};
}
function stillThere(now, commit, treeDigest) {
	if (now instanceof IdentikitError) return linkUnverified(now);
	const shown = now.commit ?? "a directory without a commit";
	if (now.treeDigest !== treeDigest) return {
		verdict: "broken",
		code: "TEMPLATE_MOVED",
		detail: `the source gives ${shown} now, with other assets (${now.treeDigest})`,
		remedy: "Run `identikit fetch --update-lock`, look at what moved, and make the copies again."
	};
	if (now.commit === commit) return {
		verdict: "holds",
		detail: now.source
	};
	return {
		verdict: "holds",
		detail: `the source gives ${shown} now, with the same assets`
	};
}
function sameTree(state, expected) {
	if (state instanceof IdentikitError) return linkUnverified(state);
	if (state?.treeDigest === expected) return {
		verdict: "holds",
		detail: expected
	};
	return {
		verdict: "broken",
		code: "LOCK_MISMATCH",
		detail: `the source gives ${state?.treeDigest ?? "nothing"}`,
		remedy: "Find out who changed the commit or the lock; the same commit never has other content."
	};
}
function describedBy(state) {
	return state instanceof IdentikitError ? void 0 : state?.source;
}
export { addTemplates };
