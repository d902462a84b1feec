import { IdentikitError, hostOf, isRecord } from "../start/faces.js";
import { readJsonDocument } from "./document.js";
import { readManifest } from "./template.js";
import { findCheckout, originOf, parseLocation } from "./template-with-child_process.js";
import { HostApi, forgeOf, readChangeEvent } from "./host.js";
import { known, unknown } from "./changes.js";
import { GitContent } from "./changes-with-child_process-template.js";
import { join, posix, relative, resolve, sep } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/change.ts
async function openChange(context, options) {
	const { cwd } = context;
	const event = readChangeEvent({
		...context.env,
		...options.event === void 0 ? {} : { GITHUB_EVENT_PATH: resolve(cwd, options.event) }
	});
	const place = resolve(cwd, options.root ?? ".");
	const git = openCheckout(context, place);
	const host = await openForge(context, options.repository);
	const request = await requestOf(options, event, host);
	const head = await commitOf("--head", options.head, git, event.head, request, ({ head: commit }) => commit);
	const tip = options.base === void 0 ? await tipOf(host, request) : void 0;
	const base = await commitOf("--base", options.base, git, tip ?? event.base, request, (pull) => pull.base);
	if ("value" in request && options.head === void 0 && request.value.head !== head) throw superseded(request.value, head);
	const whole = git && await git.has(base, head) ? git : void 0;
	const content = whole ?? contentOf(host, request);
	const directory = whole?.directory ?? posix.normalize(options.root ?? ".").replace(/^\.$|\/$/g, "");
	const top = resolve(place, ...directory === "" ? [] : directory.split("/").map(() => ".."));
	return {
		content,
		host,
		request,
		base,
		head,
		directory,
		top: whole ? top : cwd
	};
}
function openCheckout({ env, signal, cwd }, directory) {
	const place = resolve(cwd, directory);
	return existsSync(place) ? GitContent.open(place, {
		environment: env,
		signal
	}) : void 0;
}
async function openForge(context, repository) {
	const api = await openHostApi(context, repository);
	return api && forgeOf(api);
}
async function openHostApi({ env, log, signal }, named) {
	const repository = named ?? env.GITHUB_REPOSITORY ?? "";
	const token = env["IDENTIKIT_HOST_TOKEN"] || (env.GITHUB_TOKEN ?? "");
	if (repository === "" || token === "") return void 0;
	log.mask(token);
	return await HostApi.open({
		host: hostOf(env),
		repository,
		token,
		log,
		signal
	});
}
async function requestOf(options, event, host) {
	const number = numberOf(options.pullRequest) ?? event.request?.number;
	if (host && number !== void 0) return await known(() => host.request(number));
	if (event.request) return { value: event.request };
	const { head } = event;
	if (!host || head === void 0 || options.head !== void 0) return none(head);
	const open = await known(() => host.open());
	if ("fault" in open) return open;
	const same = open.value.filter((request) => request.head === head);
	const [only] = same;
	if (only && same.length === 1) return await known(() => host.request(only.number));
	return same.length === 0 ? none(head) : several(head);
}
function none(head) {
	const what = head === void 0 ? "the event names no pull request" : `no open pull request has the head ${head.slice(0, 12)}`;
	return unknown(what, "Name it with --pull-request, and give a token in IDENTIKIT_HOST_TOKEN.");
}
function several(head) {
	return unknown(`several open pull requests have the head ${head.slice(0, 12)}, and a status would be that of all of them`, "Close all but one of them, or push another commit to one.");
}
function numberOf(text) {
	if (text === void 0) return void 0;
	if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
	throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the number of a pull request`, { remedy: "Give a whole number, such as 12." });
}
async function tipOf(host, request) {
	return host && "value" in request ? await host.tip(request.value.baseBranch) : void 0;
}
async function commitOf(option, named, git, fromEvent, request, fromRequest) {
	if (named !== void 0) {
		const commit = await git?.commit(named);
		if (commit !== void 0) return commit;
		throw new IdentikitError("REF_UNKNOWN", `${option} ${JSON.stringify(named)} is no commit of the checkout`, { remedy: "Fetch it first, or name a commit, a branch or a tag that is there." });
	}
	if (fromEvent !== void 0) return fromEvent;
	if ("value" in request) return fromRequest(request.value);
	throw new IdentikitError("USAGE", `nothing says what to compare: ${request.fault.message}`, { remedy: `Name commits with --base and --head. ${request.fault.remedy}` });
}
function contentOf(host, request) {
	if (host && "value" in request) return host.content(request.value.number);
	throw new IdentikitError("CHANGE_UNKNOWN", "the commits are not in the checkout with their history", { remedy: "Check out with fetch-depth: 0, or give a token in IDENTIKIT_HOST_TOKEN so that the host is asked." });
}
function superseded({ number, head: now }, head) {
	return new IdentikitError("CHANGE_UNKNOWN", `the head of #${number} is ${now.slice(0, 12)} by now, and not ${head.slice(0, 12)}`, { remedy: "Nothing is to be done: the run for the newer commit judges it." });
}
async function requireHostApi(context) {
	const api = await openHostApi(context, void 0);
	if (api) return api;
	throw new IdentikitError("USAGE", "no repository or no token of the CI host is known", { remedy: "Run this in a CI job, and give it the input token." });
}
// src/commands/places/image-source.ts
async function imageSource({ env, signal }, { root, settings }) {
	if (settings.image.source !== void 0) return settings.image.source;
	const checkout = findCheckout(root);
	if (!checkout) return void 0;
	const origin = await originOf({
		environment: env,
		signal,
		gitDirectory: checkout.gitDirectory
	});
	return origin === null ? void 0 : webAddress(origin.trim());
}
function webAddress(remote) {
	const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!\/)([^\s]+)$/.exec(remote);
	const url = scp ? URL.parse(`https://${scp[1]}/${scp[2]}`) : URL.parse(remote.replace(/^git\+/, ""));
	if (!url || !/^(https?|ssh):$/.test(url.protocol) || url.hostname === "") return void 0;
	const path = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
	const [scheme, host] = url.protocol === "ssh:" ? ["https:", url.hostname] : [url.protocol, url.host];
	return path === "" ? void 0 : `${scheme}//${host}${path}`;
}
// src/commands/places/finding-places.ts
function placedInTemplate(project, name, findings) {
	const place = placesOfTemplate(project, name);
	return findings.map((finding) => {
		const location = finding.location ?? place(finding.path);
		return location ? {
			...finding,
			location
		} : finding;
	});
}
function placesOfTemplate(project, name) {
	const { root, settings } = project;
	const file = settings.manifest;
	if (!existsSync(project.path(file))) return () => void 0;
	const entry = ifSound(() => readManifest(project.path(file), file))?.workspaceTemplates.find((each) => each.name === name);
	if (!entry) return () => ({ file });
	const line = {
		file,
		line: entry.line
	};
	const location = ifSound(() => parseLocation(entry.repo, root));
	if (location?.kind !== "path") return () => line;
	const within = relative(root, join(location.path, entry.path ?? ""));
	if (within === "" || within.startsWith("..")) return () => line;
	const directory = within.split(sep).join("/");
	return (path) => {
		const inTemplate = `${directory}/${path}`;
		return existsSync(project.path(inTemplate)) && path !== "." ? {
			file: inTemplate,
			line: 1
		} : line;
	};
}
function placedAtAgents(project, findings, agentOf) {
	const file = project.settings.agents;
	const path = project.path(file);
	const document = existsSync(path) ? ifSound(() => readJsonDocument(path, {
		comments: "whole-line",
		name: file
	})) : void 0;
	if (!document || !isRecord(document.value) || !Array.isArray(document.value.agents)) return findings;
	const names = document.value.agents.map((row) => isRecord(row) ? row.name : void 0);
	return findings.map((finding) => {
		const index = names.indexOf(agentOf(finding));
		if (finding.location !== void 0 && finding.location.line !== void 0 || index === -1) return finding;
		return {
			...finding,
			location: {
				file,
				line: document.lineOf(["agents", index])
			}
		};
	});
}
function ifSound(read) {
	try {
		return read();
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
export { imageSource, openChange, openCheckout, openHostApi, placedAtAgents, placedInTemplate, requireHostApi };
