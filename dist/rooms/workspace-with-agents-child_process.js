import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { digestOf, readFileIn, removeTreeIn, unsafeReason, writeFileIn } from "./tree.js";
import { withoutCredentials } from "./git-with-child_process.js";
import { matchesGlob, matchesPathPattern, patchDigest, readRef, treePatch } from "./agents.js";
import { BaseTree, IgnoreRules, checkOutSubmodules, checkedOut, mergeTrees, readObjects, remoteFault, remoteRun, submodulesOf } from "./workspace-with-child_process.js";
import { BlobFolder, IncomingFolder, ObjectScratch, adminName, agentGit, caseCollisions, checkOut, editorLink, fileBytes, giveAdmin, messageText, personVariables, readTree, resetFiles, statIndexOf, withMarkers, workspaceRef } from "./workspace.js";
import { compareDirectory, heldWorkspace, readWorkspaceRecord, removeWorkspaceRecord, submoduleChanges, writeWorkspaceRecord } from "./workspace-with-agents.js";
import { randomUUID } from "node:crypto";
import { isAbsolute, join } from "node:path";
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
// src/workspace/files/take-patch.ts
async function takePatch(directory, options) {
	const { git, commit, blobs, submodules = [], signal } = options;
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
		submodules: submodules.map(({ path }) => path),
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
	const before = await statesBefore(options, kept);
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
	const inSubmodules = await submoduleChanges(directory, submodules, signal);
	const colliding = [...collisions].map(([path, other]) => ({
		path,
		reason: `it differs from ${JSON.stringify(other)} only in letter case`
	}));
	return {
		patch,
		...kept.length === 0 ? {} : { digest: patchDigest(patch) },
		refused: [
			...refused,
			...colliding,
			...inSubmodules
		].toSorted((a, b) => byBytes(a.path, b.path)),
		ignored,
		changedAt
	};
}
async function statesBefore({ git, before, signal }, changes) {
	const files = [];
	for (const { path, base } of changes) if (base?.mode === "100644" || base?.mode === "100755") files.push({
		path,
		mode: base.mode,
		object: base.object
	});
	const known = new Map();
	const objects = [...new Set(files.map(({ object }) => object))];
	let room = before?.most.all ?? 0;
	for await (const [object, bytes] of readObjects(git, objects, signal)) {
		known.set(object, {
			digest: digestOf(bytes),
			bytes: bytes.length
		});
		if (!before || bytes.length > Math.min(before.most.file, room)) continue;
		before.blobs.put(bytes);
		room -= bytes.length;
	}
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
// src/workspace/commit/patch-between.ts
async function patchBetween(git, base, to, signal) {
	const changes = parseRaw(await git.ask([
		...[
			"diff-tree",
			"-r",
			"-z",
			"--raw",
			"--no-renames",
			"--no-ext-diff"
		],
		`${base}^{tree}`,
		`${to}^{tree}`,
		"--"
	], signal, { maxOutput: 268435456 }));
	const objects = new Set();
	for (const { path, from, now } of changes) {
		if (isFile$1(from)) objects.add(from.object);
		if (isFile$1(now)) objects.add(now.object);
		else if (!isNothing(now)) throw notAFile(path);
	}
	const known = new Map();
	for await (const [object, bytes] of readObjects(git, [...objects], signal)) known.set(object, {
		digest: digestOf(bytes),
		bytes: bytes.length
	});
	const state = (side) => isFile$1(side) ? {
		mode: side.mode,
		...known.get(side.object)
	} : void 0;
	return treePatch.parse({
		version: 1,
		base,
		changes: changes.toSorted((a, b) => byBytes(a.path, b.path)).map(({ path, from, now }) => {
			const before = state(from);
			const after = state(now);
			return {
				path,
				...before ? { before } : {},
				...after ? { after } : {}
			};
		})
	});
}
function parseRaw(output) {
	const parts = new TextDecoder("utf-8", {
		fatal: true,
		ignoreBOM: true
	}).decode(output).split("\0");
	const changes = [];
	for (let at = 0; at + 1 < parts.length; at += 2) {
		const [mode = "", modeNow = "", object = "", objectNow = ""] = (parts[at] ?? "").slice(1).split(" ");
		changes.push({
			path: parts[at + 1] ?? "",
			from: {
				mode,
				object
			},
			now: {
				mode: modeNow,
				object: objectNow
			}
		});
	}
	return changes;
}
function isNothing({ mode }) {
	return mode === "000000";
}
function isFile$1(side) {
	return side.mode === "100644" || side.mode === "100755";
}
function notAFile(path) {
	return new IdentikitError("PATCH_INVALID", `${JSON.stringify(path)} became a link or a submodule`, { remedy: "Look at what wrote this commit: a patch of ours never does." });
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
// src/workspace/commit/patch-tree.ts
const batchFiles = 1e3;
async function writePatchTree(scratch, patch, blobs, signal) {
	const { git } = scratch;
	await checkPatch(git, patch, signal);
	const objects = await writeBlobs(scratch, patch, blobs, signal);
	await git.ask(["read-tree", patch.base], signal);
	const none = "0".repeat(patch.base.length);
	const removed = patch.changes.map(({ path }) => `0 ${none}\t${path}\0`);
	const added = patch.changes.flatMap(({ path, after }) => after ? [`${after.mode} ${objects.get(after.digest)}\t${path}\0`] : []);
	const input = Buffer.from([...removed, ...added].join(""));
	await git.ask([
		"update-index",
		"-z",
		"--index-info"
	], signal, { input });
	return (await git.ask(["write-tree"], signal)).toString().trim();
}
async function writeBlobs({ git, folder }, patch, blobs, signal) {
	const objects = new Map();
	const wanted = [...new Map(patch.changes.flatMap(({ after }) => after ? [[after.digest, after]] : [])).values()];
	for (let at = 0; at < wanted.length; at += batchFiles) {
		const batch = wanted.slice(at, at + batchFiles);
		const files = join(folder, "files");
		mkdirSync(files);
		for (const [index, state] of batch.entries()) writeFileSync(join(files, String(index)), newContent(blobs, state));
		const input = Buffer.from(batch.map((_, index) => `${index}\n`).join(""));
		const ids = (await git.ask([
			"hash-object",
			"-w",
			"-t",
			"blob",
			"--no-filters",
			"--stdin-paths"
		], signal, {
			input,
			cwd: files
		})).toString().trim().split("\n");
		for (const [index, { digest }] of batch.entries()) objects.set(digest, ids[index] ?? "");
		rmSync(files, { recursive: true });
	}
	return objects;
}
// src/workspace/commit/commit-patch.ts
async function commitPatch(scratch, order, signal) {
	const { patch, head } = order;
	const made = await writePatchTree(scratch, patch, order.blobs, signal);
	const moved = head !== patch.base;
	const tree = moved ? await moveTree(scratch, patch.base, head, made, signal) : made;
	const commit = await writeCommit(scratch, order, tree, signal);
	const between = await patchBetween(scratch.git, head, commit, signal);
	const digest = patchDigest(between);
	if (!moved && digest !== patchDigest(patch)) throw new IdentikitError("PATCH_INVALID", "the commit's tree is not what the patch says", { remedy: "Take the patch from the run bundle again; a patch is not edited by hand." });
	if (between.changes.length === 0) throw new IdentikitError("PATCH_INVALID", `the patch changes nothing at ${head}`, { remedy: "Its changes are there already; there is nothing to write back." });
	return {
		commit,
		tree,
		head,
		digest,
		moved
	};
}
async function moveTree({ git }, base, head, patch, signal) {
	const { tree, conflicts } = await mergeTrees(git, {
		base,
		target: head,
		patch
	}, signal);
	if (conflicts.length === 0) return tree;
	const paths = conflicts.map(({ path }) => path);
	const more = paths.length > 10 ? ` and ${paths.length - 10} more` : "";
	throw new IdentikitError("PATCH_CONFLICTS", `the target has changed what the patch changes: ${paths.slice(0, 10).join(", ")}${more}`, { remedy: "Rebase the workspace, resolve the conflicts and have the result approved." });
}
async function writeCommit(scratch, { head, message, author, committer, date, signing }, tree, signal) {
	const input = Buffer.from(messageText(message));
	const variables = {
		...personVariables("AUTHOR", author, date),
		...personVariables("COMMITTER", committer, date),
		...signing?.format === "openpgp" ? { GNUPGHOME: signing.home } : {}
	};
	const args = [
		"commit-tree",
		"-p",
		head,
		"-F",
		"-"
	];
	if (!signing) return (await scratch.git.ask([...args, tree], signal, {
		input,
		variables
	})).toString().trim();
	const key = signing.format === "ssh" ? keyFile(scratch, signing.privateKey) : signing.key;
	const { status, output, complaint } = await scratch.git.run([
		...args,
		"-S",
		tree
	], signal, {
		input,
		variables,
		config: [["gpg.format", signing.format], ["user.signingKey", key]]
	});
	if (status === 0) return output.toString().trim();
	throw new IdentikitError("COMMIT_UNSIGNED", "the commit could not be signed", {
		remedy: "Check the signing key: an ssh key without a passphrase, or a key of the GnuPG home that is named.",
		cause: new Error(complaint)
	});
}
function keyFile({ folder }, privateKey) {
	const path = join(folder, "signing-key");
	writeFileSync(path, privateKey.endsWith("\n") ? privateKey : `${privateKey}\n`, { mode: 384 });
	return path;
}
// src/workspace/commit/push-branch.ts
async function pushBranch(git, push, signal) {
	const { remote, branch, commit, expected } = push;
	const ref = branchRef(branch);
	const there = await remoteHead(git, remote, ref, signal);
	if (there === commit) return false;
	if (there !== expected) throw refusedPush(push, `it is ${there === void 0 ? "not there" : `at ${there}`}, not ${expected ?? "new"}`);
	const { status, output, complaint } = await git.run([
		...[
			"push",
			"--porcelain",
			"--no-verify",
			"--no-signed",
			"--recurse-submodules=no",
			"--no-follow-tags"
		],
		`--force-with-lease=${ref}:${expected ?? ""}`,
		...[
			"--end-of-options",
			remote.url,
			`${commit}:${ref}`
		]
	], signal, remoteRun(remote));
	if (status === 0) return true;
	const [, reason] = /^!\t\S+\t(.*)$/m.exec(output.toString()) ?? [];
	if (reason !== void 0) throw refusedPush(push, reason, new Error(complaint));
	throw remoteFault(remote, complaint);
}
async function remoteHead(git, remote, ref, signal) {
	const args = [
		"ls-remote",
		"--refs",
		"--end-of-options",
		remote.url,
		ref
	];
	const { status, output, complaint } = await git.run(args, signal, remoteRun(remote));
	if (status !== 0) throw remoteFault(remote, complaint);
	for (const line of output.toString().split("\n")) {
		const [id, name] = line.split("	");
		if (name === ref) return id;
	}
}
function branchRef(branch) {
	const { ref, branch: name } = readRef(branch);
	if (name !== void 0 && branch === ref) return ref;
	throw new IdentikitError("REF_UNSAFE", `${JSON.stringify(branch)} is not a branch`, { remedy: "Name it in full, such as refs/heads/agent/berths-12." });
}
function refusedPush({ remote, branch }, why, cause) {
	return new IdentikitError("PUSH_REFUSED", `${branch} of ${withoutCredentials(remote.url)} was not written: ${withoutCredentials(why)}`, {
		remedy: "Somebody else may have moved the branch, or a rule of the forge protects it. Look at it, and decide again.",
		cause
	});
}
// src/workspace/host/harvest-workspace.ts
async function harvestWorkspace(root, key, { blobs, before, bounds, signal }) {
	const record = heldWorkspace(root, key);
	const store = root.storeNamed(record.store);
	await store.check(signal);
	using open = root.openTree(key);
	if (!open) throw gone(record);
	return await takePatch(open, {
		git: store.git,
		commit: record.base,
		blobs,
		bounds,
		signal,
		...before ? { before: {
			blobs,
			most: before
		} } : {},
		stats: statIndexOf(root, record),
		leftOut: record.caches,
		submodules: await checkedOut(root, record, signal)
	});
}
function keptElsewhere(root, key, { digest }) {
	const record = readWorkspaceRecord(root, key);
	if (record?.state !== "made") return;
	const { harvested: _, ...rest } = record;
	writeWorkspaceRecord(root, digest ? {
		...rest,
		harvested: digest
	} : rest);
}
function gone({ name }) {
	return new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${name} are gone`, { remedy: "Recover it from its base and patch, or archive it." });
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
		leftOut: record.caches,
		submodules: await checkedOut(root, record, signal)
	});
}
function isUnharvested(record, now) {
	return now.digest !== void 0 && now.digest !== record.harvested;
}
function refuseUnharvested(record, now) {
	if (!isUnharvested(record, now)) return;
	throw new IdentikitError("WORKSPACE_DIRTY", `workspace ${record.name} has changes in ${now.patch.changes.length} files that were not harvested`, { remedy: "Archive the workspace, which keeps them as a patch, or look at them and remove them by hand." });
}
async function takeAgain(root, store, there, next, signal) {
	if (there.state !== "made" || there.store !== next.store) return false;
	const now = there.base === next.base || await store.has(there.base, signal) ? await lookAt(root, store, there, signal) : void 0;
	if (!now) return false;
	refuseUnharvested(there, now);
	if (now.refused.length > 0 || there.submodules.length + next.submodules.length > 0) return false;
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
	const index = join(records, "index");
	rmSync(`${index}.lock`, { force: true });
	await store.git.with({
		GIT_INDEX_FILE: index,
		GIT_WORK_TREE: tree
	}).ask([
		"checkout-index",
		"--all",
		"--force",
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
	removeOwnStores(root, record);
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
		using there = above?.enter(name);
		if (above && there) throwAway(root, above, name);
		if (!record) return;
		using worktrees = root.enter("stores", record.store, "store.git", "worktrees");
		if (worktrees) removeTreeIn(worktrees, record.admin);
	});
}
function throwAway(root, above, name) {
	using trash = root.make("trash");
	const thrown = randomUUID();
	renameSync(above.locate(name), trash.locate(thrown));
	removeTreeIn(trash, thrown);
	for (const left of readdirSync(trash.locate("."))) try {
		removeTreeIn(trash, left);
	} catch {}
}
function removeOwnStores(root, { store, submodules }) {
	using stores = root.enter("stores");
	for (const name of [store, ...submodules.map((one) => one.store)]) if (stores && name.startsWith("own-")) removeTreeIn(stores, name);
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
	const named = {
		namespace,
		name,
		base,
		store: nameOf(store)
	};
	const submodules = wanted.submodules ? await submodulesOf(store, named, wanted.remote, signal) : [];
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
		submodules: submodules.map(({ submodule }) => submodule),
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
		await checkOutSubmodules(root, record, submodules, signal);
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
async function readGitState(root, key, signal, seen) {
	const record = readWorkspaceRecord(root, key);
	if (record?.state !== "made") return { missing: true };
	const store = root.storeNamed(record.store);
	const now = seen ?? await lookAt(root, store, record, signal);
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
		dirty: seen === void 0 && isUnharvested(record, now),
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
// src/workspace/host/prove-workspace.ts
async function proveWorkspace(root, key, digest, signal) {
	const record = heldWorkspace(root, key);
	const { git } = root.storeNamed(record.store);
	using open = root.openTree(key);
	const now = open && await takePatch(open, {
		git,
		commit: record.base,
		leftOut: record.caches,
		signal,
		submodules: await checkedOut(root, record, signal)
	});
	if (now?.digest === digest) return;
	removeFiles(root, key, record);
	removeWorkspaceRecord(root, key);
	throw new IdentikitError("PATCH_INVALID", `workspace ${key.name} was made again as ${now?.digest ?? "its base alone"}, not as ${digest}; it is removed`, { remedy: "Look at the policy of the workspace: a folder that its patch changes is among its caches." });
}
// src/workspace/rebase/rebase-workspace.ts
async function startRebase(root, key, remote, signal) {
	const record = heldWorkspace(root, key);
	const store = root.storeNamed(record.store);
	const begun = record.rebase?.phase === "conflicts" ? record.rebase : void 0;
	if (begun && record.base === begun.onto) return {
		phase: "conflicts",
		onto: begun.onto,
		conflicts: begun.conflicts
	};
	if (record.submodules.length > 0) throw refused(record, "it has submodules");
	if (record.ref === void 0) throw refused(record, "it is of no ref, so nothing moves");
	const onto = begun?.onto ?? await store.fetch(remote, { ref: record.ref }, signal);
	if (onto === record.base) return {
		phase: "done",
		onto,
		conflicts: []
	};
	const original = begun?.original ?? await originalOf(root, store, record, signal);
	using scratch = new ObjectScratch(store);
	using blobs = originalBlobs(root, record);
	const patch = await writePatchTree(scratch, original, blobs, signal);
	const merged = await mergeTrees(scratch.git, {
		base: record.base,
		target: onto,
		patch
	}, signal);
	const conflicts = merged.conflicts.map(({ path }) => path);
	const isHarvested = original.changes.length > 0 && record.harvested === patchDigest(original);
	const state = {
		phase: "conflicts",
		from: record.base,
		onto,
		conflicts,
		original,
		harvested: begun?.harvested ?? isHarvested
	};
	writeWorkspaceRecord(root, {
		...record,
		rebase: state
	});
	const from = begun ? merged.tree : patch;
	await resetFiles(root, record, scratch, {
		from,
		to: merged.tree,
		base: onto
	}, signal);
	const { harvested: _, ...rest } = record;
	const moved = {
		...rest,
		base: onto,
		rebase: state
	};
	giveAdmin(root, store, moved);
	if (conflicts.length > 0) {
		writeWorkspaceRecord(root, moved);
		return {
			phase: "conflicts",
			onto,
			conflicts
		};
	}
	const now = certain(await lookAt(root, store, moved, signal));
	const kept = state.harvested && now.digest !== void 0 ? { harvested: now.digest } : {};
	writeWorkspaceRecord(root, {
		...moved,
		...kept,
		rebase: {
			...ended(state),
			phase: "done"
		}
	});
	return {
		phase: "done",
		onto,
		conflicts: []
	};
}
function waitingRebase(root, key) {
	const record = heldWorkspace(root, key);
	const { rebase } = record;
	if (rebase?.phase === "conflicts" && rebase.original) return {
		record,
		rebase,
		original: rebase.original
	};
	throw refused(record, "no rebase of it is under way");
}
async function mergeAgain(root, key, scratch, signal) {
	const { record, rebase, original } = waitingRebase(root, key);
	using blobs = originalBlobs(root, record);
	const patchTree = await writePatchTree(scratch, original, blobs, signal);
	const sides = {
		base: rebase.from,
		target: rebase.onto,
		patch: patchTree
	};
	return {
		...await mergeTrees(scratch.git, sides, signal),
		patchTree
	};
}
function ended({ from, onto }) {
	return {
		from,
		onto,
		conflicts: []
	};
}
async function originalOf(root, store, record, signal) {
	using open = root.openTree(record);
	if (!open) throw new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${record.name} are gone`, { remedy: "Recover it first." });
	using blobs = originalBlobs(root, record);
	const { patch, refused: others } = await takePatch(open, {
		git: store.git,
		commit: record.base,
		blobs,
		signal,
		stats: statIndexOf(root, record),
		leftOut: record.caches,
		submodules: await checkedOut(root, record, signal)
	});
	const [first] = others;
	if (first) throw refused(record, `${JSON.stringify(first.path)} cannot be moved: ${first.reason}`);
	return patch;
}
function originalBlobs(root, record) {
	return new BlobFolder(join(root.place(record).records, "rebase"));
}
function refused({ name }, why) {
	return new IdentikitError("REBASE_REFUSED", `workspace ${name} is not rebased: ${why}`, { remedy: "Look at the workspace's git state; start, resolve or abort its rebase as that says." });
}
// src/workspace/rebase/end-rebase.ts
function markResolved(root, key) {
	const over = endedAs(root, key, "done");
	if (over) return over;
	const { record, rebase } = waitingRebase(root, key);
	using tree = root.openTree(key);
	const left = tree ? withMarkers(tree, rebase.conflicts) : rebase.conflicts;
	if (left.length > 0) throw new IdentikitError("REBASE_CONFLICTS", `workspace ${key.name} still has conflict markers in ${left.slice(0, 10).join(", ")}`, { remedy: "Decide each place between <<<<<<< and >>>>>>>, remove the markers, and mark it again." });
	return finish(root, record, rebase);
}
async function autoResolve(root, key, signal) {
	const over = endedAs(root, key, "done");
	if (over) return over;
	const { record, rebase } = waitingRebase(root, key);
	const store = root.storeNamed(record.store);
	using scratch = new ObjectScratch(store);
	const { tree, conflicts } = await mergeAgain(root, key, scratch, signal);
	using open = certain(root.openTree(key));
	const left = [];
	for (const conflict of conflicts.filter(({ path }) => rebase.conflicts.includes(path))) {
		const marked = await objectAt(scratch, tree, conflict.path, signal);
		const now = fileBytes(open, conflict.path);
		const chosen = !marked || !now?.equals(marked) ? void 0 : await choose(scratch, conflict, signal);
		if (chosen) writePath(open, conflict.path, chosen.mode, chosen.bytes);
		else left.push(conflict.path);
	}
	if (left.length === 0) return finish(root, record, rebase);
	writeWorkspaceRecord(root, {
		...record,
		rebase: {
			...rebase,
			conflicts: left
		}
	});
	return {
		phase: "conflicts",
		onto: rebase.onto,
		conflicts: left
	};
}
async function abortRebase(root, key, signal) {
	const over = endedAs(root, key, "aborted");
	if (over) return over;
	const { record, rebase, original } = waitingRebase(root, key);
	const store = root.storeNamed(record.store);
	using scratch = new ObjectScratch(store);
	const { tree, patchTree } = await mergeAgain(root, key, scratch, signal);
	const trees = {
		from: tree,
		to: patchTree,
		base: rebase.from
	};
	await resetFiles(root, record, scratch, trees, signal);
	const back = {
		...record,
		base: rebase.from,
		rebase: {
			...ended(rebase),
			phase: "aborted"
		},
		...record.harvested === void 0 && rebase.harvested ? { harvested: patchDigest(original) } : {}
	};
	giveAdmin(root, store, back);
	writeWorkspaceRecord(root, back);
	forget(root, record);
	return {
		phase: "aborted",
		onto: rebase.from,
		conflicts: []
	};
}
function endedAs(root, key, phase) {
	const { base, rebase } = heldWorkspace(root, key);
	return rebase?.phase === phase ? {
		phase,
		onto: base,
		conflicts: []
	} : void 0;
}
function finish(root, record, rebase) {
	writeWorkspaceRecord(root, {
		...record,
		rebase: {
			...ended(rebase),
			phase: "done"
		}
	});
	forget(root, record);
	return {
		phase: "done",
		onto: rebase.onto,
		conflicts: []
	};
}
function forget(root, { namespace, name }) {
	using records = root.enter("records", namespace, name);
	if (records) removeTreeIn(records, "rebase");
}
async function choose(scratch, { base, target, patch }, signal) {
	if (!target || !patch || !isFile(target) || !isFile(patch)) return void 0;
	const objects = [
		target,
		patch,
		...base && isFile(base) ? [base] : []
	].map(({ object }) => object);
	const contents = new Map();
	for await (const [object, bytes] of readObjects(scratch.git, [...new Set(objects)], signal)) contents.set(object, bytes);
	const bytesOf = ({ object }) => certain(contents.get(object));
	const plain = (side) => plainLines(bytesOf(side));
	if (plain(target) === plain(patch)) return {
		mode: target.mode,
		bytes: bytesOf(target)
	};
	if (!base || !isFile(base) || target.mode !== patch.mode) return void 0;
	if (plain(base) === plain(target)) return {
		mode: patch.mode,
		bytes: bytesOf(patch)
	};
	if (plain(base) === plain(patch)) return {
		mode: target.mode,
		bytes: bytesOf(target)
	};
}
function isFile(side) {
	return side.mode === "100644" || side.mode === "100755";
}
function plainLines(bytes) {
	return bytes.toString("latin1").split("\n").map((line) => line.replace(/[ \t\r]+$/, "")).join("\n").replace(/\n+$/, "");
}
async function objectAt({ git }, tree, path, signal) {
	const listed = await git.ask([
		"ls-tree",
		"-z",
		"--full-tree",
		tree,
		"--",
		path
	], signal);
	const [, object] = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(listed.toString()) ?? [];
	if (object === void 0) return void 0;
	for await (const [, bytes] of readObjects(git, [object], signal)) return bytes;
}
// src/workspace/actions/archive.ts
const mostBytes = 268435456;
async function archiveWorkspace(root, key, path, signal) {
	const before = readWorkspaceRecord(root, key) ? void 0 : readArchive(root, key);
	if (before) return {
		base: before.base,
		digest: before.changes.length === 0 ? void 0 : patchDigest(before)
	};
	const { rebase } = heldWorkspace(root, key);
	if (rebase?.phase === "conflicts") throw unkept(key, "a rebase of it is under way");
	const folder = archiveFolder(root, key);
	rmSync(folder, {
		recursive: true,
		force: true
	});
	using blobs = new BlobFolder(folder);
	const harvest = await harvestWorkspace(root, key, {
		blobs,
		signal
	});
	const [refused] = harvest.refused;
	if (refused) throw unkept(key, `${JSON.stringify(refused.path)} would be lost: ${refused.reason}`);
	keepPatch(root, key, harvest);
	keptElsewhere(root, key, harvest);
	await removeWorkspace(root, key, path, signal);
	return {
		base: harvest.patch.base,
		digest: harvest.digest
	};
}
function archivedPatch(root, key, digest) {
	const patch = readArchive(root, key);
	if (!patch || patchDigest(patch) !== digest) return void 0;
	return {
		patch,
		blobs: new BlobFolder(archiveFolder(root, key))
	};
}
function readArchive(root, { namespace, name }) {
	using folder = root.enter("archive", namespace, name);
	const file = folder && readFileIn(folder, "patch.json", mostBytes);
	return file && treePatch.parse(JSON.parse(file.bytes.toString()));
}
function forgetArchive(root, { namespace, name }) {
	using folder = root.enter("archive", namespace);
	if (folder) removeTreeIn(folder, name);
}
function keepPatch(root, { namespace, name }, { patch }) {
	using folder = root.make("archive", namespace, name);
	writeFileIn(folder, "patch.json", Buffer.from(JSON.stringify(patch)), { mode: 384 });
}
function archiveFolder(root, key) {
	root.place(key);
	return join(root.path, "archive", key.namespace, key.name);
}
function unkept({ name }, why) {
	return new IdentikitError("WORKSPACE_DIRTY", `workspace ${name} is not archived: ${why}`, { remedy: "Look at it, and remove by hand what is not to be kept." });
}
// src/workspace/actions/local-hands.ts
var LocalHands = class {
	host;
	#options;
	constructor(options) {
		this.host = options.host;
		this.#options = options;
	}
	isOwn(workspace) {
		return workspace.workspacePath === this.#options.root.place(workspace).tree;
	}
	async look(workspace, signal) {
		const { workspacePath } = workspace;
		if (workspacePath === void 0 || this.isOwn(workspace)) return await readGitState(this.#options.root, workspace, signal);
		return isFolder(workspacePath) ? {
			missing: false,
			editorLink: editorLink(workspacePath)
		} : { missing: true };
	}
	async act(job, signal) {
		const { root, remoteOf } = this.#options;
		switch (job.action) {
			case "provision":
			case "recover": return await this.#make(job, signal);
			case "link": return await this.#link(job, signal);
			case "archive": {
				const { base, digest } = await archiveWorkspace(root, job, job.workspacePath, signal);
				return {
					result: `Its files are removed; ${digest === void 0 ? "it had no changes" : `its changes are kept as ${digest}`}.`,
					files: "gone",
					base,
					patchDigest: digest
				};
			}
			case "cleanup": {
				const removed = await removeWorkspace(root, job, job.workspacePath, signal);
				forgetArchive(root, job);
				return {
					result: removed ? "Its files are removed." : "There was nothing to remove.",
					files: "gone"
				};
			}
			case "rebase-start": return await this.#rebased(job, await startRebase(root, job, remoteOf(job.repository), signal), signal);
			case "rebase-auto-resolve": return await this.#rebased(job, await autoResolve(root, job, signal), signal);
			case "rebase-mark-resolved": return await this.#rebased(job, markResolved(root, job), signal);
			case "rebase-abort": return await this.#rebased(job, await abortRebase(root, job, signal), signal);
			case "rebase-open-in-editor": {
				const path = job.workspacePath ?? root.place(job).tree;
				if (!isFolder(path)) throw missing(job);
				return {
					result: editorLink(path),
					files: "same",
					git: await this.look(job, signal)
				};
			}
			case "pin":
			case "unpin":
			case "notes-save": return {
				result: "It is done in the record.",
				files: "same"
			};
		}
	}
	async #make(job, signal) {
		const { root } = this.#options;
		if (job.workspacePath !== void 0 && !this.isOwn(job)) throw notOurs(job, job.workspacePath);
		const path = root.place(job).tree;
		const there = await readGitState(root, job, signal);
		const record = readWorkspaceRecord(root, job);
		if (there.missing === false && record && !job.isMoved) return {
			result: `It is there already, in ${path}.`,
			files: "here",
			path,
			base: record.base,
			git: there
		};
		const { repository, trustTier: tier, refs, policy } = job;
		using incoming = new IncomingFolder(root, job);
		const patch = await this.#patchOf(job, incoming, signal);
		const commit = patch?.patch.base ?? refs?.base ?? refs?.head;
		const { caches, mode = "worktree", submodules } = policy ?? {};
		const remote = this.#options.remoteOf(repository);
		const made = await makeWorkspace(root, {
			...keyOf(job),
			repository,
			remote,
			ref: refs && workspaceRef(refs),
			commit,
			tier,
			mode,
			caches,
			submodules,
			patch
		}, signal);
		if (patch) await proveWorkspace(root, job, patchDigest(patch.patch), signal);
		const git = await readGitState(root, job, signal);
		return {
			result: patch ? `It is in ${path}, at ${made.base} with its changes, read back as ${patchDigest(patch.patch)}.` : `It is in ${path}, at ${made.base}.`,
			files: "here",
			path,
			base: made.base,
			git
		};
	}
	async #patchOf(job, incoming, signal) {
		const { patchDigest: digest, refs, text } = job;
		if (digest === void 0 || text === "base") return void 0;
		const bare = refs?.base === void 0 ? void 0 : {
			version: 1,
			base: refs.base,
			changes: []
		};
		if (bare && patchDigest(bare) === digest) return void 0;
		const archived = archivedPatch(this.#options.root, job, digest);
		if (archived) return archived;
		const { patches } = this.#options;
		if (patches) return await incoming.take((blobs) => patches.fetch(keyOf(job), digest, blobs, signal));
		throw new IdentikitError("WORKSPACE_MISSING", `the changes ${digest} of workspace ${job.name} are not on this machine`, { remedy: "Recover it where it was archived, or ask with the text `base` to make it without its changes." });
	}
	async #link(job, signal) {
		const { text: path } = job;
		if (path === void 0 || !isAbsolute(path) || !isFolder(path) || realpathSync(path) !== path) throw new IdentikitError("WORKSPACE_MISSING", `${JSON.stringify(path ?? "")} is not a folder of this machine`, { remedy: "Name the checkout by its absolute path, with no link in it." });
		if (!lstatSync(join(path, ".git"), { throwIfNoEntry: false })) throw new IdentikitError("WORKSPACE_MISSING", `${path} is not a checkout of a repository`, { remedy: "Name the folder that has .git in it." });
		const git = await this.look({
			...job,
			workspacePath: path
		}, signal);
		return {
			result: `It is ${path}, which Identikit never removes.`,
			files: "here",
			path,
			git
		};
	}
	async #rebased(job, { phase, onto, conflicts }, signal) {
		return {
			result: {
				done: `It is at ${onto}.`,
				conflicts: `It waits for somebody to resolve ${conflicts.slice(0, 20).join(", ")}.`,
				aborted: `It is back at ${onto}, as it was before.`
			}[phase],
			files: "same",
			base: onto,
			git: await this.look(job, signal)
		};
	}
};
function keyOf({ namespace, name }) {
	return {
		namespace,
		name
	};
}
function isFolder(path) {
	return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
function missing({ name }) {
	return new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${name} are gone`, { remedy: "Recover it from its base and patch, or archive it." });
}
function notOurs({ name }, path) {
	return new IdentikitError("WORKSPACE_TAKEN", `workspace ${name} was linked to ${path}`, { remedy: "Link it again where that is gone; Identikit makes nothing in a folder of somebody else." });
}
export { LocalHands, commitPatch, harvestWorkspace, keptElsewhere, makeWorkspace, patchBetween, pushBranch, readGitState };
