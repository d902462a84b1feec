import { agentNames, drainQueue, listQueue } from "./config.js";
import { asFault } from "../start/faces.js";
import { pause, verdictOf } from "./fault.js";
import { FileTree, applyPlan, digestOf as digestOf$1, observeIn, planSync, readFileIn, temporaryNameFor, writeFileIn } from "./tree.js";
import { MissingSecretError } from "./secret.js";
import { ClientLock, EnvDirectories, SettledThread, checkAgentName, chosen, configFor, countRepair, directoryGone, expectedOf, faultFinding, findUnrendered, inTurns, isInShard, neverRendered, nextRepair, noFleet, noLedger, nothingKnown, openSnapshot, placeFindings, readFight, removed, repaired, sealSnapshot, sealsOf, shareOf, standOff, takeTurns, unknownKey } from "./env.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { hasAnyLedger, keptFindings, ledgerFileNames, ownedKeys, readLedgers, sharedFileNames, sharedFiles, watchedIn, withOwnedValues } from "./env-with-config-smol-toml.js";
import { maxFileBytes, observeEnvDirectory, readFileBelow } from "./env-with-diff.js";
import { Wants, desiredEnvDirectory } from "./env-with-config.js";
import { compareEnvDirectory, install, lookIfSettled } from "./env-with-config-diff-smol-toml.js";
import { findOrphans, removeOrphan } from "./env-with-config-smol-toml-sqlite.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { availableParallelism } from "node:os";
// src/env/render-instance.ts
async function renderForInstance(agent) {
	using place = EnvDirectories.make(agent.envRoot);
	try {
		await renderInstance(agent, place);
	} catch (caught) {
		emit(agent, failureEvent(agent, "task_failed", caught));
		throw caught;
	}
}
async function renderInstance(agent, place, wants = new Wants()) {
	agent.signal?.throwIfAborted();
	checkAgentName(agent.name);
	const want = await wants.of(agent);
	const { client } = want.desired;
	if (isSettled(agent, want, place)) return unchanged(agent, want);
	const warnings = [...client.check(agent), ...client.unsupported(agent)];
	emit(agent, {
		event: "render_started",
		agent: agent.name,
		reason: agent.reason
	});
	const lockOptions = { place: `env directory ${join(agent.envRoot, agent.name)}` };
	using _lock = await ExclusiveLock.acquire(place.lockFile(agent.name), {
		...lockOptions,
		...agent.signal ? { signal: agent.signal } : {}
	});
	const { written, removed, secrets, foreign } = await install(agent, want, place);
	warnings.push(...keptFindings(place.ledgers, agent.name, foreign));
	const result = written.length + removed.length > 0 ? "rendered" : "unchanged";
	emit(agent, {
		event: "rendered",
		agent: agent.name,
		reason: agent.reason,
		written,
		removed,
		secrets
	});
	return {
		agent: agent.name,
		result,
		written,
		removed,
		secrets,
		warnings
	};
}
function failureEvent({ name, reason }, event, caught) {
	const { code, message } = asFault(caught);
	return {
		event,
		agent: name,
		reason,
		code,
		message,
		...caught instanceof MissingSecretError ? {
			secret: caught.secretName,
			secrets: caught.secretNames
		} : {}
	};
}
function emit({ events, clock }, event) {
	events.emit({
		time: clock.now().toISOString(),
		...event
	});
}
function unchanged(agent, { desired }) {
	return {
		agent: agent.name,
		result: "unchanged",
		written: [],
		removed: [],
		secrets: [],
		warnings: desired.client.unsupported(agent)
	};
}
function isSettled(agent, want, place) {
	const { name, settledIndex: index } = agent;
	const question = {
		agent: name,
		expected: expectedOf(want),
		digest: index?.digestOf(name)
	};
	const settled = lookIfSettled(question, {
		place,
		ledgerKeys: agent.ledgerKeys,
		since: index?.opened
	});
	if (settled?.digest !== void 0) index?.note(name, settled.digest);
	return settled !== void 0;
}
// src/env/env-directory-snapshot.ts
var EnvDirectorySnapshot = class EnvDirectorySnapshot {
	#agent;
	#place;
	#content;
	constructor(agent, place, content) {
		this.#agent = agent;
		this.#place = place;
		this.#content = content;
	}
	static async take(agent, place) {
		using _lock = await lockOf(agent, place, agent.signal);
		const known = readLedgers(place.ledgers, agent.name);
		const desired = desiredEnvDirectory(agent);
		const watched = watchedIn(desired, known);
		const [skills, singles] = [[...watched.skills], [...watched.files]];
		const keys = Object.fromEntries(watched.shared.map((name) => {
			const written = known.ledgers.flatMap((ledger) => ledger.shared[name]?.keys ?? []);
			return [name, [...desired.shared.get(name)?.singles ?? [], ...written]];
		}));
		using directory = place.root.enter(agent.name);
		const content = {
			skills,
			singles,
			keys,
			shared: keep(watched.shared, (name) => directory && readFile(directory, name)),
			ledgers: keep(ledgerFileNames(agent.name), (name) => readFile(place.ledgers, name)),
			files: directory ? observe(directory, {
				skills,
				singles
			}).flatMap(({ path, mode, bytes }) => bytes ? [{
				path,
				mode,
				bytes: Buffer.from(bytes)
			}] : []) : [],
			rendered: void 0
		};
		return new EnvDirectorySnapshot(agent, place, content);
	}
	static open(agent, place, sealed) {
		const content = openSnapshot(agent.name, agent.ledgerKeys, sealed);
		return content && new EnvDirectorySnapshot(agent, place, content);
	}
	seal() {
		return sealSnapshot(this.#agent.name, this.#agent.ledgerKeys[0], this.#content);
	}
	noteRendered() {
		using directory = this.#place.root.enter(this.#agent.name);
		const shared = Object.fromEntries(this.#sharedNames.map((name) => [name, directory && digestOf(readFile(directory, name))]));
		this.#content = {
			...this.#content,
			rendered: {
				ledger: this.#ledgerNow(),
				shared
			}
		};
	}
	refresh() {
		using directory = this.#place.root.enter(this.#agent.name);
		if (!directory) return;
		const { shared, keys = {}, rendered } = this.#content;
		const refreshed = this.#sharedNames.map((name) => {
			const before = shared[name];
			const now = readFile(directory, name);
			return [name, rendered !== void 0 && rendered.shared[name] === digestOf(now) || !now ? before : withOldKeys(name, {
				now,
				before,
				keys: keys[name] ?? []
			})];
		});
		this.#content = {
			...this.#content,
			shared: Object.fromEntries(refreshed)
		};
	}
	async restore() {
		const { name, sync = true } = this.#agent;
		using _lock = await lockOf(this.#agent, this.#place);
		if (this.#isOvertaken()) return;
		using directory = this.#place.root.enterOrMake(name, 448);
		const { uid, gid } = directory.status();
		const options = {
			sync,
			owner: {
				uid,
				gid
			}
		};
		const { shared, files, skills, singles = ["system-prompt.md"], ledgers } = this.#content;
		{
			using _client = await ClientLock.acquire(directory, { clock: this.#agent.clock });
			for (const each of this.#sharedNames) putBack(directory, each, shared[each], options);
		}
		const tree = FileTree.of(files, `env directory of ${name}`);
		await applyPlan(directory, planSync(tree, observe(directory, {
			skills,
			singles
		}), () => true), options);
		for (const each of ledgerFileNames(name)) {
			const temporary = temporaryNameFor(each);
			rmSync(this.#place.ledgers.locate(temporary), { force: true });
			putBack(this.#place.ledgers, each, ledgers[each], {
				sync,
				temporary
			});
		}
	}
	get #sharedNames() {
		return sharedFileNames.filter((name) => name in (this.#content.keys ?? this.#content.shared));
	}
	#isOvertaken() {
		const rendered = this.#content.rendered;
		return rendered !== void 0 && rendered.ledger !== this.#ledgerNow();
	}
	#ledgerNow() {
		const [ledger] = readLedgers(this.#place.ledgers, this.#agent.name).ledgers;
		if (!ledger) return "";
		const shared = sharedFileNames.flatMap((name) => {
			const record = ledger.shared[name];
			return record ? [[record.inputs, record.owned]] : [];
		});
		const { key, prompt, skills, files } = ledger;
		return JSON.stringify([
			key,
			shared,
			prompt,
			skills,
			...files ? [files] : []
		]);
	}
};
function lockOf({ name, envRoot }, place, signal) {
	const options = {
		place: `env directory ${join(envRoot, name)}`,
		...signal ? { signal } : {}
	};
	return ExclusiveLock.acquire(place.lockFile(name), options);
}
function withOldKeys(name, { now, before, keys }) {
	try {
		const { parse } = sharedFiles[name];
		const old = before && parse(before.bytes, name);
		const owned = ownedKeys(name, keys);
		const values = new Map(owned.map((key) => [key, old?.value(key)]));
		const bytes = withOwnedValues(owned, parse(now.bytes, name), values).bytes();
		return !before && ["", "{}"].includes(bytes.toString("utf8").replace(/\s/g, "")) ? void 0 : {
			bytes,
			mode: (before ?? now).mode
		};
	} catch {
		return before;
	}
}
function observe(directory, of) {
	const singles = of.singles.flatMap((path) => {
		const file = readFileBelow(directory, path.split("/"), []);
		return file ? [{
			path,
			kind: "file",
			digest: digestOf$1(file.bytes),
			...file
		}] : [];
	});
	using skills = directory.enter("skills");
	const entries = of.skills.flatMap((name) => {
		using skill = skills?.enter(name);
		return (skill ? observeIn(skill, { withBytes: true }) : []).map((entry) => ({
			...entry,
			path: `skills/${name}/${entry.path}`
		}));
	});
	return [...singles, ...entries];
}
function keep(names, read) {
	return Object.fromEntries(names.map((name) => [name, read(name)]));
}
function readFile(directory, name) {
	return directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
}
function digestOf(file) {
	return file ? createHash("sha256").update(file.bytes).digest("base64url") : "";
}
function putBack(directory, name, file, options) {
	if (file) writeFileIn(directory, name, file.bytes, {
		...options,
		mode: file.mode & 511
	});
	else rmSync(directory.locate(name), { force: true });
}
// src/env/settled-ahead.ts
const batch$1 = 32;
const ahead = 2;
const between = 32;
var SettledAhead = class {
	#options;
	#starting;
	#thread;
	#unchanged = 0;
	#collected = [];
	#asked = new Set();
	#answered = [];
	constructor(options, atLeast) {
		this.#options = options;
		if (atLeast >= options.from) this.#starting = this.#start();
	}
	countUnchanged() {
		this.#unchanged++;
		if (this.#unchanged >= this.#options.from) this.#starting ??= this.#start();
	}
	async *turns(agents) {
		let at = 0;
		for await (const agent of agents) {
			const turn = {
				at: at++,
				agent
			};
			if (!await this.#collect(turn)) yield turn;
			if (this.#starting && at % between === 0) {
				await setImmediate();
				yield* this.#answered.splice(0);
			}
		}
		yield* this.#collected.splice(0).map(withoutOutcome);
		await Promise.all(this.#asked);
		yield* this.#answered.splice(0);
	}
	async [Symbol.asyncDispose]() {
		await this.#starting;
		await this.#thread?.[Symbol.asyncDispose]();
	}
	async #start() {
		this.#thread = await this.#options.start().catch(() => void 0);
	}
	async #collect(turn) {
		const thread = this.#thread;
		if (!thread?.isUp || this.#asked.size >= ahead) return false;
		try {
			const resolved = this.#options.resolve(turn.agent);
			checkAgentName(resolved.name);
			this.#collected.push({
				...turn,
				resolved,
				want: await this.#options.wants.of(resolved)
			});
		} catch {
			return false;
		}
		if (this.#collected.length === batch$1) this.#ask(thread, this.#collected.splice(0));
		return true;
	}
	#ask(thread, turns) {
		const questions = turns.map(({ resolved: { name, settledIndex }, want }) => ({
			agent: name,
			expected: expectedOf(want),
			digest: settledIndex?.digestOf(name)
		}));
		const asked = thread.ask(questions).then((answers) => {
			this.#asked.delete(asked);
			this.#answered.push(...turns.map((turn, index) => answeredTurn(turn, answers[index])));
		});
		this.#asked.add(asked);
	}
};
function answeredTurn({ at, agent, resolved, want }, settled) {
	if (!settled) return {
		at,
		agent
	};
	if (settled.digest !== void 0) resolved.settledIndex?.note(resolved.name, settled.digest);
	return {
		at,
		agent,
		outcome: unchanged(resolved, want)
	};
}
function withoutOutcome({ at, agent }) {
	return {
		at,
		agent
	};
}
// src/env/render-agents.ts
async function renderAgents(options) {
	const { agents, onMissingSecret = "fail", shard, concurrency, mayBegin, onOutcome, ...rest } = options;
	const { secondThreadFrom = availableParallelism() > 1 ? 2e3 : Number.POSITIVE_INFINITY, ...settings } = rest;
	const { envRoot, ledgerKeys, settledIndex } = settings;
	using place = EnvDirectories.make(envRoot);
	const secrets = settings.secrets.snapshot();
	const wants = new Wants();
	const resolveFor = (agent) => ({
		...configFor(agent),
		...settings,
		secrets
	});
	const scene = {
		envRoot,
		ledgerKeys,
		since: settledIndex?.opened
	};
	await using ahead = new SettledAhead({
		resolve: resolveFor,
		wants,
		from: secondThreadFrom,
		start: () => SettledThread.start(scene)
	}, Array.isArray(agents) ? agents.length : 0);
	return (await inTurns(ahead.turns(chosen(agents, options)), options, async (turn) => {
		const { agent, at } = turn;
		const resolve = () => resolveFor(agent);
		const outcome = turn.outcome ?? await renderOne({
			name: agent.name,
			resolve,
			settings
		}, {
			place,
			onMissingSecret,
			wants
		});
		if (outcome.result === "unchanged") ahead.countUnchanged();
		onOutcome?.(outcome);
		return {
			at,
			outcome
		};
	})).sort((a, b) => a.at - b.at).map(({ outcome }) => outcome);
}
async function renderOne({ name, resolve, settings }, options) {
	try {
		return await renderInstance(resolve(), options.place, options.wants);
	} catch (caught) {
		if (settings.signal?.aborted) throw caught;
		const error = asFault(caught);
		const skipped = error.code === "MISSING_SECRET" && options.onMissingSecret === "skip";
		emit(settings, failureEvent({
			name,
			reason: settings.reason
		}, skipped ? "render_skipped" : "task_failed", caught));
		return {
			agent: name,
			result: skipped ? "skipped" : "failed",
			error
		};
	}
}
// src/env/reconcile.ts
async function reconcile(options) {
	const { agents, repair = false, prune = false, shard, onAgent, ...settings } = options;
	using place = EnvDirectories.find(settings.envRoot);
	if (!place || !hasAnyLedger(place.ledgers)) return summarize([], [nothingKnown(settings.envRoot)]);
	const secrets = settings.secrets.snapshot();
	const wants = new Wants();
	const fleet = new Set();
	const outcomes = await takeTurns(named(agents, fleet), options, async (agent) => {
		const outcome = await reconcileOne(agent, {
			...settings,
			secrets,
			settledIndex: void 0
		}, {
			place,
			repair,
			wants
		});
		onAgent?.(outcome);
		return outcome;
	});
	const orphans = findOrphans(place, (name) => !fleet.has(name) && (!shard || isInShard(name, shard)));
	const around = placeFindings(place, repair);
	if (!repair || !prune) return summarize(outcomes, [...orphans, ...around]);
	if (fleet.size === 0 && orphans.length > 0) throw noFleet(settings.envRoot);
	return summarize(outcomes, [...await pruneOrphans(place, orphans, settings), ...around]);
}
async function reconcileOne(source, settings, run) {
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
	return await reconcileAgent(agent, run);
}
async function* named(agents, names) {
	for await (const agent of agents) {
		names.add(agent.name);
		yield agent;
	}
}
async function reconcileAgent(agent, { place, repair, wants }) {
	const findings = await findDrift(agent, place, wants);
	if (verdictOf(findings) === "clean") return {
		agent: agent.name,
		state: "clean",
		findings
	};
	emit(agent, {
		event: "drift_found",
		agent: agent.name,
		codes: [...new Set(findings.flatMap(({ code, severity }) => severity === "warning" ? [] : [code]))]
	});
	const state = verdictOf(findings) === "drift" ? "drifted" : "unverified";
	if (!repair) return {
		agent: agent.name,
		state,
		findings
	};
	return await repairAgent(agent, {
		place,
		findings,
		state
	});
}
async function findDrift(agent, place, wants) {
	try {
		checkAgentName(agent.name);
		const want = await wants.of(agent);
		const known = readLedgers(place.ledgers, agent.name);
		using directory = place.root.enter(agent.name);
		const [newest] = known.ledgers;
		if (!newest) return [directory ? noLedger(agent.name) : neverRendered(agent.name)];
		const written = known.ledgers.flatMap((ledger) => {
			const seal = sealsOf(agent, ledger.key).reading;
			return seal ? [{
				ledger,
				seal
			}] : [];
		});
		if (written.length === 0) return [unknownKey(agent.name, newest.key)];
		if (!directory) return [directoryGone(agent.name)];
		const watched = watchedIn(want.desired, known);
		const seen = observeEnvDirectory(directory, watched);
		return [...compareEnvDirectory(want, {
			agent: agent.name,
			seen,
			written,
			directory: directory.path
		}), ...findUnrendered(directory, want.desired, {
			watched,
			agent: agent.name
		})];
	} catch (caught) {
		if (agent.signal?.aborted) throw caught;
		return [faultFinding(agent.name, asFault(caught))];
	}
}
async function repairAgent(agent, found) {
	const { place, findings, state } = found;
	const { name } = agent;
	const now = agent.clock.now().getTime();
	const fought = findings.some(({ code, severity }) => severity !== "warning" && code !== "ENV_STALE");
	const fight = readFight(place.ledgers, name, now);
	const next = nextRepair(fight, now);
	if (fought && next > now) return {
		agent: name,
		state,
		findings: [...findings, standOff(name, fight.repairs, next)]
	};
	const outcome = await renderOne({
		name,
		resolve: () => agent,
		settings: agent
	}, {
		place,
		onMissingSecret: "fail"
	});
	if ("error" in outcome) {
		const error = faultFinding(name, outcome.error);
		return {
			agent: name,
			state,
			findings: findings.some(({ code }) => code === error.code) ? findings : [...findings, error]
		};
	}
	if (fought) countRepair(place.ledgers, name, now);
	return {
		agent: name,
		state: "repaired",
		findings: findings.map((found) => found.severity === "warning" ? found : repaired(found))
	};
}
async function pruneOrphans(place, orphans, settings) {
	const after = [];
	for (const orphan of orphans) {
		settings.signal?.throwIfAborted();
		if (orphan.severity === "error") await removeOrphan(place, orphan.path, settings);
		after.push(orphan.severity === "error" ? removed(orphan) : orphan);
	}
	return after;
}
function summarize(agents, others) {
	const findings = [...agents.flatMap((agent) => agent.findings), ...others];
	const having = (state) => agents.filter((agent) => agent.state === state).length;
	const orphans = others.filter(({ code }) => code === "ORPHAN_ENV");
	const gone = orphans.filter(({ done }) => done === "removed").length;
	const standing = orphans.filter(({ severity }) => severity === "error").length;
	return {
		verdict: verdictOf(findings),
		agents,
		findings,
		drifted: having("drifted") + having("repaired") + standing + gone,
		repaired: having("repaired") + gone
	};
}
// src/env/render-queued.ts
const batch = 100;
const atOnce = 16;
async function renderQueued(options) {
	const { database, worker, signal, reason, onOutcome, retryNow = false } = options;
	const { share, stopAfter = Number.POSITIVE_INFINITY, until } = options;
	const outcomes = [];
	let failures = 0;
	const note = (outcome) => {
		if (outcome.result === "failed") failures++;
		onOutcome?.(outcome);
	};
	const mayBegin = () => failures < stopAfter && until?.aborted !== true;
	signal?.throwIfAborted();
	const chosen = share === void 0 ? void 0 : shareOf(await agentNames(database), share);
	await drainQueue({
		database,
		worker,
		batch,
		retryNow,
		only: chosen && ((agent) => chosen.has(agent)),
		mayGoOn: mayBegin,
		render: async (agents) => {
			signal?.throwIfAborted();
			const concurrency = Math.min(atOnce, stopAfter);
			const done = await renderAgents({
				...options,
				agents,
				concurrency,
				mayBegin,
				onOutcome: note
			});
			outcomes.push(...done);
			const begun = new Set(done.map(({ agent }) => agent));
			return {
				failed: done.filter((outcome) => "error" in outcome),
				notBegun: agents.map(({ name }) => name).filter((name) => !begun.has(name))
			};
		},
		onUnresolved: (agent, caught) => {
			const error = asFault(caught);
			const { code, message } = error;
			emit(options, {
				event: "task_failed",
				agent,
				reason,
				code,
				message
			});
			const outcome = {
				agent,
				result: "failed",
				error
			};
			outcomes.push(outcome);
			note(outcome);
		}
	});
	const seen = new Set(outcomes.map(({ agent }) => agent));
	return {
		outcomes,
		waiting: (await listQueue(database)).filter((entry) => entry.state === "failing").filter(({ agent }) => !seen.has(agent) && (!chosen || chosen.has(agent))),
		stopped: failures >= stopAfter
	};
}
// src/env/watch-queue.ts
const longestWait = 32;
async function watchQueue(options) {
	const { until, pollMs, onOutcome, onOutage } = options;
	const counts = {
		rendered: 0,
		unchanged: 0,
		skipped: 0,
		failed: 0
	};
	let outages = 0;
	while (!until.aborted) {
		try {
			await renderQueued({
				...options,
				retryNow: false,
				onOutcome: (outcome) => {
					counts[outcome.result]++;
					onOutcome?.(outcome);
				}
			});
			outages = 0;
		} catch (caught) {
			const fault = asFault(caught);
			if (fault.retry.kind !== "later") throw caught;
			onOutage(fault);
			outages++;
		}
		await restOf(pollMs * Math.min(longestWait, 2 ** outages), until);
	}
	return counts;
}
async function restOf(milliseconds, until) {
	try {
		await pause(milliseconds, until);
	} catch (caught) {
		if (!until.aborted) throw caught;
	}
}
export { EnvDirectorySnapshot, emit, reconcile, renderAgents, renderForInstance, renderInstance, renderQueued, watchQueue };
