import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { c as int, g as string, u as looseObject } from "./zod-BjridcMG.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { basename, dirname } from "node:path";
/** GitHub cuts payloads at 25 MB; Gitea's are smaller. */
const side = looseObject({
	sha: string().optional(),
	repo: looseObject({ full_name: string() }).nullish()
}), payloadSchema = looseObject({
	pull_request: looseObject({
		number: int().positive(),
		head: side.optional(),
		base: side.optional()
	}).optional(),
	workflow_run: looseObject({ head_sha: string() }).optional()
}), commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/**
* The event of this job, from the runner's variables and its payload file.
* @throws {IdentikitError} `USAGE` where the commit is not known, `DOCUMENT_INVALID` for a payload that is no event,
* `FILE_UNREADABLE` for one that cannot be read
*/
function readEvent(env) {
	let payload = readPayload(env.GITHUB_EVENT_PATH), name = env.GITHUB_EVENT_NAME ?? "";
	if (name.startsWith("pull_request") && payload.pull_request) return pullRequest(payload.pull_request, env);
	if (name === "workflow_run") return {
		kind: "other",
		name,
		commit: commitOf(payload.workflow_run?.head_sha ?? env.GITHUB_SHA)
	};
	let commit = commitOf(env.GITHUB_SHA);
	return name === "schedule" || name === "" ? name === "" ? {
		kind: "other",
		name,
		commit
	} : {
		kind: name,
		commit
	} : name === "workflow_dispatch" ? {
		kind: "dispatch",
		commit
	} : name === "push" ? pushed(env.GITHUB_REF ?? "", commit) : {
		kind: "other",
		name,
		commit
	};
}
function pullRequest(request, env) {
	let commit = commitOf(request.head?.sha ?? env.GITHUB_SHA), head = request.head?.repo?.full_name.toLowerCase(), base = request.base?.repo?.full_name.toLowerCase() ?? env.GITHUB_REPOSITORY?.toLowerCase();
	return {
		kind: "pull-request",
		number: request.number,
		commit,
		fork: head !== base
	};
}
function pushed(ref, commit) {
	return ref.startsWith("refs/tags/") ? {
		kind: "tag",
		tag: ref.slice(10),
		commit
	} : {
		kind: "push",
		branch: ref.replace(/^refs\/heads\//, ""),
		commit
	};
}
function commitOf(text) {
	if (text !== void 0 && commitId.test(text)) return text;
	throw new IdentikitError("USAGE", "the event of this job names no commit", { remedy: "Name the commit in the input `commit`; the runner gives it in GITHUB_SHA or in the event's payload." });
}
function readPayload(path) {
	if (!path) return {};
	using directory = AnchoredDirectory.open(dirname(path));
	let file = readFileIn(directory, basename(path), 26214400);
	if (!file || file.bytes.length === 0) return {};
	try {
		return payloadSchema.parse(JSON.parse(file.bytes.toString("utf8")));
	} catch (cause) {
		throw new IdentikitError("DOCUMENT_INVALID", `the event payload ${path} is not an event`, {
			remedy: "The runner writes it; under act give a JSON object with -e FILE.",
			cause
		});
	}
}
export { readEvent };
