import "./rolldown-runtime-DqgWs3Hx.js";
import { t as checkDocument } from "./check-BJs0Hux_.js";
import { n as readJsonDocument } from "./json-VTGreyeJ.js";
import { g as string, h as strictObject, l as literal, m as record, o as custom } from "./zod-BjridcMG.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { i as writeFileAtomically } from "./atomic-file-ChCRe45G.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
import { r as temporaryNameFor } from "./temporary-name-Bg8pnI25.js";
import { n as namePattern } from "./manifest-D7vjWGvA.js";
import { t as commitPattern } from "./source-CUT0L1CC.js";
import { basename, dirname, join } from "node:path";
import { existsSync, rmSync } from "node:fs";
const digest = custom((value) => typeof value == "string" && isDigest(value), "must be sha256:…"), entrySchema = strictObject({
	repo: string().min(1),
	ref: string().min(1).nullable(),
	commit: string().regex(commitPattern, "must be a full commit id").nullable(),
	treeDigest: digest,
	policy: string().min(1),
	files: record(string(), digest)
}), lockSchema = strictObject({
	version: literal(1),
	templates: record(string().regex(namePattern), entrySchema)
});
/**
* Reads the lock file; empty where there is none.
* @throws {IdentikitError} `LOCK_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
function readTemplateLock(file) {
	if (!existsSync(file)) return /* @__PURE__ */ new Map();
	let document = readJsonDocument(file, { name: basename(file) });
	return new Map(Object.entries(checkDocument(document, lockSchema, "LOCK_INVALID").templates));
}
/** Writes the lock file: the same entries give the same bytes. The caller is the only one that writes it now. */
function writeTemplateLock(file, lock) {
	let temporary = temporaryNameFor(basename(file));
	rmSync(join(dirname(file), temporary), { force: !0 }), writeFileAtomically(file, formatTemplateLock(lock), { temporary });
}
/** The lock file's text: sorted by name and by path, one fact a line, so that a diff shows what moved. */
function formatTemplateLock(lock) {
	let templates = Object.fromEntries([...lock].sort(([a], [b]) => comparePaths(a, b)).map(([name, { repo, ref, commit, treeDigest, policy, files }]) => [name, {
		repo,
		ref,
		commit,
		treeDigest,
		policy,
		files: sorted(files)
	}]));
	return `${JSON.stringify({
		version: 1,
		templates
	}, void 0, 2)}\n`;
}
function sorted(files) {
	return Object.fromEntries(Object.entries(files).sort(([a], [b]) => comparePaths(a, b)));
}
/**
* The lock's entry for a manifest entry.
* @throws {IdentikitError} `LOCK_INVALID` where there is none; `LOCK_MISMATCH` where it answers another question
*/
function lockedEntry(lock, entry, policy) {
	let locked = lock.get(entry.name);
	if (!locked) throw new IdentikitError("LOCK_INVALID", `identikit.lock has no entry for ${JSON.stringify(entry.name)}`, { remedy: "Fetch without --locked once and commit identikit.lock." });
	let asked = {
		repo: entry.repo,
		ref: entry.ref ?? null,
		policy
	};
	for (let key of [
		"repo",
		"ref",
		"policy"
	]) {
		if (locked[key] === asked[key]) continue;
		let problem = `${entry.name}: ${key} is ${asked[key] ?? "the default branch"}, but identikit.lock was made with ${locked[key] ?? "the default branch"}`;
		throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock." });
	}
	return locked;
}
/** What a lock entry would become, or `undefined` where it says just that already. */
function lockChange(name, from, to) {
	if (from && JSON.stringify({
		...from,
		files: 0
	}) === JSON.stringify({
		...to,
		files: 0
	})) return;
	let before = from?.files ?? {}, changed = [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(to.files)])].filter((path) => before[path] !== to.files[path]).sort(comparePaths);
	return {
		name,
		from: from ?? null,
		to,
		changed
	};
}
export { writeTemplateLock as a, readTemplateLock as i, lockChange as n, lockedEntry as r, formatTemplateLock as t };
