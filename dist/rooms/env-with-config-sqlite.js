import { drainQueue, listQueue } from "./config.js";
import { asFault } from "../start/faces.js";
import { verdictOf } from "./fault.js";
import { MissingSecretError } from "./secret.js";
import { EnvDirectories, checkAgentName, compareEnvDirectory, compareShared, configFor, countRepair, directoryGone, faultFinding, hasAnyLedger, isInShard, isPrivate, keptFindings, neverRendered, nextRepair, noFleet, noLedger, nothingKnown, observeEnvDirectory, placeFindings, planFiles, readFight, readLedgers, removed, repaired, sealedInputs, sealsOf, skillNames, standOff, takeTurns, unknownKey, wantOf } from "./env.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { checkConfig, install } from "./env-with-config.js";
import { findOrphans, removeOrphan } from "./env-with-sqlite.js";
import { join } from "node:path";
// src/env/render-instance.ts
/**
* Brings one agent's env directory to what its config says. The only code that writes the owned keys of
* `settings.json` and `.claude.json`; everything else in these files stays byte for byte.
*
* A failure before the first file is replaced changes nothing; after it, every file is whole, old or new, and the
* next render completes. Where the ledger and the files say that there is nothing to do, every file was read and
* hashed, and no secret was opened.
* @throws {MissingSecretError}
* @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`, `PATH_LINKED`, `ENTRY_TYPE`, `LOCK_HELD`,
* `SECRET_INVALID`, `SECRET_UNREADABLE`, `ACCESS_LOG_FAILED`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`
*/
async function renderForInstance(agent) {
	using place = EnvDirectories.make(agent.envRoot);
	try {
		await renderInstance(agent, place);
	} catch (caught) {
		emit(agent, failureEvent(agent, "task_failed", caught));
		throw caught;
	}
}
/** {@link renderForInstance} in a place that is held open, with its outcome; a failure emits nothing. */
async function renderInstance(agent, place) {
	agent.signal?.throwIfAborted();
	checkAgentName(agent.name);
	const want = await wantOf(agent);
	if (isSettled(agent, want, place)) return {
		agent: agent.name,
		result: "unchanged",
		written: [],
		removed: [],
		secrets: [],
		warnings: []
	};
	const warnings = checkConfig(agent);
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
/** Says that rendering an agent failed, or that the agent was left out because it did. */
function failureEvent({ name, reason }, event, caught) {
	const { code, message } = asFault(caught);
	return {
		event,
		agent: name,
		reason,
		code,
		message,
		...caught instanceof MissingSecretError ? { secret: caught.secretName } : {}
	};
}
/** Emits an event with the present time. */
function emit({ events, clock }, event) {
	events.emit({
		time: clock.now().toISOString(),
		...event
	});
}
/** Reads and hashes everything; true where there is nothing to do. Takes no lock: each file is replaced whole. */
function isSettled(agent, want, place) {
	const known = readLedgers(place.glance.ledgers, agent.name);
	const [ledger] = known.ledgers;
	const seal = sealsOf(agent, ledger?.key);
	if (known.interrupted || !ledger || ledger.kept || seal.reading?.keyId !== seal.writing.keyId) return false;
	using directory = place.glance.root.enter(agent.name);
	if (!directory) return false;
	const seen = observeEnvDirectory(directory, skillNames(want.desired, known));
	if (seen.leftovers || seen.mode !== 448 || seen.loose.length > 0) return false;
	const inputs = sealedInputs(want, seal.writing);
	const { write, remove } = planFiles(want.desired, seen);
	return write.length + remove.length === 0 && isRecorded(ledger, want) && ["settings.json", ".claude.json"].every((name) => {
		const file = seen.shared[name];
		const record = ledger.shared[name];
		if (record.inputs !== inputs[name] || file && !isPrivate(file, seen)) return false;
		return compareShared(name, file, record, {
			seal: seal.writing,
			directory: directory.path
		}) === "same";
	});
}
/** True where a ledger knows of exactly the prompt and the skills that should be there. */
function isRecorded(ledger, { desired }) {
	return ledger.prompt === (desired.prompt?.digest ?? null) && ledger.skills.length === desired.skills.size && ledger.skills.every(({ name, digest }) => desired.skills.get(name)?.digest === digest);
}
// src/env/render-agents.ts
/**
* Renders agents, each on its own: what fails for one is reported with it and keeps no other from being rendered.
* A failed agent emits `task_failed`, one that was skipped `render_skipped`.
* @returns the outcomes in the order of the agents
* @throws what reading the agents throws, what `signal` was aborted with, and the faults of opening the env root
*/
async function renderAgents(options) {
	const { agents, onMissingSecret = "fail", shard, onOutcome, ...settings } = options;
	using place = EnvDirectories.make(settings.envRoot);
	const secrets = settings.secrets.snapshot();
	return await takeTurns(agents, options, async (agent) => {
		const resolve = () => ({
			...configFor(agent),
			...settings,
			secrets
		});
		const outcome = await renderOne({
			name: agent.name,
			resolve,
			settings
		}, {
			place,
			onMissingSecret
		});
		onOutcome?.(outcome);
		return outcome;
	});
}
/** Renders one agent of several; only an aborted run throws. */
async function renderOne({ name, resolve, settings }, options) {
	try {
		return await renderInstance(resolve(), options.place);
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
// src/env/render-queued.ts
/** Agents taken at once: enough to read their rows together, few enough to leave some for other workers. */
const batch = 100;
/**
* Renders the agents that are due, until none is, beside any number of other workers. An agent that failed or was
* skipped goes back to the queue and is left alone for a while, longer each time, unless it is written to; what a stopped run had
* taken is due at once.
* @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_FAILED`; what `signal` was aborted with; the faults of
* opening the env root
*/
async function renderQueued(options) {
	const { database, worker, signal, reason, onOutcome, retryNow = false } = options;
	const outcomes = [];
	signal?.throwIfAborted();
	await drainQueue({
		database,
		worker,
		batch,
		retryNow,
		render: async (agents) => {
			signal?.throwIfAborted();
			const done = await renderAgents({
				...options,
				agents
			});
			outcomes.push(...done);
			return done.filter((outcome) => "error" in outcome);
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
			onOutcome?.(outcome);
		}
	});
	const seen = new Set(outcomes.map(({ agent }) => agent));
	return {
		outcomes,
		waiting: (await listQueue(database)).filter((entry) => entry.state === "failing").filter(({ agent }) => !seen.has(agent))
	};
}
// src/env/reconcile.ts
/**
* Compares every env directory with what was last written to it and with what it should hold, and with `repair` calls
* the renderer for those that drifted: it never edits a file itself. Where nothing is known of the env root (no
* ledger was ever kept there, as on a fresh machine) the answer is `unverified`, and nothing is written.
* @throws {IdentikitError} `PRUNE_REFUSED` where there is no agent at all; what reading the agents throws, what `signal`
* was aborted with
*/
async function reconcile(options) {
	const { agents, repair = false, prune = false, shard, onAgent, ...settings } = options;
	using place = EnvDirectories.find(settings.envRoot);
	if (!place || !hasAnyLedger(place.ledgers)) return summarize([], [nothingKnown(settings.envRoot)]);
	const secrets = settings.secrets.snapshot();
	const fleet = new Set();
	const outcomes = await takeTurns(named(agents, fleet), options, async (agent) => {
		const outcome = await reconcileOne(agent, {
			...settings,
			secrets
		}, {
			place,
			repair
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
async function reconcileOne(source, settings, { place, repair }) {
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
	return await reconcileAgent(agent, place, repair);
}
/** Remembers the names of agents as they are read, whatever shard they belong to. */
async function* named(agents, names) {
	for await (const agent of agents) {
		names.add(agent.name);
		yield agent;
	}
}
async function reconcileAgent(agent, place, repair) {
	const findings = await findDrift(agent, place);
	if (findings.length === 0) return {
		agent: agent.name,
		state: "clean",
		findings
	};
	emit(agent, {
		event: "drift_found",
		agent: agent.name,
		codes: [...new Set(findings.map(({ code }) => code))]
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
/** What differs in one env directory; a directory that cannot be compared has a finding that says so. */
async function findDrift(agent, place) {
	try {
		checkAgentName(agent.name);
		const want = await wantOf(agent);
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
		const seen = observeEnvDirectory(directory, skillNames(want.desired, known));
		return compareEnvDirectory(want, {
			agent: agent.name,
			seen,
			written,
			directory: directory.path
		});
	} catch (caught) {
		if (agent.signal?.aborted) throw caught;
		return [faultFinding(agent.name, asFault(caught))];
	}
}
async function repairAgent(agent, found) {
	const { place, findings, state } = found;
	const { name } = agent;
	const now = agent.clock.now().getTime();
	const fought = findings.some(({ code }) => code !== "ENV_STALE");
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
		findings: findings.map(repaired)
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
export { emit, reconcile, renderAgents, renderForInstance, renderInstance, renderQueued };
