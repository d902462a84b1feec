import { IdentikitError, asFault } from "../start/faces.js";
import { AnchoredDirectory, FileTree, StagedFile, applyPlan, clearLeftovers, clearLeftoversBelow, compareTree, digestOf, readFileIn, sweepTemporaries } from "./tree.js";
import { fillPlaceholders } from "./secret.js";
import { ClientLock, checkAgentName, clearRendererLock, configFor, lockedFile, placeName, sealedInputs, sealsOf, takeTurns } from "./env.js";
import { canonicalOwned, canonicalValues, compareShared as compareShared$1, differingEntries, dropKept, filesIn, glimpse, holdsFiles, isAsRecorded, isPrivate, keepEntries, ownedKeys, parseShared, planEnvDirectory, readLedgers, recordedValues, settleLedger, skillDigest, stageLedger, watchedIn, watchedOf } from "./env-with-config-smol-toml.js";
import { shownDifference } from "./secret-with-diff.js";
import { maxFileBytes, observeEnvDirectory } from "./env-with-diff.js";
import { OpenedValues, nothingDesired, wantOf } from "./env-with-config.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/env/install.ts
const attempts = 20;
async function install(agent, want, place) {
	using directory = place.root.enterOrMake(agent.name, 448);
	if (directory.status().mode !== 448) directory.setMode(448);
	clearRendererLock(directory);
	sweepTemporaries(directory);
	const opened = new OpenedValues(agent, want);
	const replaced = new Set();
	for (let attempt = 1;; attempt++) {
		const known = readLedgers(place.ledgers, agent.name);
		if (known.interrupted) clearInterrupted(directory, watchedIn(want.desired, known));
		try {
			return await attemptInstall({
				agent,
				want,
				place,
				directory,
				known,
				opened,
				replaced
			});
		} catch (caught) {
			if (!(caught instanceof MovedUnderneath) || attempt === attempts) throw caught;
		}
	}
}
function clearInterrupted(directory, { skills: names, files }) {
	clearLeftovers(directory, files);
	using skills = directory.enter("skills");
	if (skills) for (const name of names) clearLeftoversBelow(skills, name);
}
var MovedUnderneath = class extends IdentikitError {
	constructor(path) {
		super("LOCK_HELD", `${path} is being written by somebody else all the time`, {
			remedy: "Run again when it is left alone.",
			retry: { kind: "later" }
		});
	}
};
async function attemptInstall(work) {
	const { agent, directory, want } = work;
	let seen = look(work);
	const names = watchedIn(want.desired, work.known).shared;
	const unknown = names.filter((name) => !isAsRecorded(work, seen, name));
	if (unknown.length > 0) {
		for (const name of names) parseShared(name, seen.shared[name], join(directory.path, name));
		for (const name of unknown) await work.opened.values(name);
	}
	let plan;
	{
		using lock = names.includes(".claude.json") && !isCalm(work, seen) ? await ClientLock.acquire(directory, agent) : void 0;
		if (lock) seen = look(work);
		const values = new Map();
		for (const name of names) {
			const isRecorded = hasSecrets(want, name) && isAsRecorded(work, seen, name);
			values.set(name, isRecorded ? recordedValues(work, seen, name) : await work.opened.values(name));
		}
		const seal = sealsOf(agent, void 0).writing;
		const { ledgers } = work.known;
		const context = {
			agent: agent.name,
			seen,
			ledgers,
			values,
			seal,
			directory: directory.path
		};
		plan = planEnvDirectory(want, context);
		if (work.known.interrupted) await applyPlan(directory, {
			...plan.files,
			write: []
		});
		await replaceShared(work, plan, seen, lock);
	}
	const { files } = plan;
	if (files.write.length + files.remove.length > 0) {
		const { sync = true, signal } = agent;
		const options = {
			sync: sync && "content",
			owner: seen.owner
		};
		await applyPlan(directory, files, {
			...options,
			...signal ? { signal } : {}
		});
	}
	tightenDirectories(directory, seen);
	if (isNews(work, plan)) settleLedger(work.place.ledgers, agent.name);
	if (plan.foreign.length === 0 && work.known.ledgers.some(({ kept }) => kept)) dropKept(work.place.ledgers, agent.name);
	return {
		written: [...work.replaced, ...files.write.map((file) => file.path)].sort(),
		removed: [...files.remove].sort(),
		secrets: work.opened.names,
		foreign: plan.foreign
	};
}
function tightenDirectories(directory, { loose, owner }) {
	for (const { path, mode, stranger } of loose) {
		using opened = new DisposableStack();
		let at = directory;
		for (const name of path.split("/")) at = opened.use(at?.enter(name));
		if (stranger !== void 0) at?.setOwner(owner);
		at?.setMode(mode & -19);
	}
}
async function replaceShared(work, plan, { owner }, lock) {
	const { place, directory } = work;
	const { sync = true } = work.agent;
	using open = new DisposableStack();
	const record = isNews(work, plan) ? open.use(stageLedger(place.ledgers, plan.ledger)) : void 0;
	const staged = plan.shared.map(({ name, bytes }) => {
		const options = {
			mode: 384,
			owner
		};
		return bytes && open.use(StagedFile.write(directory, name, bytes, options));
	});
	if (sync) await Promise.all([record, ...staged].map((file) => file?.sync()));
	for (const shared of plan.shared) assertBase(directory, shared);
	if (plan.foreign.length > 0) keepEntries(place.ledgers, work.agent.name, plan.foreign);
	record?.commit();
	for (const [index, shared] of plan.shared.entries()) {
		staged[index]?.commit(() => {
			if (shared.name === ".claude.json") lock?.assertHeld();
			assertBase(directory, shared);
		});
		if (staged[index]) work.replaced.add(shared.name);
	}
}
function isNews({ known }, { ledger }) {
	return known.interrupted || JSON.stringify(ledger) !== JSON.stringify(known.ledgers[0]);
}
function assertBase(directory, { name, base, bytes }) {
	if (!bytes) return;
	const now = base || directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	if (now ? !base?.bytes.equals(now.bytes) : base) throw new MovedUnderneath(join(directory.path, name));
}
function look({ directory, want, known }) {
	return observeEnvDirectory(directory, watchedIn(want.desired, known));
}
function isCalm(work, seen) {
	const file = seen.shared[lockedFile];
	return isAsRecorded(work, seen, ".claude.json") && (!file || isPrivate(file, seen));
}
function hasSecrets({ desired }, name) {
	return (desired.shared.get(name)?.secretNames.length ?? 0) > 0;
}
// src/env/settled.ts
function lookIfSettled(question, scene) {
	const { place, ledgerKeys, since } = scene;
	const agent = {
		name: question.agent,
		ledgerKeys
	};
	const seal = sealsOf(agent, void 0).writing;
	const before = since && glimpse(agent.name, question.expected, {
		seal,
		place,
		since
	});
	if (before && before.digest === question.digest) return {};
	const seen = seenSettled(agent, question.expected, place);
	if (!seen) return void 0;
	return before?.isOld && isAllLookedAt(question.expected, seen) ? { digest: before.digest } : {};
}
function isAllLookedAt({ paths }, { skills }) {
	const looked = new Set(paths);
	return [...skills].every(([skill, entries]) => entries.every(({ path }) => looked.has(`/skills/${skill}/${path}`)));
}
function seenSettled(agent, expected, place) {
	const known = readLedgers(place.glance.ledgers, agent.name);
	const [ledger] = known.ledgers;
	const seal = sealsOf(agent, ledger?.key);
	if (known.interrupted || !ledger || ledger.kept || seal.reading?.keyId !== seal.writing.keyId) return void 0;
	using directory = place.glance.root.enter(agent.name);
	if (!directory) return void 0;
	const seen = observeEnvDirectory(directory, watchedOf(expected, known));
	if (seen.leftovers || seen.mode !== 448 || seen.loose.length > 0) return void 0;
	return holdsFiles(expected, seen) && isRecorded(ledger, expected) && expected.sharedFiles.every((name) => {
		const file = seen.shared[name];
		const record = ledger.shared[name];
		if (!record || file && !isPrivate(file, seen)) return false;
		if (record.inputs !== sealedInputs(expected, name, seal.writing)) return false;
		return compareShared$1(name, file, record, {
			seal: seal.writing,
			directory: directory.path
		}) === "same";
	}) ? seen : void 0;
}
function isRecorded(ledger, expected) {
	const files = filesIn(ledger);
	return Object.keys(ledger.shared).length === expected.sharedFiles.length && files.size === expected.files.size && [...files].every(([path, digest]) => expected.files.get(path) === digest) && ledger.skills.length === expected.skills.size && ledger.skills.every(({ name, digest }) => expected.skills.get(name)?.digest === digest);
}
// src/env/compare-env-directory.ts
const remedies = {
	ENV_CHANGED: "Run reconcile --repair, and change the config rather than the file.",
	ENV_STALE: "Render the agent, or run reconcile --repair.",
	ENV_CONFLICT: "Run reconcile --repair, and change the config rather than the file."
};
function compareEnvDirectory(want, context) {
	const { agent } = context;
	return [
		...compareShared(want, context),
		...compareFiles(want, context),
		...compareSkills(want, context)
	].map((finding) => ({
		...finding,
		subject: agent
	}));
}
function driftCode(copyMoved, configMoved) {
	if (!copyMoved) return "ENV_STALE";
	return configMoved ? "ENV_CONFLICT" : "ENV_CHANGED";
}
function compareShared(want, context) {
	const { seen, written } = context;
	const findings = [];
	const ledgers = written.map(({ ledger }) => ledger);
	if (seen.mode !== 448) findings.push(modeFinding(".", 448, seen.mode));
	for (const name of watchedIn(want.desired, { ledgers }).shared) {
		findings.push(...compareOwned(name, want, context));
		const file = seen.shared[name];
		if (file && file.mode !== 384) findings.push(modeFinding(name, 384, file.mode));
		if (file && file.owner.uid !== seen.owner.uid) findings.push(ownerFinding(name, seen.owner.uid, file.owner.uid));
		if (file && file.links > 1) findings.push(linkFinding(name, file.links));
	}
	for (const { path, mode, stranger } of seen.loose) {
		if ((mode & 18) !== 0) findings.push(modeFinding(path, mode & -19, mode));
		if (stranger !== void 0) findings.push(ownerFinding(path, seen.owner.uid, stranger));
	}
	return findings;
}
function linkFinding(path, links) {
	return {
		code: "FILE_LINKED",
		severity: "error",
		path,
		expected: "one name",
		actual: `${links} names (hard links)`,
		remedy: "Run reconcile --repair, find the other name (find -samefile), and rotate the secrets in it."
	};
}
function compareOwned(name, want, { seen, written, directory }) {
	const wanted = want.desired.shared.get(name) ?? nothingDesired;
	const { values, singles, secretNames } = wanted;
	const file = parseShared(name, seen.shared[name], join(directory, name));
	const records = written.map(({ ledger, seal }) => {
		const record = ledger.shared[name];
		const owned = canonicalOwned(ownedKeys(name, record?.keys ?? []), file);
		return {
			there: record ? record.owned === seal.digest(`${name} owned`, owned) : owned === canonicalValues(ownedKeys(name), new Map()),
			asked: record?.inputs === sealedInputs(want, name, seal)
		};
	});
	const before = written.flatMap(({ ledger }) => ledger.shared[name]?.keys ?? []);
	const keys = ownedKeys(name, singles, before);
	if (secretNames.length === 0 ? canonicalOwned(keys, file) === canonicalValues(keys, values) : records.some(({ there, asked }) => there && asked)) return [];
	const code = driftCode(!records.some(({ there }) => there), !records.some(({ asked }) => asked));
	const entries = differingEntries(name, file, {
		wanted,
		written: before
	});
	const whole = {
		path: name,
		expected: "as configured",
		actual: "other values"
	};
	return (entries.length > 0 ? entries : [whole]).map((entry) => drift(code, entry));
}
function compareFiles({ desired }, { seen, written }) {
	return [...seen.files].flatMap(([path, file]) => {
		const want = desired.files.get(path);
		const tree = want ? FileTree.of([{
			path,
			bytes: want.bytes
		}], path) : FileTree.empty;
		const digest = file ? digestOf(file.bytes) : null;
		const there = file && digest ? [{
			path,
			kind: "file",
			digest,
			...file
		}] : [];
		const code = codeOf(written.map(({ ledger }) => filesIn(ledger).get(path) ?? null), digest, want?.digest ?? null);
		return compareTree(tree, there, { owner: seen.owner }).map((difference) => plainFinding(code, difference, {
			expected: want?.bytes,
			actual: file?.bytes
		}));
	});
}
function compareSkills({ desired }, { seen, written }) {
	return [...seen.skills].flatMap(([name, entries]) => {
		const tree = desired.skills.get(name);
		const code = codeOf(written.map(({ ledger }) => ledger.skills.find((skill) => skill.name === name)?.digest ?? null), skillDigest(entries), tree?.digest ?? null);
		const bytesOf = new Map(entries.map(({ path, bytes }) => [path, bytes]));
		return compareTree(tree ?? FileTree.empty, entries, { owner: seen.owner }).map((difference) => {
			const { path } = difference;
			const contents = {
				expected: tree?.get(path)?.bytes,
				actual: bytesOf.get(path)
			};
			return plainFinding(code, {
				...difference,
				path: `skills/${name}/${path}`
			}, contents);
		});
	});
}
function codeOf(written, there, should) {
	return driftCode(!written.includes(there), !written.includes(should));
}
function plainFinding(code, difference, contents) {
	const { path, expected, actual } = difference;
	if (difference.code === "FILE_MODE" || difference.code === "FILE_OWNER") return {
		code: difference.code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: remedies.ENV_CHANGED
	};
	const finding = drift(code, {
		path,
		expected,
		actual
	});
	if (difference.code !== "FILE_CHANGED") return finding;
	return {
		...finding,
		...shownDifference(contents.expected, contents.actual)
	};
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
	const octal = (mode) => `0${mode.toString(8).padStart(3, "0")}`;
	const remedy = remedies.ENV_CHANGED;
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
	const remedy = remedies.ENV_CHANGED;
	return {
		code: "FILE_OWNER",
		severity: "error",
		path,
		expected: `${expected}`,
		actual: `${actual}`,
		remedy
	};
}
// src/env/rehearse-render.ts
async function rehearseAgents(options) {
	const { agents, onMissingSecret = "fail", shard, concurrency, onOutcome, ...settings } = options;
	const secrets = settings.secrets.snapshot();
	using opened = new DisposableStack();
	const root = existsSync(settings.envRoot) ? opened.use(AnchoredDirectory.open(settings.envRoot)) : void 0;
	const ledgers = opened.use(root?.enter(placeName));
	return await takeTurns(agents, options, async (agent) => {
		let outcome;
		try {
			outcome = await rehearse({
				...configFor(agent),
				...settings,
				secrets
			}, root, ledgers);
		} catch (caught) {
			if (settings.signal?.aborted) throw caught;
			const error = asFault(caught);
			const skipped = error.code === "MISSING_SECRET" && onMissingSecret === "skip";
			outcome = {
				agent: agent.name,
				result: skipped ? "skipped" : "failed",
				error
			};
		}
		onOutcome?.(outcome);
		return outcome;
	});
}
async function rehearse(agent, root, ledgers) {
	checkAgentName(agent.name);
	const want = await wantOf(agent);
	const { client, shared } = want.desired;
	const known = ledgers ? readLedgers(ledgers, agent.name) : {
		ledgers: [],
		interrupted: false
	};
	using directory = root?.enter(agent.name);
	const watched = watchedIn(want.desired, known);
	const seen = directory ? observeEnvDirectory(directory, watched) : nothingThere(watched);
	const path = join(agent.envRoot, agent.name);
	const recorded = {
		agent,
		want,
		known,
		directory: { path }
	};
	const values = new Map();
	const secrets = new Set();
	for (const name of watched.shared) {
		const wanted = shared.get(name) ?? nothingDesired;
		const isSame = wanted.secretNames.length > 0 && isAsRecorded(recorded, seen, name);
		values.set(name, isSame ? recordedValues(recorded, seen, name) : withStandIns(wanted, client));
		if (!isSame) for (const secret of wanted.secretNames) secrets.add(secret);
	}
	const seal = sealsOf(agent, void 0).writing;
	const context = {
		agent: agent.name,
		seen,
		ledgers: known.ledgers,
		values,
		seal,
		directory: path
	};
	const { shared: planned, files } = planEnvDirectory(want, context);
	const written = [...planned.flatMap(({ name, bytes }) => bytes ? [name] : []), ...files.write.map((file) => file.path)].sort();
	return {
		agent: agent.name,
		result: written.length + files.remove.length > 0 ? "rendered" : "unchanged",
		written,
		removed: [...files.remove].sort(),
		secrets: [...secrets].sort(),
		warnings: [...client.check(agent), ...client.unsupported(agent)]
	};
}
function withStandIns({ values, secretNames }, { expandsVariables }) {
	const standIns = new Map(secretNames.map((name) => [name, `stand-in for secret ${name}`]));
	return new Map([...values].map(([key, value]) => [key, fillPlaceholders(value, standIns, key, { expandsVariables })]));
}
function nothingThere({ files, skills }) {
	return {
		mode: 448,
		owner: {
			uid: 0,
			gid: 0
		},
		shared: {},
		files: new Map([...files].map((path) => [path, void 0])),
		skills: new Map([...skills].map((name) => [name, []])),
		loose: [],
		leftovers: false
	};
}
export { compareEnvDirectory, install, lookIfSettled, rehearseAgents };
