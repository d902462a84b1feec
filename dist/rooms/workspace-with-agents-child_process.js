import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { digestOf, readFileIn, removeTreeIn, unsafeReason, writeFileIn } from "./tree.js";
import { matchesGlob, matchesPathPattern, patchDigest, treePatch } from "./agents.js";
import { BaseTree, IgnoreRules, readObjects } from "./workspace-with-child_process.js";
import { adminName, agentGit, caseCollisions, checkOut, editorLink, giveAdmin, readTree, statIndexOf } from "./workspace.js";
import { compareDirectory, heldWorkspace, readWorkspaceRecord, removeWorkspaceRecord, writeWorkspaceRecord } from "./workspace-with-agents.js";
import { join } from "node:path";
import { existsSync, readdirSync, renameSync, rmSync, rmdirSync } from "node:fs";
// src/workspace/files/take-patch.ts
async function takePatch(directory, options) {
	const { git, commit, blobs, signal } = options;
	const base = await BaseTree.read(git, commit, signal);
	using rules = IgnoreRules.of(git, base);
	const states = new Map();
	const { changes, refused, ignored, changedAt } = await compareDirectory(directory, {
		base,
		rules,
		signal,
		stats: options.stats,
		bounds: options.bounds,
		leftOut: options.leftOut ?? [],
		take: ({ mode, bytes }, path) => {
			const digest = blobs ? blobs.put(bytes) : digestOf(bytes);
			states.set(path, {
				mode,
				digest,
				bytes: bytes.length
			});
			return digest;
		}
	});
	const removed = new Set(changes.filter(({ taken }) => taken === void 0).map(({ path }) => path));
	const added = changes.filter((one) => !one.base && one.taken !== void 0).map(({ path }) => path);
	const collisions = caseCollisions(base, added.toSorted(byBytes), removed);
	const kept = changes.filter(({ path }) => !collisions.has(path));
	const before = await statesBefore(git, kept, signal);
	const patch = treePatch.parse({
		version: 1,
		base: commit,
		changes: kept.toSorted((a, b) => byBytes(a.path, b.path)).map(({ path }) => {
			const after = states.get(path);
			const was = before.get(path);
			return {
				path,
				...was ? { before: was } : {},
				...after ? { after } : {}
			};
		})
	});
	const colliding = [...collisions].map(([path, other]) => ({
		path,
		reason: `it differs from ${JSON.stringify(other)} only in letter case`
	}));
	return {
		patch,
		...kept.length === 0 ? {} : { digest: patchDigest(patch) },
		refused: [...refused, ...colliding].toSorted((a, b) => byBytes(a.path, b.path)),
		ignored,
		changedAt
	};
}
async function statesBefore(git, changes, signal) {
	const files = [];
	for (const { path, base } of changes) if (base?.mode === "100644" || base?.mode === "100755") files.push({
		path,
		mode: base.mode,
		object: base.object
	});
	const known = new Map();
	const objects = [...new Set(files.map(({ object }) => object))];
	for await (const [object, bytes] of readObjects(git, objects, signal)) known.set(object, {
		digest: digestOf(bytes),
		bytes: bytes.length
	});
	const states = new Map();
	for (const { path, mode, object } of files) {
		const content = known.get(object);
		if (content) states.set(path, {
			mode,
			...content
		});
	}
	return states;
}
function byBytes(a, b) {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
// src/workspace/host/harvest-workspace.ts
async function harvestWorkspace(root, key, { blobs, bounds, signal }) {
	const record = heldWorkspace(root, key);
	const store = root.storeNamed(record.store);
	await store.check(signal);
	using open = root.openTree(key);
	if (!open) throw gone(record);
	const harvest = await takePatch(open, {
		git: store.git,
		commit: record.base,
		blobs,
		bounds,
		signal,
		stats: statIndexOf(root, record),
		leftOut: record.caches
	});
	const { harvested: _, ...kept } = record;
	writeWorkspaceRecord(root, harvest.digest ? {
		...kept,
		harvested: harvest.digest
	} : kept);
	return harvest;
}
function gone({ name }) {
	return new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${name} are gone`, { remedy: "Recover it from its base and patch, or archive it." });
}
// src/workspace/files/check-patch.ts
async function checkPatch(git, patch, signal) {
	const base = await BaseTree.read(git, patch.base, signal);
	checkPaths(patch, base);
	const wanted = new Map();
	for (const { path, before } of patch.changes) {
		const object = base.entry(path)?.object;
		if (before && object !== void 0) wanted.set(object, (wanted.get(object) ?? new Set()).add(`${before.digest} ${before.bytes}`));
	}
	for await (const [object, bytes] of readObjects(git, [...wanted.keys()], signal)) {
		const known = `${digestOf(bytes)} ${bytes.length}`;
		if ([...wanted.get(object) ?? []].some((said) => said !== known)) throw invalid(`the base has other content than it says, such as object ${object}`);
	}
}
function newContent(blobs, { digest, bytes }) {
	const content = blobs.read(digest);
	if (content.length === bytes && digestOf(content) === digest) return content;
	throw invalid(`the content ${digest} is not what it says`);
}
function checkPaths(patch, base) {
	let last = "";
	for (const change of patch.changes) {
		const { path } = change;
		if (byBytes(path, last) <= 0) throw invalid(`${JSON.stringify(path)} is not in its place in the order`);
		last = path;
		const problem = problemOf(change, base);
		if (problem !== void 0) throw invalid(`${JSON.stringify(path)} ${problem}`);
	}
	const files = new Set(patch.changes.filter(({ after }) => after).map(({ path }) => path));
	for (const path of files) for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) if (files.has(path.slice(0, end))) throw invalid(`${JSON.stringify(path)} is below another file`);
}
function problemOf({ path, before, after }, base) {
	const entry = base.entry(path);
	const isFile = entry?.mode === "100644" || entry?.mode === "100755";
	const unsafe = isFile ? controlIn(path) : unsafeReason(path);
	if (unsafe !== void 0) return unsafe;
	if (before) {
		if (!isFile) return "is no file of the base";
		return entry.mode === before.mode ? void 0 : "has another mode in the base";
	}
	if (isFile) return "is a file of the base, and the patch does not say which";
	return after || entry ? void 0 : "is neither in the base nor new";
}
function controlIn(path) {
	return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(path) ? "has a control character" : void 0;
}
function invalid(problem) {
	return new IdentikitError("PATCH_INVALID", `the patch cannot be used: ${problem}`, { remedy: "Take it from the run bundle again; a patch is not edited by hand." });
}
// src/workspace/files/lay-patch.ts
function layPatch(directory, patch, blobs) {
	for (const { path } of patch.changes.filter(({ after }) => !after)) removePath(directory, path);
	for (const { path, after } of patch.changes) if (after) writePath(directory, path, after.mode, newContent(blobs, after));
}
function removePath(directory, path) {
	removeBelow(directory, path.split("/"));
}
function removeBelow(directory, [name = "", ...rest]) {
	if (rest.length === 0) {
		if (directory.kindOf(name) === "directory") removeTreeIn(directory, name);
		else rmSync(directory.locate(name), { force: true });
		return;
	}
	if (directory.kindOf(name) !== "directory") return;
	using below = directory.enter(name);
	if (!below) return;
	removeBelow(below, rest);
	if (readdirSync(below.locate(".")).length === 0) rmdirSync(directory.locate(name));
}
function writePath(directory, path, mode, bytes) {
	writeBelow(directory, path.split("/"), mode === "100755" ? 493 : 420, bytes);
}
function writeBelow(directory, [name = "", ...rest], mode, bytes) {
	const kind = directory.kindOf(name);
	if (rest.length > 0) {
		if (kind !== void 0 && kind !== "directory") rmSync(directory.locate(name), { force: true });
		using below = directory.enterOrMake(name);
		writeBelow(below, rest, mode, bytes);
		return;
	}
	if (kind === "directory") removeTreeIn(directory, name);
	else if (kind !== void 0) rmSync(directory.locate(name), { force: true });
	writeFileIn(directory, name, bytes, {
		mode,
		sync: false
	});
}
// src/workspace/host/caches.ts
const mostFolders = 1e5;
const longestName = 240;
function cachesFor(wanted) {
	const { tier, ref, caches = [] } = wanted;
	if (tier !== "trusted" || ref === void 0) return [];
	return caches.filter(({ refs }) => refs.some((pattern) => matchesGlob(pattern, ref))).map(({ path }) => path);
}
function fillCaches(root, record) {
	if (record.caches.length === 0) return;
	using kept = openCaches(root, record);
	using tree = root.openTree(record);
	if (!tree) return;
	for (const name of readdirSync(kept.locate("."))) {
		const path = decodeURIComponent(name);
		if (!record.caches.some((pattern) => matchesPathPattern(pattern, path))) continue;
		const segments = path.split("/");
		move(kept, name, tree, segments, segments.pop() ?? "");
	}
}
async function keepCaches(root, store, record, signal) {
	if (record.caches.length === 0) return;
	const base = await BaseTree.read(store.git, record.base, signal);
	const ofBase = new Set([...base.all()].flatMap(([path]) => prefixesOf(path)));
	using kept = openCaches(root, record);
	using tree = root.openTree(record);
	if (!tree) return;
	let left = mostFolders;
	const visit = (directory, prefix) => {
		for (const child of readdirSync(directory.locate("."), { withFileTypes: true })) {
			const path = prefix + child.name;
			if (!child.isDirectory() || child.name === ".git" || left-- <= 0) continue;
			const isCache = record.caches.some((pattern) => matchesPathPattern(pattern, path)) && !ofBase.has(path);
			const name = encodeURIComponent(path);
			if (isCache && name.length <= longestName) {
				removeTreeIn(kept, name);
				renameSync(directory.locate(child.name), kept.locate(name));
			} else if (!isCache) {
				using below = directory.enter(child.name);
				if (below) visit(below, `${path}/`);
			}
		}
	};
	visit(tree, "");
}
function openCaches(root, { store, ref }) {
	return root.make("caches", store, digestOf(ref ?? "").slice(7, 47));
}
function move(from, name, to, [next, ...rest], last) {
	if (next === void 0) {
		if (!to.has(last)) renameSync(from.locate(name), to.locate(last));
		return;
	}
	const kind = to.kindOf(next);
	if (kind !== void 0 && kind !== "directory") return;
	using below = to.enterOrMake(next);
	move(from, name, below, rest, last);
}
function prefixesOf(path) {
	const found = [path];
	for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) found.push(path.slice(0, end));
	return found;
}
// src/workspace/host/take-again.ts
async function lookAt(root, store, record, signal) {
	using open = root.openTree(record);
	if (!open) return void 0;
	return await takePatch(open, {
		git: store.git,
		commit: record.base,
		signal,
		stats: statIndexOf(root, record),
		leftOut: record.caches
	});
}
function isUnharvested(record, now) {
	return now.digest !== void 0 && now.digest !== record.harvested;
}
function refuseUnharvested(record, now) {
	if (!isUnharvested(record, now)) return;
	throw new IdentikitError("WORKSPACE_DIRTY", `workspace ${record.name} has changes in ${now.patch.changes.length} files that were not harvested`, { remedy: "Harvest them, or look at them and throw them away by hand. They are kept until then." });
}
async function takeAgain(root, store, there, next, signal) {
	if (there.state !== "made" || there.store !== next.store) return false;
	const now = there.base === next.base || await store.has(there.base, signal) ? await lookAt(root, store, there, signal) : void 0;
	if (!now) return false;
	refuseUnharvested(there, now);
	if (now.refused.length > 0) return false;
	await store.check(signal);
	writeWorkspaceRecord(root, next);
	await restore(root, store, there, now, signal);
	const { tree, records } = root.place(there);
	const place = {
		index: join(records, "index"),
		tree
	};
	if (there.base !== next.base) await readTree(store, place, [
		"-m",
		"-u",
		there.base,
		next.base
	], signal);
	giveAdmin(root, store, next);
	return true;
}
async function restore(root, store, record, { patch }, signal) {
	if (patch.changes.length === 0) return;
	using open = certain(root.openTree(record));
	for (const { path } of patch.changes) removePath(open, path);
	const { tree, records } = root.place(record);
	await store.git.with({
		GIT_INDEX_FILE: join(records, "index"),
		GIT_WORK_TREE: tree
	}).ask([
		"checkout-index",
		"--all",
		"--index",
		"--quiet"
	], signal, { cwd: tree });
}
// src/workspace/host/remove-workspace.ts
async function removeWorkspace(root, key, path, signal) {
	const { tree } = root.place(key);
	if (path !== void 0 && path !== tree) throw outside(path, `its place is ${tree}`);
	const record = readWorkspaceRecord(root, key);
	const isThere = insideOnly(path ?? tree, () => {
		using open = root.openTree(key);
		return open !== void 0;
	});
	if (!record) {
		if (!isThere) return false;
		throw new IdentikitError("WORKSPACE_DIRTY", `workspace ${key.name} has files, and nothing is known of what was harvested`, { remedy: "Look at them and remove the folder by hand." });
	}
	if (record.state === "made" && isThere) {
		const store = root.storeNamed(record.store);
		const now = await lookAt(root, store, record, signal);
		if (now) refuseUnharvested(record, now);
		await keepCaches(root, store, record, signal);
	}
	removeFiles(root, key, record);
	removeOwnStore(root, record);
	removeWorkspaceRecord(root, key);
	return true;
}
function removeFiles(root, { namespace, name }, record) {
	const { tree } = root.place({
		namespace,
		name
	});
	const folder = tree.slice(0, -5);
	const [mounted] = root.mountsBelow(folder);
	if (mounted !== void 0) throw outside(tree, `something is mounted at ${mounted}`);
	insideOnly(tree, () => {
		using above = root.enter("workspaces", namespace);
		if (above) removeTreeIn(above, name);
		if (!record) return;
		using worktrees = root.enter("stores", record.store, "store.git", "worktrees");
		if (worktrees) removeTreeIn(worktrees, record.admin);
	});
}
function removeOwnStore(root, { store }) {
	if (!store.startsWith("own-")) return;
	using stores = root.enter("stores");
	if (stores) removeTreeIn(stores, store);
}
function insideOnly(path, work) {
	try {
		return work();
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "PATH_LINKED") throw outside(path, "a link stands in it", caught);
		throw caught;
	}
}
function outside(path, why, cause) {
	return new IdentikitError("CLEANUP_OUTSIDE_ROOT", `${path} is not removed: ${why}`, {
		remedy: "Only folders that Identikit made below its root are removed. Remove this one by hand.",
		cause
	});
}
// src/workspace/host/make-workspace.ts
async function makeWorkspace(root, wanted, signal) {
	const { namespace, name, repository, tier, ref } = wanted;
	if (ref === void 0 && wanted.commit === void 0) throw new IdentikitError("REF_UNKNOWN", `workspace ${name} is of no ref and no commit`, { remedy: "Name one of the two." });
	const there = readWorkspaceRecord(root, wanted);
	if (there) refuseOther(there, wanted);
	if (there && tier === "untrusted") await removeWorkspace(root, wanted, void 0, signal);
	const isAlone = tier === "untrusted" || wanted.mode === "clone";
	const store = isAlone ? root.ownStore(wanted) : root.sharedStore(namespace, repository, tier);
	const base = await store.fetch(wanted.remote, {
		ref,
		commit: wanted.commit,
		depth: wanted.depth
	}, signal);
	if (wanted.patch) {
		if (wanted.patch.patch.base !== base) throw otherBase(wanted.patch.patch.base, base);
		await checkPatch(store.git, wanted.patch.patch, signal);
	}
	const record = {
		version: 1,
		namespace,
		name,
		repository,
		tier,
		base,
		state: "making",
		remote: wanted.remote.url,
		mode: isAlone ? "clone" : "worktree",
		store: nameOf(store),
		admin: adminName(wanted),
		trustTimes: tier !== "untrusted",
		caches: cachesFor(wanted),
		madeAt: root.now().toISOString(),
		...ref === void 0 ? {} : { ref },
		...wanted.patch ? {
			laid: patchDigest(wanted.patch.patch),
			harvested: patchDigest(wanted.patch.patch)
		} : {}
	};
	const reused = there !== void 0 && tier !== "untrusted" && await takeAgain(root, store, there, record, signal);
	if (!reused) {
		removeFiles(root, wanted, there);
		writeWorkspaceRecord(root, record);
		rmSync(join(root.place(wanted).records, "index"), { force: true });
		await checkOut(root, store, record, signal);
		fillCaches(root, record);
	}
	if (wanted.patch) {
		using open = certain(root.openTree(wanted));
		layPatch(open, wanted.patch.patch, wanted.patch.blobs);
	}
	writeWorkspaceRecord(root, {
		...record,
		state: "made"
	});
	return madeWorkspace(root, store, record, reused);
}
function madeWorkspace(root, store, record, reused) {
	const { namespace, name, base, ref, tier } = record;
	const { tree } = root.place(record);
	return {
		namespace,
		name,
		path: tree,
		base,
		ref,
		tier,
		reused,
		git: agentGit(root, store, record)
	};
}
function nameOf(store) {
	return store.folder.slice(store.folder.lastIndexOf("/") + 1);
}
function refuseOther(there, { name, repository, ref, tier }) {
	if (there.repository.toLowerCase() === repository.toLowerCase() && there.ref === ref && there.tier === tier) return;
	throw new IdentikitError("WORKSPACE_TAKEN", `workspace ${name} is of ${there.repository} ${there.ref ?? there.base}, ${there.tier}; it is not used for ${repository} ${ref ?? ""}, ${tier}`, { remedy: "Use another workspace, or clean this one up first." });
}
function otherBase(of, base) {
	return new IdentikitError("PATCH_INVALID", `the patch is of commit ${of}, not ${base}`, { remedy: "Make the workspace from the commit of the patch, or rebase the patch." });
}
// src/workspace/state/read-git-state.ts
const mostConflicts = 1e3;
const longestPath = 1e3;
async function readGitState(root, key, signal) {
	const record = readWorkspaceRecord(root, key);
	if (record?.state !== "made") return { missing: true };
	const store = root.storeNamed(record.store);
	const now = await lookAt(root, store, record, signal);
	if (!now) return { missing: true };
	const { branch, head } = headOf(root, record);
	const target = record.ref === void 0 ? void 0 : await store.head(record.ref, signal);
	const counts = target === void 0 ? {} : await countCommits(root, store, record, target, head, signal);
	const changedAt = now.changedAt ?? Date.parse(record.madeAt);
	return {
		...branch === void 0 ? {} : { branch },
		head,
		...record.ref === void 0 ? {} : { upstream: upstreamOf(record.ref) },
		...counts,
		dirty: isUnharvested(record, now),
		uncommitted: now.patch.changes.length,
		conflicts: (record.rebase?.conflicts ?? []).slice(0, mostConflicts).map((path) => path.slice(0, longestPath)),
		rebase: rebaseOf(record, now.patch.changes.length > 0, target),
		lastActivity: new Date(Math.min(changedAt, root.now().getTime())).toISOString(),
		missing: false,
		editorLink: editorLink(root.place(key).tree)
	};
}
function headOf(root, record) {
	const { base, store, admin } = record;
	using folder = root.enter("stores", store, "store.git", "worktrees", admin);
	const text = folder && fileText(folder, "HEAD");
	const [, head] = /^([0-9a-f]{40}|[0-9a-f]{64})$/.exec(text ?? "") ?? [];
	const [, branch] = /^ref: refs\/heads\/([\w./+-]{1,300})$/.exec(text ?? "") ?? [];
	return {
		...branch === void 0 ? {} : { branch },
		head: head ?? base
	};
}
function fileText(folder, name) {
	try {
		return readFileIn(folder, name, 1e3)?.bytes.toString().trim();
	} catch {
		return;
	}
}
async function countCommits(root, store, record, target, head, signal) {
	const { objects } = root.place(record);
	const git = !existsSync(join(objects, "info/alternates")) ? store.git.with({ GIT_ALTERNATE_OBJECT_DIRECTORIES: objects }) : store.git;
	for (const from of head === record.base ? [head] : [head, record.base]) {
		const range = `${from}...${target}`;
		const { status, output } = await git.run([
			"rev-list",
			"--count",
			"--left-right",
			"--end-of-options",
			range,
			"--"
		], signal);
		const [, ahead, behind] = /^(\d+)\t(\d+)$/.exec(output.toString().trim()) ?? [];
		if (status === 0 && ahead !== void 0) return {
			ahead: Number(ahead),
			behind: Number(behind)
		};
	}
	return {};
}
function rebaseOf({ base, rebase }, hasChanges, target) {
	if (rebase?.phase === "conflicts") return "conflicts";
	if (hasChanges && target !== void 0 && target !== base) return "needed";
	return rebase?.phase ?? "none";
}
function upstreamOf(ref) {
	return ref.replace(/^refs\/heads\//, "origin/");
}
export { harvestWorkspace, makeWorkspace, readGitState };
