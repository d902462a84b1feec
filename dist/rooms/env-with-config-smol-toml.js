import { clientFileShape, settingsShape } from "./config.js";
import { IdentikitError, fieldsOf } from "../start/faces.js";
import { FileTree, StagedFile, comparePaths, differs, digestOf, modeDiffers, planSync, readFileIn, takeName, temporaryNameFor, treeDigest, writeFileIn } from "./tree.js";
import { _enum, array, literal, object, partialRecord, string } from "../vendor/zod.js";
import { canonicalJson } from "./document.js";
import { SharedFile, codexFileShape, lockedFile, sealedInputs, sealsOf } from "./env.js";
import { TomlFile } from "./env-with-smol-toml.js";
import { nothingDesired } from "./env-with-config.js";
import { join } from "node:path";
import { lstatSync, readdirSync, rmSync } from "node:fs";
// src/env/clients/shared-files.ts
const sharedFileNames = [
	"settings.json",
	".claude.json",
	"config.toml"
];
const sharedFiles = {
	"settings.json": {
		wholeKeys: ["enabledPlugins", "extraKnownMarketplaces"],
		parse: SharedFile.parse,
		empty: SharedFile.empty,
		shape: settingsShape
	},
	".claude.json": {
		wholeKeys: ["mcpServers"],
		parse: SharedFile.parse,
		empty: SharedFile.empty,
		shape: clientFileShape
	},
	"config.toml": {
		wholeKeys: ["mcp_servers"],
		parse: TomlFile.parse,
		empty: TomlFile.empty,
		shape: codexFileShape
	}
};
// src/env/kept-entries.ts
function foreignEntries(replacing, ledgers) {
	return replacing.flatMap(({ name: file, file: read, values }) => {
		const records = ledgers.flatMap(({ shared }) => shared[file] ?? []);
		const ours = new Set(records.flatMap(({ names = [], keys = [] }) => [...names, ...keys]));
		const { wholeKeys } = sharedFiles[file];
		const members = wholeKeys.flatMap((key) => membersOf(read?.value(key)).flatMap(([name, value]) => {
			const next = membersOf(values.get(key)).find(([each]) => each === name);
			return next !== void 0 && canonicalJson(next[1]) === canonicalJson(value) || ours.has(entryName(key, name)) ? [] : [{
				file,
				key,
				name,
				value
			}];
		}));
		const singles = [...values].flatMap(([key, next]) => {
			const value = wholeKeys.includes(key) ? void 0 : read?.value(key);
			if (value === void 0 || ours.has(key) || canonicalJson(value) === canonicalJson(next)) return [];
			return [{
				file,
				key,
				value
			}];
		});
		return [...members, ...singles];
	});
}
function entryNames(file, values) {
	return sharedFiles[file].wholeKeys.flatMap((key) => membersOf(values.get(key)).map(([name]) => entryName(key, name)));
}
function keepEntries(place, agent, entries) {
	const text = `${JSON.stringify({
		agent,
		entries
	}, void 0, 2)}\n`;
	writeFileIn(place, keptName(agent), Buffer.from(text), { mode: 384 });
}
function dropKept(place, agent) {
	rmSync(place.locate(keptName(agent)), { force: true });
}
function keptFindings(place, agent, entries) {
	const where = join(place.path, keptName(agent));
	return entries.map(({ file, key, name }) => ({
		code: "ENTRY_TAKEN_AWAY",
		severity: "warning",
		path: `${file} ${entryName(key, name)}`,
		expected: null,
		actual: "an entry that no render wrote",
		done: "removed",
		remedy: `Only the renderer writes ${key}. The entry is in ${where} until the next render; add it to the config to have it back.`,
		subject: agent
	}));
}
function keptName(agent) {
	return `${agent}.kept`;
}
function entryName(key, name) {
	return name === void 0 ? key : `${key}.${name}`;
}
function membersOf(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
// src/env/ledger.ts
const maxLedgerBytes = 4194304;
const sharedRecord = object({
	inputs: string(),
	owned: string(),
	file: string(),
	names: array(string()).optional(),
	keys: array(string()).optional()
});
const ledgerSchema = object({
	version: literal(1),
	agent: string(),
	key: string(),
	shared: partialRecord(_enum(sharedFileNames), sharedRecord),
	prompt: string().nullable(),
	files: array(object({
		path: string(),
		digest: string()
	})).optional(),
	skills: array(object({
		name: string(),
		digest: string()
	})),
	kept: literal(true).optional()
});
function readLedgers(place, agent) {
	const next = lstatSync(place.locate(nextName(agent)), { throwIfNoEntry: false }) !== void 0 ? readOne(place, agent, nextName(agent)) : void 0;
	return {
		ledgers: [next, readOne(place, agent, ledgerName(agent))].filter((ledger) => ledger !== void 0),
		interrupted: next !== void 0
	};
}
function readOne(place, agent, name) {
	const file = readFileIn(place, name, maxLedgerBytes);
	try {
		const ledger = file && ledgerSchema.parse(JSON.parse(file.bytes.toString()));
		return ledger?.agent === agent ? ledger : void 0;
	} catch {
		return;
	}
}
function stageLedger(place, ledger) {
	const name = nextName(ledger.agent);
	return StagedFile.write(place, name, Buffer.from(`${JSON.stringify(ledger)}\n`), {
		mode: 384,
		temporary: temporaryNameFor(name)
	});
}
function settleLedger(place, agent) {
	takeName(place.locate(nextName(agent)), place, ledgerName(agent));
}
function filesIn({ prompt, files = [] }) {
	const known = files.map(({ path, digest }) => [path, digest]);
	return new Map([...prompt === null ? [] : [["system-prompt.md", prompt]], ...known]);
}
function ledgerFileNames(agent) {
	return [nextName(agent), ledgerName(agent)];
}
function hasLedger(place, agent) {
	return ledgerFileNames(agent).some((name) => place.has(name));
}
function hasAnyLedger(place) {
	return readdirSync(place.locate(".")).some((name) => name.endsWith(".json") || name.endsWith(".next"));
}
function removeLedger(place, agent) {
	for (const name of ledgerFileNames(agent)) rmSync(place.locate(name), { force: true });
	dropKept(place, agent);
}
function ledgerName(agent) {
	return `${agent}.json`;
}
function nextName(agent) {
	return `${agent}.next`;
}
// src/env/owned-keys.ts
function ownedKeys(name, ...singles) {
	return [...sharedFiles[name].wholeKeys, ...[...new Set(singles.flat())].sort()];
}
function canonicalOwned(keys, file) {
	return keys.map((key) => `${key}\n${file ? canonicalMember(file, key) : ""}\n`).join("");
}
function canonicalValues(keys, values) {
	return keys.map((key) => `${key}\n${canonicalValue(values.get(key))}\n`).join("");
}
function withOwnedValues(keys, file, values) {
	return keys.reduce((so, key) => {
		const value = values.get(key);
		if (so.count(key) === 0) return isEmpty(value) ? so : so.with(key, value);
		return canonicalMember(so, key) === canonicalValue(value) ? so : so.with(key, value);
	}, file);
}
function parseShared(name, file, path) {
	return file && sharedFiles[name].parse(file.bytes, path);
}
function canonicalMember(file, key) {
	const count = file.count(key);
	return count > 1 ? `stands ${count} times` : canonicalValue(file.value(key));
}
function canonicalValue(value) {
	const text = value === void 0 ? "" : canonicalJson(value);
	return text === "{}" ? "" : text;
}
function isEmpty(value) {
	return value === void 0 || typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
// src/env/check-rendered.ts
function checkRendered(name, file, { path, keys }) {
	const { parse, wholeKeys, shape } = sharedFiles[name];
	const written = parse(file.bytes(), path);
	const owned = Object.fromEntries(keys.map((key) => [key, written.value(key)]));
	const result = shape.safeParse(Object.fromEntries(wholeKeys.map((key) => [key, owned[key]])));
	if (!result.success) {
		const [issue] = result.error.issues;
		throw refused(`${path}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
	}
	if (JSON.stringify(owned).includes("${SECRET:")) throw refused(`${path}: a secret placeholder was left in it`);
}
function refused(message) {
	return new IdentikitError("RENDER_REFUSED", message, { remedy: "Change the row that it comes from; the file was left as it is." });
}
function watchedIn({ client, files, skills }, known) {
	const { sharedFiles, ownFiles } = client;
	return watchedOf({
		sharedFiles,
		ownFiles,
		files,
		skills
	}, known);
}
function watchedOf(names, { ledgers }) {
	const written = new Set(ledgers.flatMap(({ shared }) => Object.keys(shared)));
	return {
		shared: [...names.sharedFiles, ...sharedFileNames.filter((name) => written.has(name) && !names.sharedFiles.includes(name))],
		files: new Set([
			...names.ownFiles,
			...names.files.keys(),
			...ledgers.flatMap((ledger) => [...filesIn(ledger).keys()])
		]),
		skills: new Set([...names.skills.keys(), ...ledgers.flatMap(({ skills }) => skills.map(({ name }) => name))])
	};
}
function isPrivate(file, seen) {
	return file.mode === 384 && file.owner.uid === seen.owner.uid && file.links === 1;
}
function compareShared(name, file, record, { seal, directory }) {
	if (fileDigest(name, file, seal) === record.file) return "same";
	const owned = canonicalOwned(ownedKeys(name, record.keys ?? []), parseShared(name, file, join(directory, name)));
	return seal.digest(`${name} owned`, owned) === record.owned ? "rewritten" : "changed";
}
function fileDigest(name, file, seal) {
	return file ? seal.digest(`${name} file`, file.bytes) : "";
}
function planFiles(desired, seen) {
	const write = [];
	const remove = [];
	let unchanged = 0;
	const add = (plan, prefix) => {
		write.push(...plan.write.map((file) => ({
			...file,
			path: prefix + file.path
		})));
		remove.push(...plan.remove.map((path) => prefix + path));
		unchanged += plan.unchanged;
	};
	for (const [path, file] of seen.files) add(planFile(path, file, {
		want: desired.files.get(path),
		seen
	}), "");
	for (const [name, entries] of seen.skills) {
		const want = desired.skills.get(name) ?? FileTree.empty;
		const ours = entries.filter(({ kind, owner }) => kind !== "file" || owner?.uid === seen.owner.uid);
		const foreign = entries.length - ours.length > 0 ? planSync(want, entries, () => true).remove : [];
		const plan = planSync(want, ours, () => true);
		add({
			...plan,
			remove: [...new Set([...plan.remove, ...foreign])]
		}, `skills/${name}/`);
	}
	return {
		write: write.sort((a, b) => comparePaths(a.path, b.path)),
		remove: remove.sort(comparePaths).reverse(),
		unchanged
	};
}
function planFile(path, file, { want, seen }) {
	if (!want) return {
		write: [],
		remove: file ? [path] : [],
		unchanged: 0
	};
	if (isRightFile(file, want.digest, seen)) return {
		write: [],
		remove: [],
		unchanged: 1
	};
	return {
		write: [{
			path,
			mode: 420,
			...want
		}],
		remove: [],
		unchanged: 0
	};
}
function isRightFile(file, digest, seen) {
	return file?.owner.uid === seen.owner.uid && !modeDiffers(420, file.mode) && digestOf(file.bytes) === digest;
}
function holdsFiles(expected, seen) {
	const isSkill = ([name, entries]) => {
		const files = entries.filter(({ kind }) => kind !== "directory");
		const want = expected.skills.get(name)?.files;
		const isRight = (entry) => {
			const file = want?.get(entry.path);
			return file && entry.owner?.uid === seen.owner.uid && !differs(file, entry);
		};
		return files.length === (want?.size ?? 0) && files.every(isRight);
	};
	const isFile = ([path, file]) => {
		const digest = expected.files.get(path);
		return digest === void 0 ? !file : isRightFile(file, digest, seen);
	};
	return [...seen.files].every(isFile) && [...seen.skills].every(isSkill);
}
function skillDigest(entries) {
	const files = (entries ?? []).filter((entry) => entry.kind !== "directory");
	if (files.length === 0) return null;
	const lines = files.map(({ path, mode, digest }) => ({
		path,
		mode: (mode & 64) === 0 ? 420 : 493,
		digest: digest ?? digestOf("no regular file")
	}));
	return treeDigest(lines.sort((a, b) => comparePaths(a.path, b.path)));
}
// src/env/plan-env-directory.ts
function planEnvDirectory(want, context) {
	const { agent, seen, seal, ledgers } = context;
	const { desired } = want;
	const names = watchedIn(desired, { ledgers }).shared;
	const shared = [...names].sort((a, b) => Number(b === lockedFile) - Number(a === lockedFile)).map((name) => planShared(name, want, context));
	const foreign = foreignEntries(names.flatMap((name) => shared.filter((each) => each.name === name)).map(({ replacing }) => replacing), ledgers);
	const records = desired.client.sharedFiles.map((name) => {
		return [name, shared.find((each) => each.name === name)?.record];
	});
	const prompt = desired.files.get(claudePrompt);
	const files = [...desired.files].filter(([path]) => path !== claudePrompt);
	const ledger = {
		version: 1,
		agent,
		key: seal.keyId,
		shared: Object.fromEntries(records),
		prompt: prompt?.digest ?? null,
		...files.length > 0 ? { files: files.map(([path, { digest }]) => ({
			path,
			digest
		})) } : {},
		skills: [...desired.skills].map(([name, { digest }]) => ({
			name,
			digest
		})),
		...foreign.length > 0 ? { kept: true } : {}
	};
	return {
		shared,
		files: planFiles(desired, seen),
		foreign,
		ledger
	};
}
const claudePrompt = "system-prompt.md";
function planShared(name, want, context) {
	const { seen, seal, directory, ledgers } = context;
	const values = context.values.get(name) ?? new Map();
	const { singles } = want.desired.shared.get(name) ?? nothingDesired;
	const keys = ownedKeys(name, singles, ledgers.flatMap(({ shared }) => shared[name]?.keys ?? []));
	const path = join(directory, name);
	const base = seen.shared[name];
	const file = parseShared(name, base, path);
	const next = withOwnedValues(keys, file ?? sharedFiles[name].empty(), values);
	const bytes = next.bytes();
	const absent = !base && values.size === 0;
	const right = absent || base !== void 0 && isPrivate(base, seen) && bytes.equals(base.bytes);
	if (!right) checkRendered(name, next, {
		path,
		keys
	});
	const owned = seal.digest(`${name} owned`, canonicalValues(ownedKeys(name, singles), values));
	const digest = fileDigest(name, absent ? void 0 : { bytes }, seal);
	const record = {
		inputs: sealedInputs(want, name, seal),
		owned,
		file: digest,
		names: entryNames(name, values),
		...singles.length > 0 ? { keys: [...singles] } : {}
	};
	return {
		name,
		base,
		bytes: right ? void 0 : bytes,
		replacing: {
			name,
			file,
			values
		},
		record
	};
}
// src/env/recorded.ts
function isAsRecorded({ agent, want, known, directory }, seen, name) {
	return known.ledgers.some((ledger) => {
		const seal = sealsOf(agent, ledger.key).reading;
		const record = ledger.shared[name];
		if (!seal || !record || !want.desired.shared.has(name)) return false;
		if (sealedInputs(want, name, seal) !== record.inputs) return false;
		const context = {
			seal,
			directory: directory.path
		};
		return compareShared(name, seen.shared[name], record, context) !== "changed";
	});
}
function recordedValues({ directory, want }, seen, name) {
	const file = parseShared(name, seen.shared[name], join(directory.path, name));
	const keys = ownedKeys(name, want.desired.shared.get(name)?.singles ?? []);
	return new Map(keys.flatMap((key) => {
		const value = file?.value(key);
		return value === void 0 ? [] : [[key, value]];
	}));
}
// src/env/glimpse.ts
function glimpse(agent, { digest, paths }, { seal, place, since }) {
	let text = `${digest}\n${place.root.path}`;
	let isOld = true;
	const lookAt = (path) => {
		const status = lstatSync(path, {
			bigint: true,
			throwIfNoEntry: false
		});
		if (!status) {
			text += "\n-";
			return;
		}
		const { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } = status;
		if (dev !== since.device || mtimeNs >= since.ns || ctimeNs >= since.ns) isOld = false;
		text += `\n${dev} ${ino} ${mode} ${nlink} ${uid} ${gid} ${size} ${mtimeNs} ${ctimeNs}`;
	};
	for (const name of ledgerFileNames(agent)) lookAt(place.glance.ledgers.locate(name));
	const root = place.glance.root.locate(agent);
	for (const path of paths) lookAt(root + path);
	return {
		digest: seal.digest("stat index", text),
		isOld
	};
}
// src/env/differing-entries.ts
const placeholder = /\$\{SECRET:[^}]*\}/;
function differingEntries(name, file, { wanted, written }) {
	const { values } = wanted;
	return ownedKeys(name, wanted.singles, written).flatMap((key) => {
		if ((file?.count(key) ?? 0) > 1) return [{
			path: `${name} ${key}`,
			expected: "once",
			actual: "more than once"
		}];
		if (!sharedFiles[name].wholeKeys.includes(key)) return differingSingle(`${name} ${key}`, values, key, file);
		const want = fieldsOf(values.get(key));
		const have = file?.value(key) ?? {};
		if (!isObject(have)) return [{
			path: `${name} ${key}`,
			expected: "an object",
			actual: "another type"
		}];
		return [...new Set([...Object.keys(want), ...Object.keys(have)])].sort().flatMap((each) => {
			const path = `${name} ${key}.${each}`;
			if (!Object.hasOwn(have, each)) return [{
				path,
				expected: "as configured",
				actual: null
			}];
			if (!Object.hasOwn(want, each)) return [{
				path,
				expected: null,
				actual: "an entry"
			}];
			return fits(want[each], have[each]) ? [] : [{
				path,
				expected: "as configured",
				actual: "another value"
			}];
		});
	});
}
function differingSingle(path, values, key, file) {
	const isThere = (file?.count(key) ?? 0) > 0;
	if (!values.has(key)) return isThere ? [{
		path,
		expected: null,
		actual: "an entry"
	}] : [];
	if (!isThere) return [{
		path,
		expected: "as configured",
		actual: null
	}];
	return fits(values.get(key), file?.value(key)) ? [] : [{
		path,
		expected: "as configured",
		actual: "another value"
	}];
}
function fits(want, have) {
	if (typeof want === "string" && typeof have === "string") return fitsText(want, have);
	if (Array.isArray(want) && Array.isArray(have)) return want.length === have.length && want.every((item, index) => fits(item, have[index]));
	if (!isObject(want) || !isObject(have)) return canonicalJson(want) === canonicalJson(have);
	const names = Object.keys(want);
	return names.length === Object.keys(have).length && names.every((each) => Object.hasOwn(have, each) && fits(want[each], have[each]));
}
function fitsText(want, have) {
	const pieces = want.split(placeholder);
	if (pieces.length === 1) return want === have;
	const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
	if (have.length < first.length + last.length || !have.startsWith(first) || !have.endsWith(last)) return false;
	let at = first.length;
	for (const piece of pieces.slice(1, -1)) {
		const found = have.indexOf(piece, at);
		if (found === -1) return false;
		at = found + piece.length;
	}
	return at <= have.length - last.length;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
export { canonicalOwned, canonicalValues, compareShared, differingEntries, dropKept, filesIn, glimpse, hasAnyLedger, hasLedger, holdsFiles, isAsRecorded, isPrivate, keepEntries, keptFindings, ledgerFileNames, ownedKeys, parseShared, planEnvDirectory, readLedgers, recordedValues, removeLedger, settleLedger, sharedFileNames, sharedFiles, skillDigest, stageLedger, watchedIn, watchedOf, withOwnedValues };
