import { GitContent } from "./changes-with-child_process-template.js";
import { known, unknown } from "./changes.js";
import { IdentikitError, hostOf } from "../start/faces.js";
import { HostApi, readChangeEvent } from "./host.js";
import { forgeOf } from "./host-with-changes.js";
import { posix, resolve } from "node:path";
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
export { openChange, openCheckout, openHostApi, requireHostApi };
