import { IdentikitError, asFault, asOutput, errorOf } from "../start/faces.js";
import { writeOutput } from "./tree.js";
import { readText } from "./document.js";
import { Keyring, ensureLocalKeyring, readKeyFile, readPrivateFile, refusePrecious } from "./secret.js";
import { version } from "../start/first.js";
import { EventFile, toAll } from "./events.js";
import { workPath } from "./project.js";
import { predicateTypeOf, predicateTypes } from "./provenance.js";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { existsSync, rmSync } from "node:fs";
// src/commands/places/output-path.ts
function outputPath(context, named) {
	if (named === "-") return named;
	const path = resolve(context.cwd, named);
	refusePrecious(path);
	return path;
}
// src/commands/accounts/report-files.ts
async function writeReportFiles(context, report, files) {
	const written = {};
	if (files.report === void 0 && files.sarif === void 0) return written;
	const { reportDocument } = await import("./report-with-crypto-guide.js");
	if (files.report !== void 0) {
		written.report = outputPath(context, files.report);
		writeOutput(written.report, reportDocument(report, "json"));
	}
	if (files.sarif !== void 0) {
		written.sarif = outputPath(context, files.sarif);
		writeOutput(written.sarif, reportDocument(report, "sarif"));
	}
	return written;
}
// src/commands/accounts/wording.ts
function shortDigest(digest) {
	return digest.slice(0, 19);
}
function shortCommit(commit) {
	return commit.slice(0, 12);
}
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
// src/commands/places/keys.ts
function findKeyring(context, project, { local: mayBeLocal = true } = {}) {
	const { IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_SECRET_KEYS_FILE: file } = context.env;
	if (keys) return Keyring.parse(keys, "IDENTIKIT_SECRET_KEYS");
	if (file) return readKeyFile(file, context.env.IDENTIKIT_KEY_FILE_SHARED === "true");
	if (!mayBeLocal) return void 0;
	const local = localKeyFile(project);
	return existsSync(local) ? readKeyFile(local) : void 0;
}
function keySource(context, project) {
	const file = localKeyFile(project);
	let isNew = false;
	return {
		take: () => {
			const found = findKeyring(context, project);
			if (found) return found;
			isNew = true;
			const made = ensureLocalKeyring(file);
			context.log.info(`no IDENTIKIT_SECRET_KEYS set: made a local key, ${file}`);
			return made;
		},
		takeBack: () => {
			if (isNew) rmSync(file, { force: true });
		}
	};
}
function localKeyFile(project) {
	return workPath(project, "secret.keys");
}
// src/commands/options/key-values.ts
function keyValues(option, items) {
	const values = new Map();
	for (const item of items) {
		const at = item.indexOf("=");
		if (at < 1) throw wrong(`${option} ${JSON.stringify(item)} is not KEY=VALUE`);
		const key = item.slice(0, at);
		if (values.has(key)) throw wrong(`${option} gives ${JSON.stringify(key)} twice`);
		values.set(key, item.slice(at + 1));
	}
	return Object.fromEntries(values);
}
function wrong(problem) {
	return new IdentikitError("USAGE", problem, { remedy: "Write it as KEY=VALUE, each key once." });
}
// src/commands/places/transfer-lines.ts
const worthALine = 1048576;
var TransferLines = class {
	#log;
	#lines = new Map();
	constructor(log) {
		this.#log = log;
	}
	show = (transfer) => {
		const { direction, digest, moved, size } = transfer;
		if (size < worthALine) return;
		const key = `${direction} ${digest}`;
		const shown = this.#lines.get(key) ?? {
			line: this.#log.progress(titleOf(transfer)),
			last: transfer
		};
		this.#lines.set(key, shown);
		shown.last = transfer;
		shown.line.update(`${megabytes(moved)} of ${megabytes(size)} MB`);
		if (moved < size) return;
		shown.line.done(`${direction === "up" ? "sent" : "read"} ${shortDigest(digest)}, ${megabytes(size)} MB`);
		this.#lines.delete(key);
	};
	[Symbol.dispose]() {
		for (const { line, last } of this.#lines.values()) {
			const { digest, direction, moved, size } = last;
			const verb = direction === "up" ? "sent" : "read";
			line.done(`${verb} ${megabytes(moved)} of ${megabytes(size)} MB of ${shortDigest(digest)}`);
		}
		this.#lines.clear();
	}
};
function titleOf({ direction, digest }) {
	return `${direction === "up" ? "send" : "read"} ${shortDigest(digest)}`;
}
function megabytes(bytes) {
	return (bytes / 1e6).toFixed(1);
}
// src/commands/places/key-text.ts
function keyText({ env }, named, { kind, from }) {
	if (!named.startsWith("env://")) {
		const file = resolve(from, named);
		return kind === "private" ? readPrivateFile(file) : readText(file, named);
	}
	const text = env[named.slice(6)];
	if (text) return text;
	throw new IdentikitError("SIGNING_KEY_INVALID", `the key ${named}: there is no such variable`, { remedy: "Set it to the key's text, or name a file." });
}
// src/commands/places/signing.ts
async function openSigning(context, { settings }, { signKey, signKeyless }) {
	if (signKey === void 0 && !signKeyless) return void 0;
	if (signKey !== void 0 && signKeyless) throw new IdentikitError("USAGE", "--sign-key and --sign-keyless say two signers", { remedy: "Name the one that is to sign." });
	const signer = signKey === void 0 ? await keyless() : await byKey(signKey);
	const { attach, referrersOf } = await import("./provenance-with-image-sigstore.js");
	const done = [];
	const attestations = [];
	return {
		check: (store) => void referrersOf(store),
		attach: async (store, top, said) => {
			const attached = await attach(store, {
				top,
				signer,
				said
			});
			done.push(attached);
			attestations.push(...attached.artifacts);
		},
		attestations,
		account: () => {
			const written = done.reduce((sum, one) => sum + one.written, 0);
			const there = attestations.length - written;
			if (attestations.length === 0) return [];
			return [`signed by ${signer.name}: ${count(written, "statement")}${there > 0 ? `, ${there} there already` : ""}`];
		}
	};
	async function byKey(named) {
		const { parseSigningKey } = await import("./provenance-with-noble.js");
		const { keySigner } = await import("./provenance-with-image-sigstore.js");
		const { IDENTIKIT_SIGN_PASSWORD, COSIGN_PASSWORD } = context.env;
		const password = IDENTIKIT_SIGN_PASSWORD ?? COSIGN_PASSWORD;
		return keySigner(parseSigningKey(keyText(context, named, {
			kind: "private",
			from: context.cwd
		}), named, password));
	}
	async function keyless() {
		const { keylessSigner } = await import("./provenance-with-image-sigstore.js");
		const { fulcio, rekor } = settings.provenance;
		return keylessSigner({
			fulcio,
			rekor
		});
	}
}
// src/commands/places/limits.ts
const mebibyte = 1048576;
function sourceLimitsOf({ limits }) {
	return {
		maxBytes: limits.assetsMiB * mebibyte,
		maxArchiveBytes: limits.archiveMiB * mebibyte,
		maxEntries: limits.entries,
		timeoutMs: limits.seconds * 1e3
	};
}
function rowLimitsOf({ limits }) {
	return {
		maxSkillBytes: limits.skillMiB * mebibyte,
		maxPromptLength: limits.promptKiB * 1024
	};
}
// src/commands/places/builder-id.ts
const ownMachine = "https://identikit.io/builder/own-machine";
function builderOf(env) {
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
	const { GITHUB_WORKFLOW_REF: workflow, GITHUB_RUN_ID: run } = env;
	if (!env.GITHUB_ACTIONS || !server || !repository) return {
		id: ownMachine,
		version
	};
	return {
		id: `${server}/${workflow ?? repository}`,
		version,
		...run ? { invocation: `${server}/${repository}/actions/runs/${run}` } : {}
	};
}
// src/commands/accounts/counted-progress.ts
const soonest = 2e3;
function countedProgress(progress, clock, total) {
	const start = clock.now().getTime();
	let done = 0;
	return (part) => {
		done++;
		const count = total === void 0 ? `${done}` : `${done} of ${total}`;
		progress.update([
			count,
			...leftOf(clock.now().getTime() - start, done, total),
			part
		].join(", "));
	};
}
function leftOf(elapsed, done, total) {
	if (total === void 0 || elapsed < soonest || done >= total) return [];
	const seconds = Math.ceil(elapsed / done * (total - done) / 1e3);
	return [seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`];
}
// src/commands/accounts/queue-failure.ts
function failureOutput({ attempts, code, message, failedAt, failingSince }) {
	return {
		attempts,
		failedAt: failedAt.toISOString(),
		failingSince: failingSince.toISOString(),
		error: {
			code,
			message
		}
	};
}
function describeFailure({ attempts, code, message, failedAt, failingSince }) {
	const what = code === "" ? "failed" : `${code}: ${message}`;
	const since = failingSince.toISOString();
	const last = failedAt.toISOString();
	return `${what} (failing since ${since}; ${count(attempts, "failure")} in a row, the last ${last})`;
}
// src/commands/places/env-root.ts
function envRootOf({ cwd }, { settings, path }, named) {
	return named === void 0 ? path(settings.envRoot) : resolve(cwd, named);
}
// src/commands/places/event-sinks.ts
function eventFile(context, project, named) {
	return named === void 0 ? workPath(project, "events.jsonl") : outputPath(context, named);
}
async function openEventSinks(context, project, named, use = "required") {
	if (use === "none") return {
		emit: () => {},
		[Symbol.asyncDispose]: async () => {}
	};
	const { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env;
	const file = eventFile(context, project, named);
	const endpoint = url ? await openEndpoint(url, token) : void 0;
	const kept = openFile();
	return {
		...toAll(...kept ? [kept] : [], ...endpoint ? [endpoint] : []),
		[Symbol.asyncDispose]: async () => {
			kept?.[Symbol.dispose]();
			await endpoint?.[Symbol.asyncDispose]();
		}
	};
	function openFile() {
		try {
			return new EventFile(file);
		} catch (caught) {
			if (use === "required" || named !== void 0 || asFault(caught).code !== "FILE_UNWRITABLE") throw caught;
			context.log.warn(`events are not kept: ${file} cannot be written to`);
			return;
		}
	}
	async function openEndpoint(address, bearer) {
		const { EventEndpoint } = await import("./events-with-http.js");
		const onUndelivered = (line) => context.log.warn(line);
		return new EventEndpoint({
			url: address,
			env: context.env,
			onUndelivered,
			...bearer ? { token: bearer } : {}
		});
	}
}
// src/commands/places/worker-name.ts
function newWorkerName() {
	return `worker-${randomUUID()}`;
}
// src/commands/places/requirements.ts
async function requirementsOf(context, project, options) {
	const types = requiredTypes(options);
	if (types.length === 0) return void 0;
	const trust = await namedTrust(context, project, options);
	const { allGates, provenanceGate } = await import("./provenance-with-image-sigstore.js");
	const verified = [];
	return {
		types,
		verified,
		after: (gate, store, treeDigest) => {
			const own = provenanceGate(store, {
				trust,
				required: types,
				treeDigest,
				onVerified: (statements) => verified.push(...statements.verified)
			});
			return gate === "skip" ? own : allGates(gate, own);
		}
	};
}
function requiredTypes({ requireSignature, requireAttestation }) {
	const signature = requireSignature ? [predicateTypes.signature] : [];
	return [...new Set([...signature, ...requireAttestation.map(predicateTypeOf)])];
}
async function namedTrust(context, project, options) {
	const trust = await trustOf(context, project, options);
	if (trust.keys.length + trust.identities.length > 0) return trust;
	throw new IdentikitError("USAGE", "nobody is named whose signatures count", { remedy: "Name a public key with --verify-key, or an identity with --verify-identity and --verify-issuer; or set provenance.keys in identikit.yaml." });
}
async function trustOf(context, { root, settings }, options) {
	const { keys, identity, issuer, trustedRoot, tuf } = settings.provenance;
	const isNamed = options.verifyKey.length > 0 || options.verifyIdentity !== void 0;
	const named = options.verifyKey.map((key) => ({
		key,
		from: context.cwd
	}));
	const counting = isNamed ? named : keys.map((key) => ({
		key,
		from: root
	}));
	const subject = options.verifyIdentity ?? (isNamed ? void 0 : identity);
	if (counting.length === 0 && subject === void 0) return {
		keys: [],
		identities: []
	};
	const { parseTrustedRoot, trustedKey } = await import("./provenance-with-image-noble-sigstore.js");
	const trusted = counting.map(({ key, from }) => trustedKey(key, keyText(context, key, {
		kind: "public",
		from
	})));
	if (subject === void 0) return {
		keys: trusted,
		identities: []
	};
	const vouched = options.verifyIssuer ?? issuer;
	const authorities = options.trustedRoot === void 0 ? trustedRoot && resolve(root, trustedRoot) : resolve(context.cwd, options.trustedRoot);
	if (vouched === void 0) throw new IdentikitError("USAGE", "an identity counts with its issuer only", { remedy: "Add --verify-issuer, or set provenance.issuer." });
	return {
		keys: trusted,
		identities: [{
			subject,
			issuer: vouched,
			root: authorities === void 0 ? await fetched() : parseTrustedRoot(Buffer.from(readText(authorities)), authorities)
		}]
	};
	async function fetched() {
		const { fetchTrustedRoot } = await import("./provenance-with-sigstore.js");
		return await fetchTrustedRoot(tuf && {
			...tuf,
			root: resolve(root, tuf.root)
		}, context.signal);
	}
}
// src/commands/places/row-address.ts
function rowAddress(options) {
	const { table, key, scope, ref } = options;
	if (scope === "global" !== (ref === void 0)) {
		const problem = ref === void 0 ? `--scope ${scope} needs --ref` : "--scope global is for all: --ref says nothing";
		throw new IdentikitError("USAGE", problem, { remedy: "Name the type with --scope type --ref NAME, the agent with --scope instance --ref NAME." });
	}
	return {
		table,
		scope,
		reference: ref ?? "",
		key
	};
}
// src/commands/accounts/container-outcome.ts
function rebuildOutput(outcome) {
	const { agent, container, result } = outcome;
	if ("error" in outcome) return {
		agent,
		container,
		result,
		error: errorOf(outcome.error)
	};
	if (outcome.result === "busy") return {
		agent,
		container,
		result,
		task: outcome.task
	};
	if (outcome.result === "planned") return {
		agent,
		container,
		result,
		image: outcome.image,
		from: outcome.from
	};
	return {
		agent,
		container,
		result,
		image: outcome.image
	};
}
function outcomeLine(outcome) {
	const { agent, container, result } = outcome;
	const told = `${container} (${agent}) ${result}: `;
	if ("error" in outcome) return told + outcome.error.code;
	if (outcome.result === "planned") return `${container} (${agent}) would be rebuilt: ${journey(outcome)}`;
	return told + (outcome.result === "busy" ? outcome.task : shortDigest(outcome.image));
}
function journey({ from, image }) {
	return from === image ? `${shortDigest(image)}, as it is now` : `${shortDigest(from)} to ${shortDigest(image)}`;
}
function rebuildWaits({ containers }) {
	return {
		settleMs: containers.settleSeconds * 1e3,
		healthMs: containers.healthSeconds * 1e3
	};
}
// src/commands/accounts/control.ts
function workLine({ claim, result, fault }) {
	const what = `${claim.controller}: ${claim.kind} ${claim.namespace}/${claim.name}`;
	return fault ? `${what} ${result}: ${fault.code}: ${fault.message}` : `${what} ${result}`;
}
function controlSummary({ done, failed, lost, returned }) {
	return [
		`${count(done, "object")} looked at`,
		`${failed} failed`,
		...lost > 0 ? [`${lost} taken over by others`] : [],
		...returned > 0 ? [`${returned} given back`] : []
	].join(", ");
}
function failingOutput(work) {
	return work.map(({ controller, kind, namespace, name, attempts, failure, againMs }) => asOutput({
		controller,
		kind,
		namespace,
		name,
		attempts,
		...failure,
		againSeconds: Math.ceil(againMs / 1e3)
	}));
}
function failingLines(work) {
	return work.map(({ controller, kind, namespace, name, attempts, failure, againMs }) => `${controller}: ${kind} ${namespace}/${name} failed ${count(attempts, "time")}, next try in ${Math.ceil(againMs / 1e3)} s; ${failure.code}: ${failure.message}`);
}
// src/commands/places/lasting-context.ts
function lastingContext(given) {
	const own = new AbortController();
	const stop = () => own.abort(given.signal.reason);
	const lasts = () => given.signal.removeEventListener("abort", stop);
	if (given.signal.aborted) stop();
	else given.signal.addEventListener("abort", stop, { once: true });
	return {
		context: {
			...given,
			signal: own.signal
		},
		lasts,
		[Symbol.dispose]: lasts
	};
}
// src/commands/accounts/laid-lines.ts
function laidLines(directory, { written, kept }, isDryRun) {
	const verb = isDryRun ? "would be written" : "written";
	return [
		`${count(written.length, "file")} ${verb} in ${directory}`,
		...written.map((path) => `  ${path}`),
		...kept.length > 0 ? [`${count(kept.length, "file")} kept, since they were there already`] : [],
		...kept.map((path) => `  ${path}`)
	];
}
// src/commands/accounts/carried-lines.ts
function carriedLines({ carried, left }) {
	return [...carried > 0 ? [`signatures and attestations carried along: ${count(carried, "artifact")}`] : [], ...left > 0 ? [`left behind: ${count(left, "artifact")} that the place cannot hold, that are too large, or that are none of this image`] : []];
}
// src/commands/places/named-record.ts
async function openNamedRecord(context, project, { database, dryRun }, mover) {
	if (database === void 0 || dryRun) return void 0;
	const { openTagRecord } = await import("./commands-with-agents-config-image.js");
	return await openTagRecord(context, project, database, mover);
}
export { TransferLines, builderOf, carriedLines, controlSummary, count, countedProgress, describeFailure, envRootOf, eventFile, failingLines, failingOutput, failureOutput, findKeyring, keySource, keyValues, laidLines, lastingContext, namedTrust, newWorkerName, openEventSinks, openNamedRecord, openSigning, outcomeLine, outputPath, rebuildOutput, rebuildWaits, requiredTypes, requirementsOf, rowAddress, rowLimitsOf, shortCommit, shortDigest, sourceLimitsOf, trustOf, workLine, writeReportFiles };
