import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { AnchoredDirectory, checkPath, observeDirectory, writeFileIn } from "./tree.js";
import { array, json, object, record, string } from "../vendor/zod.js";
import { capabilitiesIn, matchesPathPattern, openSession, outboxAnswer, outboxInstructions, patchText } from "./agents.js";
import { adapterNamed, readLaunchParts, transcriptContext } from "./adapters-with-agents.js";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readFileSync } from "node:fs";
// src/supervisor/session-files.ts
const mostBytes = 33554432;
function readSession(adapter, sessionId, envDirectory) {
	const patterns = adapter.sessionFiles(sessionId);
	if (patterns.length === 0) return void 0;
	const isSession = (path) => patterns.some((pattern) => matchesPathPattern(pattern, path));
	try {
		const files = observeDirectory(envDirectory, {
			keep: (path, kind) => kind === "directory" || kind === "file" && isSession(path),
			maxBytes: mostBytes,
			withBytes: true
		}).flatMap((entry) => entry.kind === "file" ? [{
			path: entry.path,
			base64: Buffer.from(certain(entry.bytes)).toString("base64")
		}] : []);
		return files.length === 0 ? void 0 : {
			version: 1,
			sessionId,
			adapter: adapter.name,
			files
		};
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
function laySession({ files }, envDirectory) {
	return files.map(({ path, base64 }) => {
		checkPath(path, "the session");
		const bytes = Buffer.from(base64, "base64");
		const [name = "", ...above] = path.split("/").reverse();
		using folder = AnchoredDirectory.make(join(envDirectory, ...above.reverse()), 493);
		writeFileIn(folder, name, bytes, {
			mode: 384,
			sync: false
		});
		return bytes.toString("utf8");
	});
}
// src/supervisor/earlier-session.ts
const goOn = "Go on with your work. What you asked a person for has been answered.";
async function earlierSession({ again, earlier, context, trustTier }, identity) {
	if (!again || again.reason === "retry") return {};
	const { reason, previous, message } = again;
	const said = message ?? goOn;
	if (earlier?.session !== void 0) {
		const files = await openSession(Buffer.from(earlier.session, "base64"), identity);
		const { sessionId } = files;
		return {
			session: {
				launch: reason === "fork" ? {
					kind: "fork",
					from: sessionId,
					sessionId: randomUUID()
				} : {
					kind: "resume",
					sessionId
				},
				lay: (directory) => laySession(files, directory)
			},
			prompt: said
		};
	}
	const transcript = Buffer.from(earlier?.transcript ?? "", "base64").toString("utf8");
	if (transcript === "") return { prompt: `${context.text}\n\n${said}` };
	const trust = trustTier === "untrusted" ? "stranger" : "data";
	return { prompt: `${context.text}\n\n${said}\n\n${transcriptContext(transcript, {
		name: previous,
		trust
	})}` };
}
// src/supervisor/bundle-parts.ts
var BundleParts = class {
	#blobs;
	#parts = [];
	constructor(blobs) {
		this.#blobs = blobs;
	}
	get all() {
		return this.#parts;
	}
	add({ content, ...part }) {
		const digest = this.#blobs.put(content);
		this.#parts.push({
			...part,
			digest,
			bytes: content.length
		});
		return digest;
	}
	addPatch(patch, suspectedSecrets, before) {
		const digest = this.add({
			kind: "patch",
			name: "patch.json",
			mediaType: "application/vnd.identikit.tree-patch+json",
			suspectedSecrets,
			content: Buffer.from(patchText(patch))
		});
		const contents = new Map([...before, ...patch.changes.flatMap(({ after }) => after ? [[after.digest, after.bytes]] : [])]);
		for (const [content, bytes] of contents) this.#parts.push({
			kind: "blob",
			name: content.slice(7),
			digest: content,
			bytes,
			mediaType: "application/octet-stream"
		});
		return digest;
	}
};
// src/supervisor/unanswered.ts
const answersFile = "answers.jsonl";
function unanswered(requests, folder) {
	const answered = new Set(answersIn(folder));
	return requests.flatMap((request) => request.type === "approval" && (request.id === void 0 || !answered.has(request.id)) ? [request.title] : []);
}
function answersIn(folder) {
	let text;
	try {
		text = readFileSync(join(folder, answersFile), "utf8");
	} catch {
		return [];
	}
	return text.split("\n").filter((line) => line !== "").flatMap((line) => {
		const { id, answer } = outboxAnswer.parse(JSON.parse(line));
		return answer === "expired" ? [] : [id];
	});
}
// src/supervisor/client-launch.ts
const servers = object({ mcpServers: record(string(), json()).default({}) });
const seenClient = object({ client: object({ capabilities: array(string()).default([]) }).optional() });
function launchClient(ticket, places) {
	const { profile } = ticket.stack;
	const adapter = adapterNamed(readLaunchParts(profile).adapter.name);
	const { place, envDirectory, outbox } = places;
	const session = places.session ?? {
		kind: "new",
		sessionId: randomUUID()
	};
	const own = adapter.promptFile === void 0 ? "" : textIn(envDirectory, adapter.promptFile);
	const told = outboxInstructions({
		file: place.requests,
		answers: join(place.answers, answersFile),
		hasServer: outbox !== void 0
	});
	const command = adapter.commandLine({
		profile,
		trustTier: ticket.trustTier,
		budget: ticket.budget,
		capabilities: capabilitiesIn(seenClient.parse(profile).client?.capabilities ?? []),
		session,
		prompt: places.prompt,
		instructions: [own, told].filter((text) => text.trim() !== "").join("\n\n"),
		places: {
			workspace: places.workspace,
			envDirectory,
			files: place.files,
			outbox: place.requests,
			answers: join(place.answers, answersFile)
		},
		outbox,
		mcpServers: adapter.serversFile === void 0 ? {} : serversIn(envDirectory, adapter.serversFile),
		isolation: places.isolation,
		hasClientSandbox: places.hasClientSandbox
	});
	for (const file of command.files) writeBelow(file.place === "files" ? place.files : envDirectory, file.path, file.text);
	return {
		adapter,
		command,
		session
	};
}
function serversIn(directory, name) {
	const text = textIn(directory, name);
	return text === "" ? {} : servers.parse(JSON.parse(text)).mcpServers;
}
function textIn(directory, name) {
	try {
		return readFileSync(join(directory, name), "utf8");
	} catch {
		return "";
	}
}
function writeBelow(directory, path, text) {
	const [name = "", ...above] = path.split("/").reverse();
	using folder = AnchoredDirectory.make(join(directory, ...above.reverse()), 493);
	writeFileIn(folder, name, Buffer.from(text), {
		mode: 256,
		sync: false
	});
}
export { BundleParts, answersFile, earlierSession, launchClient, readSession, unanswered };
