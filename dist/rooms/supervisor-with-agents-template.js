import { IdentikitError, asFault } from "../start/faces.js";
import { pause } from "./fault.js";
import { AnchoredDirectory, readFileIn } from "./tree.js";
import { credentialRanges } from "./template.js";
import { OutboxReader, outboxRequest, reportLimits, sealSession } from "./agents.js";
import { BudgetMeter, Transcript, adapterNamed, readLaunchParts } from "./adapters-with-agents.js";
import { BundleParts, answersFile, readSession, unanswered } from "./supervisor-with-agents.js";
import { maskIn, maskedEvents } from "./adapters-with-agents-template.js";
import { cleanBefore, countSuspectedSecrets } from "./supervisor-with-template.js";
import { join } from "node:path";
import { appendFileSync } from "node:fs";
// src/supervisor/outbox-parts.ts
const largestFile = 33554432;
async function readRequests(folder, events) {
	using directory = AnchoredDirectory.open(folder);
	const { requests, problems } = await new OutboxReader(directory, "requests.jsonl").read(true);
	for (const { line, problem } of problems) events.add({
		type: "status",
		status: "failed",
		text: `outbox, line ${line}: ${problem}`
	});
	return requests.map(({ request }) => request);
}
function addRequests(parts, requests, secrets) {
	if (requests.length === 0) return;
	const lines = requests.map((request) => `${JSON.stringify(maskedRequest(request, secrets))}\n`);
	parts.add({
		kind: "outbox",
		name: "requests.jsonl",
		mediaType: "application/jsonl",
		content: Buffer.from(lines.join(""))
	});
}
function maskedRequest(request, secrets) {
	return outboxRequest.safeParse(masked(request, secrets)).data ?? {
		...request,
		id: void 0
	};
}
function masked(value, secrets) {
	if (typeof value === "string") return maskIn(value, secrets);
	if (Array.isArray(value)) return value.map((item) => masked(item, secrets));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, secrets)]));
}
async function addFiles(parts, requests, workspace, { events, secrets }) {
	for (const [at, request] of requests.entries()) {
		if (request.type !== "file") continue;
		const content = fileAt(workspace, request.path);
		if (typeof content === "string") {
			events.add({
				type: "status",
				status: "failed",
				text: `the file ${request.path}: ${content}`
			});
			continue;
		}
		const { title = request.path, mediaType = "application/octet-stream" } = request;
		const text = content.toString("utf8");
		const suspectedSecrets = secrets.find(text).found.length + (await credentialRanges(text)).length;
		parts.add({
			kind: "file",
			name: `${at + 1} ${title}`.slice(0, 300),
			mediaType,
			suspectedSecrets,
			content
		});
	}
}
function fileAt(workspace, path) {
	const names = path.split("/");
	if (names.some((name) => name === "" || name === "." || name === "..")) return "it is no path from the top of the workspace";
	const open = [];
	try {
		let folder = AnchoredDirectory.open(workspace);
		open.push(folder);
		for (const name of names.slice(0, -1)) {
			const below = folder.enter(name);
			if (!below) return "it is not there";
			folder = below;
			open.push(folder);
		}
		const file = readFileIn(folder, names.at(-1) ?? "", largestFile);
		return file ? Buffer.from(file.bytes) : "it is not there";
	} catch (caught) {
		if (caught instanceof IdentikitError) return caught.message;
		throw caught;
	} finally {
		for (const one of open.reverse()) one[Symbol.dispose]();
	}
}
// src/supervisor/collect-results.ts
const harvestMs = 6e5;
async function collectResults(results) {
	const { ticket, workspace, agent, events, secrets, blobs, place, isolation } = results;
	const { image } = ticket.stack.profile;
	const { toolProfile } = readLaunchParts(ticket.stack.profile);
	const parts = new BundleParts(blobs);
	const requests = await readRequests(place.outbox, events);
	const work = workspace && await harvestOf(workspace, blobs);
	const fault = work instanceof IdentikitError ? work : void 0;
	const harvest = work instanceof IdentikitError ? void 0 : work;
	const suspected = harvest?.patch ? await countSuspectedSecrets(harvest.patch, blobs, secrets) : 0;
	const patch = harvest?.patch ? parts.addPatch(harvest.patch, suspected, await cleanBefore(harvest.patch, blobs, secrets)) : void 0;
	addRequests(parts, requests, secrets);
	if (workspace && !fault) await addFiles(parts, requests, workspace.path, {
		events,
		secrets
	});
	const client = await clientOf(results, parts);
	const identity = await identityOf(results);
	addAccount(parts, results);
	return {
		outcome: settled(results.outcome, fault, unanswered(requests, place.answers)),
		...workspace ? {
			base: workspace.base,
			workspace: workspacePart(workspace, harvest, fault)
		} : {},
		client,
		usage: agent?.usage ?? {
			turns: 0,
			tokens: 0
		},
		isolation: {
			kind: isolation?.kind ?? toolProfile?.isolation ?? "user",
			network: toolProfile?.networkPolicy.mode ?? "none",
			...typeof image === "string" ? { image } : {}
		},
		identity,
		...patch === void 0 ? {} : { patch },
		parts: [...parts.all]
	};
}
async function harvestOf(workspace, blobs) {
	try {
		return await workspace.harvest(blobs, AbortSignal.timeout(harvestMs));
	} catch (caught) {
		return asFault(caught);
	}
}
function workspacePart({ name, host, path }, harvest, fault) {
	return {
		name,
		host,
		path,
		git: harvest?.git ?? {},
		storeIntact: fault?.code !== "STORE_TAMPERED",
		refused: (harvest?.refused ?? []).slice(0, 1e3).map((line) => line.slice(0, 1e3))
	};
}
function settled(outcome, fault, waits) {
	if (fault) return {
		...outcome,
		phase: "Failed",
		reason: fault.code,
		message: fault.message.slice(0, 4e3)
	};
	if (waits.length === 0 || outcome.phase === "Cancelled") return outcome;
	const message = `a person has to answer: ${waits.join("; ")}`.slice(0, 4e3);
	return {
		...outcome,
		phase: "Waiting",
		reason: "APPROVAL_NEEDED",
		message
	};
}
async function clientOf({ ticket, agent, env, session, poolIdentity }, parts) {
	const { name, version } = readLaunchParts(ticket.stack.profile).adapter;
	const sessionId = agent?.sessionId ?? (agent ? session?.sessionId : void 0);
	const files = env && sessionId !== void 0 ? readSession(adapterNamed(name), sessionId, env.path) : void 0;
	if (files) parts.add({
		kind: "session",
		name: "session.age",
		mediaType: "application/vnd.identikit.session+age",
		content: await sealSession(files, poolIdentity)
	});
	return {
		adapter: name,
		...version === void 0 ? {} : { version },
		...sessionId === void 0 ? {} : { sessionId },
		resumable: files !== void 0
	};
}
async function identityOf({ ticket, env, agent, events }) {
	const { digest } = ticket.identity;
	if (!env || !agent) return {
		digest,
		unchanged: true,
		findings: []
	};
	const findings = await env.changes();
	if (findings.length > 0) events.add({
		type: "status",
		status: "failed",
		text: `IDENTITY_CHANGED: ${findings.join("; ")}`.slice(0, 4e3)
	});
	return {
		digest,
		unchanged: findings.length === 0,
		findings: findings.slice(0, 200)
	};
}
function addAccount(parts, { agent, events, secrets }) {
	if (agent && String(agent.transcript) !== "") parts.add({
		kind: "transcript",
		name: "transcript.md",
		mediaType: "text/markdown",
		...agent.transcript.isTruncated ? { truncated: true } : {},
		content: Buffer.from(String(agent.transcript))
	});
	const complaint = maskIn(agent?.complaint ?? "", secrets);
	if (complaint !== "") parts.add({
		kind: "log",
		name: "stderr.log",
		mediaType: "text/plain",
		content: Buffer.from(complaint)
	});
	if (events.count > 0) parts.add({
		kind: "events",
		name: "events.jsonl",
		mediaType: "application/jsonl",
		...events.isTruncated ? { truncated: true } : {},
		content: events.bytes()
	});
}
// src/supervisor/live-reports.ts
const every = {
	look: 250,
	question: 1e3,
	heartbeat: 3e4,
	report: 1e4,
	end: 3e3,
	worst: 3e4,
	worstAsking: 2e3
};
const mostWaiting = 2e4;
const announcedLength = 65536;
var LiveReports = class {
	#options;
	#end = new AbortController();
	#asks = new Map();
	#waiting = [];
	#isLost = false;
	#session;
	#toldSession;
	#isHeard = false;
	#working;
	constructor(options) {
		this.#options = options;
	}
	take(event) {
		if (this.#isLost) return;
		this.#waiting.push(event);
		if (this.#waiting.length <= mostWaiting) return;
		this.#isLost = true;
		this.#waiting = [];
	}
	bind(session) {
		this.#session = session;
	}
	start() {
		this.#working ??= this.#work();
	}
	async end() {
		const wasHeard = this.#isHeard;
		this.#end.abort();
		await this.#working;
		this.#isHeard ||= wasHeard;
		const late = AbortSignal.timeout(every.end);
		while (this.#waiting.length > 0 && await this.#report(late) === "told");
	}
	async announce(artifacts) {
		const announced = artifacts.filter((one) => JSON.stringify(one).length <= announcedLength).slice(0, reportLimits.announced);
		if (this.#isHeard) await this.#report(AbortSignal.timeout(every.end), announced);
	}
	async #work() {
		const { signal } = this.#end;
		using directory = AnchoredDirectory.open(this.#options.outbox);
		const outbox = new OutboxReader(directory, "requests.jsonl");
		let wait = 0;
		for (let sinceReport = every.heartbeat, sinceLook = 0; !signal.aborted;) {
			sinceLook += every.look;
			sinceReport += every.look;
			if (sinceLook >= every.question) {
				sinceLook = 0;
				await this.#readAsks(outbox);
			}
			const isDue = this.#waiting.length > 0 || this.#session !== this.#toldSession || sinceReport >= every.heartbeat || this.#asks.size > 0 && sinceReport >= every.question;
			const longest = this.#asks.size > 0 ? every.worstAsking : every.worst;
			if (isDue && sinceReport >= Math.min(wait, longest)) {
				const came = await this.#report(AbortSignal.any([signal, AbortSignal.timeout(every.report)]));
				if (came === "refused") return;
				wait = came === "told" ? 0 : Math.min(every.worst, Math.max(1e3, wait * 2));
				sinceReport = 0;
				if (came === "told" && this.#waiting.length >= reportLimits.events) continue;
			}
			await pause(every.look, signal).catch(() => {});
		}
	}
	async #readAsks(outbox) {
		const { requests } = await outbox.read(false);
		for (const { request } of requests) {
			if (request.type !== "approval" || request.id === void 0) continue;
			this.#asks.set(request.id, maskedRequest(request, this.#options.secrets));
		}
	}
	async #report(signal, announced) {
		const { send, runner, log } = this.#options;
		const events = this.#waiting.slice(0, reportLimits.events);
		const asks = [...this.#asks.values()].slice(0, reportLimits.asks);
		try {
			const session = this.#session;
			const { last, answers } = await send({
				version: 1,
				runner,
				events,
				asks,
				...session === void 0 ? {} : { session },
				...announced === void 0 ? {} : { announced: [...announced] }
			}, signal);
			this.#toldSession = session;
			this.#isHeard = true;
			const [first] = this.#waiting;
			this.#waiting = this.#waiting.filter(({ seq }) => seq > last);
			for (const answer of answers) this.#write(answer);
			return first !== void 0 && last < first.seq - 1 ? "refused" : "told";
		} catch (caught) {
			this.#isHeard = false;
			const { code, message } = asFault(caught);
			log.debug(`a report of the attempt was not taken: ${code}: ${message}`);
			if (code === "ATTEMPT_UNKNOWN" || code === "EVENT_CONFLICT") this.#options.onOver();
			return caught instanceof IdentikitError && caught.retry.kind === "never" && !signal.aborted ? "refused" : "unheard";
		}
	}
	#write(answer) {
		if (!this.#asks.delete(answer.id)) return;
		writeAnswers(this.#options.answers, [answer]);
	}
};
function writeAnswers(folder, answers) {
	const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
	if (lines !== "") appendFileSync(join(folder, answersFile), lines, { mode: 420 });
}
// src/supervisor/agent-run.ts
async function followAgent(options) {
	const { adapter, command, agent, budget, secrets, events, tokensBefore, onSession } = options;
	const meter = new BudgetMeter(budget);
	const transcript = new Transcript();
	let result;
	let spent;
	let sessionId;
	for (const note of command.notes) events.add({
		type: "status",
		text: note
	});
	const stream = adapter.readStream(agent.lines, { tokensBefore });
	for await (const told of maskedEvents(stream, secrets)) if (told.kind === "event") {
		events.add(told.event);
		transcript.add(told.event);
	} else if (told.kind === "session") {
		sessionId = told.sessionId;
		onSession?.(sessionId);
	} else if (told.kind === "result") result = told.result;
	else {
		spent ??= meter.count(told.usage);
		if (spent) await agent.end();
	}
	return {
		ending: await agent.ended,
		result,
		usage: meter.usage,
		spent,
		sessionId,
		transcript,
		complaint: agent.stderr()
	};
}
export { LiveReports, collectResults, followAgent, writeAnswers };
