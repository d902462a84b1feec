import { fieldsOf, isRecord } from "../start/faces.js";
import { boolean } from "../vendor/zod.js";
import { compareTexts } from "./document.js";
import { importedBundle } from "./api.js";
import { isDeepStrictEqual } from "node:util";
// src/console/calls/server-fault.ts
function serverFault(status, body) {
	const { error } = fieldsOf(body);
	return isRecord(error) ? shortFault(status, error) : statusFault(status, fieldsOf(body));
}
function shortFault(status, { code, message, remedy, reasons }) {
	const words = Array.isArray(reasons) && reasons.length > 0 ? reasons.map(String) : [textOr(message, "")];
	return {
		status,
		code: textOr(code, "INTERNAL"),
		message: textOr(message, "the server did not say why"),
		...typeof remedy === "string" ? { remedy } : {},
		reasons: words.flatMap((word) => {
			const [, field, rest = ""] = /^([A-Za-z$][\w.[\]-]*): (.*)$/s.exec(word) ?? [];
			return field === void 0 ? [] : [{
				field,
				message: rest
			}];
		})
	};
}
function statusFault(status, { reason, message, details }) {
	const { causes } = fieldsOf(details);
	const all = Array.isArray(causes) ? causes.filter(isRecord) : [];
	return {
		status,
		code: all.map((cause) => textOr(cause.reason, "")).find((word) => /^[A-Z][A-Z_]+$/.test(word)) ?? codes$1[textOr(reason, "")] ?? "INTERNAL",
		message: textOr(message, "the server did not say why"),
		reasons: [...all.map((cause) => ({
			field: textOr(cause.field, ""),
			message: textOr(cause.message, "")
		})), ...strictReasons(textOr(message, ""))]
	};
}
function strictReasons(message) {
	if (!message.startsWith("strict decoding error: ")) return [];
	return [...message.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)].map(([, field = ""]) => ({
		field: field.replaceAll("\\\"", "\""),
		message: "There is no such field."
	}));
}
const codes$1 = {
	BadRequest: "RESOURCE_INVALID",
	Unauthorized: "AUTH_REQUIRED",
	Forbidden: "POLICY_DENIED",
	NotFound: "NOT_FOUND",
	AlreadyExists: "ALREADY_EXISTS",
	Conflict: "CONFLICT",
	Invalid: "RESOURCE_INVALID",
	RequestEntityTooLarge: "RESOURCE_TOO_LARGE",
	ServiceUnavailable: "DATABASE_BUSY"
};
function textOr(value, other) {
	return typeof value === "string" ? value : other;
}
// src/console/calls/viewer-calls.ts
var ViewerCalls = class {
	#api;
	#token;
	constructor(api, token) {
		this.#api = api;
		this.#token = token;
	}
	async ask({ method, path, body }) {
		const headers = new Headers({
			authorization: `Bearer ${this.#token}`,
			accept: "application/json"
		});
		if (body) headers.set("content-type", "application/json");
		const text = body === void 0 ? {} : { body: JSON.stringify(body) };
		const response = await this.#api(new Request(`http://console.invalid${path}`, {
			method,
			headers,
			...text
		}));
		const answer = await response.json().catch(() => void 0);
		if (!response.ok) return { fault: serverFault(response.status, answer) };
		const warnings = response.headers.get("warning");
		return {
			body: isRecord(answer) ? answer : {},
			warnings: warnings === null ? [] : [warnings]
		};
	}
};
// src/console/page/address.ts
function addressOf(organization, ...parts) {
	return `/orgs/${[organization, ...parts].map(encodeURIComponent).join("/")}`;
}
function withQuery(address, query) {
	const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => value === void 0 ? [] : [[name, value]])).toString();
	return search === "" ? address : `${address}?${search}`;
}
// src/console/page/page-refused.ts
var PageRefused = class extends Error {
	status;
	remedy;
	code;
	constructor(status, message, remedy, code = codes[status]) {
		super(message);
		this.status = status;
		this.remedy = remedy;
		this.code = code;
	}
};
const codes = {
	403: "POLICY_DENIED",
	404: "NOT_FOUND",
	409: "CONFLICT",
	410: "WATCH_TOO_OLD",
	413: "RESOURCE_INVALID",
	415: "RESOURCE_INVALID",
	422: "RESOURCE_INVALID",
	500: "INTERNAL"
};
// src/console/review/reviewed-action.ts
function textField(scene, field, initial = "") {
	const value = scene.values.one(field.name) ?? initial;
	return {
		isRequired: false,
		values: value === "" ? [] : [value],
		...field
	};
}
// src/console/form/filled-fields.ts
function filledFields(fields, object, { named, reasons = [] }) {
	return fields.map(({ path, allowed, refers, ...field }) => {
		const value = path.reduce((at, key) => fieldsOf(at)[key], object);
		const problems = reasons.filter((one) => isWithin(one.field, field.name)).map(({ message }) => message);
		const options = allowed ?? (refers === void 0 ? void 0 : named(refers));
		return {
			...field,
			values: textsOf(value),
			...options ? { options: options.map(optionOf) } : {},
			...problems.length === 0 ? {} : { problem: problems.join(" ") }
		};
	});
}
function textsOf(value) {
	if (value === void 0 || value === null) return [];
	if (Array.isArray(value)) return value.map((one) => typeof one === "string" ? one : JSON.stringify(one));
	return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}
function optionOf(value) {
	return {
		value,
		label: value
	};
}
function isWithin(field, name) {
	return field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`);
}
// src/console/form/read-fields.ts
function readFields(fields, values) {
	return fields.flatMap((field) => {
		if (field.type === "elsewhere" || !(values.has(field.name) || values.has(`has:${field.name}`))) return [];
		return [{
			path: field.path,
			value: wishedValue(field, values),
			isUnordered: field.type === "choices"
		}];
	});
}
function objectOfWishes(wishes) {
	const object = {};
	for (const { path, value } of wishes) {
		if (value === void 0) continue;
		let at = object;
		for (const key of path.slice(0, -1)) {
			const there = at[key];
			const next = isRecord(there) ? there : {};
			at[key] = next;
			at = next;
		}
		at[path.at(-1) ?? ""] = value;
	}
	return object;
}
function wishedValue({ name, type }, values) {
	if (type === "choices" || type === "lines") {
		const entries = (type === "choices" ? values.all(name) : (values.one(name) ?? "").split("\n")).map((entry) => entry.trim()).filter((entry) => entry !== "");
		return entries.length === 0 ? void 0 : entries;
	}
	const text = values.one(name) ?? "";
	const trimmed = text.trim();
	if (trimmed === "") return void 0;
	if (type === "number") return /^-?\d{1,15}(\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : text;
	if (type === "flag") return trimmed === "true" ? true : trimmed === "false" ? false : text;
	return type === "text" ? text : trimmed;
}
// src/console/review/memory-form.ts
function memoryShape({ files, ...shape }) {
	const { path, text } = files.element.shape;
	return {
		...shape,
		path: path.describe("The file in the memory, such as services/berths.md."),
		text: text.unwrap().optional().describe("The whole file as it should be."),
		remove: boolean().optional().describe("Whether the file is removed: then it has no text.")
	};
}
function memoryRequest({ path, text, remove, ...said }) {
	return {
		...said,
		files: [{
			path,
			text: remove === true && text === void 0 ? null : text
		}]
	};
}
function memoryField(field) {
	return field.replace(/^files\.0\./, "");
}
// src/console/bundle/bundle-forms.ts
const bundleDraft = "configbundles";
const pruning = "prune";
const api = "/api/agents/config/bundles";
function bundlePlace({ organization, viewer }, { drafts, calls, now, onFault }) {
	return {
		organization,
		viewer,
		drafts,
		calls,
		now,
		onFault
	};
}
function bundleAddress(organization) {
	return addressOf(organization, "config", "bundle");
}
async function sentBundle(place, forReview) {
	const { calls, drafts, now } = place;
	const draft = await drafts.find(keyOf(place), now);
	if (!draft) return {};
	const prune = draft.base === pruning;
	const body = {
		bundle: draft.content,
		prune
	};
	const planned = await calls.ask({
		method: "POST",
		path: `${api}/plan`,
		body
	});
	const rehearsed = forReview && !("fault" in planned) ? await calls.ask({
		method: "POST",
		path: `${api}/import`,
		body: {
			...body,
			dryRun: true
		}
	}) : void 0;
	return { bundle: {
		saved: draft.changed,
		prune,
		planned,
		rehearsed
	} };
}
async function takeBundle(place, values) {
	const { organization, calls, drafts, now } = place;
	const [bundle, prune] = [values.one("bundle") ?? "", values.has("prune")];
	const planned = await calls.ask({
		method: "POST",
		path: `${api}/plan`,
		body: {
			bundle,
			prune
		}
	});
	if ("fault" in planned) return planned;
	await drafts.save(keyOf(place), {
		content: bundle,
		base: prune ? pruning : "",
		version: ""
	}, now);
	return { next: bundleAddress(organization) };
}
async function importForm(place, values) {
	const { organization, calls, drafts, now, onFault } = place;
	const draft = await drafts.find(keyOf(place), now);
	if (!draft) throw new PageRefused(404, "There is no bundle to import.", "Send it once more.");
	const counted = (name) => Number(values.one(name) ?? "");
	const plan = {
		bundle: values.one("bundle") ?? "",
		base: values.one("base") ?? "",
		prune: values.one("prune") === "true",
		counts: {
			create: counted("create"),
			change: counted("change"),
			delete: counted("delete")
		}
	};
	const body = {
		bundle: draft.content,
		prune: draft.base === pruning,
		plan
	};
	const done = await calls.ask({
		method: "POST",
		path: `${api}/import`,
		body
	});
	if ("fault" in done) return done;
	const { openRecord } = importedBundle.parse(done.body);
	await drafts.discard(keyOf(place)).catch(onFault);
	const word = openRecord === void 0 ? "import" : "import-unclosed";
	return { next: withQuery(addressOf(organization, "config"), { done: word }) };
}
async function discardBundle(place) {
	await place.drafts.discard(keyOf(place));
	return withQuery(bundleAddress(place.organization), { done: "discard" });
}
function keyOf({ organization: namespace, viewer: person }) {
	return {
		namespace,
		person,
		kind: bundleDraft,
		name: ""
	};
}
// src/console/draft/three-way.ts
function threeWay(base, theirs, mine) {
	const taken = [];
	const contested = [];
	visit([], base, theirs, mine);
	return {
		taken,
		contested
	};
	function visit(path, was, they, me) {
		if (isDeepStrictEqual(they, was) || isDeepStrictEqual(they, me)) return;
		if ([they, me].every(isMapping) && (was === void 0 || isMapping(was))) {
			const keys = new Set([
				was,
				they,
				me
			].flatMap((one) => Object.keys(fieldsOf(one))));
			for (const key of keys) visit([...path, key], fieldsOf(was)[key], fieldsOf(they)[key], fieldsOf(me)[key]);
			return;
		}
		if (isDeepStrictEqual(me, was)) taken.push({
			path,
			value: they
		});
		else contested.push({
			path: path.join("."),
			base: shown(was),
			theirs: shown(they),
			mine: shown(me)
		});
	}
}
function isMapping(value) {
	return isRecord(value) && !Array.isArray(value);
}
function shown(value) {
	return value === void 0 ? "(left out)" : (JSON.stringify(value) ?? "").slice(0, 2e3);
}
// src/console/old-paths.ts
const places = [
	[
		/^\/dispatches\/([^/]+)$/,
		([run = ""]) => [
			"agents",
			"runs",
			run
		],
		true
	],
	[/^\/dispatches$/, () => ["agents", "runs"]],
	[
		/^\/sessions\/pending\/([^/]+)$/,
		([run = ""]) => [
			"agents",
			"runs",
			run
		],
		true
	],
	[/^\/sessions(?:\/([^/]+))?$/, ([session]) => [
		"agents",
		"sessions",
		...session === void 0 ? [] : [session]
	]],
	[/^\/inbox$/, () => ["agents", "approvals"]],
	[/^\/automations(?:\/([^/]+))?$/, ([rule]) => [
		"agents",
		"rules",
		...rule === void 0 ? [] : [rule]
	]],
	[/^\/workspaces(?:\/([^/]+))?$/, ([one]) => [
		"agents",
		"workspaces",
		...one === void 0 ? [] : [one]
	]],
	[/^\/projects\/([^/]+)\/([^/]+)$/, ([owner = "", name = ""]) => [
		"repositories",
		`${owner}/${name}`,
		"code"
	]],
	[/^\/projects$/, () => ["agents"]]
];
function newPath(organization, pathname, query) {
	const parts = decodedParts(pathname);
	if (!parts) return void 0;
	const { org: _, ...kept } = Object.fromEntries(query);
	const [first, ...rest] = parts;
	if (first === "agents") return withQuery(addressOf(organization, "agents", ...rest), kept);
	for (const [pattern, to, isOfRun] of places) {
		const [whole, ...found] = pattern.exec(pathname) ?? [];
		if (whole === void 0) continue;
		return withQuery(addressOf(organization, ...to(found.flatMap((part) => part === void 0 ? [] : [decodeURIComponent(part)]))), {
			...kept,
			...isOfRun ? { from: pathname } : {},
			...isOfRun && pathname.startsWith("/sessions/") ? { handoff: "pending" } : {}
		});
	}
}
function otherAddress(organization, parts) {
	const [area, repository = "", ...rest] = parts;
	if (area !== "repositories") return void 0;
	const [place, name] = rest;
	if (rest.length === 2 && name !== void 0 && (place === "runs" || place === "agents")) return addressOf(organization, "agents", "runs", name);
	if (rest.join("/") === "settings/agents/triggers") return `${addressOf(organization, area, repository, "settings", "agents")}#rules`;
}
function decodedParts(pathname) {
	try {
		const parts = pathname.replace(/\/$/, "").split("/").slice(1).map(decodeURIComponent);
		return parts.some((part) => [
			"",
			".",
			".."
		].includes(part) || /[/\\]/.test(part)) ? void 0 : parts;
	} catch {
		return;
	}
}
// src/console/page/find-page.ts
function findPage(pages, parts) {
	return pages.flatMap((page) => {
		const params = matched(page.path.split("/"), parts);
		return params ? [{
			page,
			params
		}] : [];
	}).sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}
function matched(pattern, parts) {
	if (pattern.length !== parts.length) return void 0;
	const params = {};
	for (const [at, part] of pattern.entries()) {
		const value = parts[at] ?? "";
		if (part.startsWith(":")) params[part.slice(1)] = value;
		else if (part !== value) return void 0;
	}
	return params;
}
function pathParts(pathname) {
	try {
		const parts = pathname.split("/").slice(1).map(decodeURIComponent);
		return parts.includes("") ? void 0 : parts;
	} catch {
		return;
	}
}
// src/console/page/review-address.ts
function reviewAddress(organization, action, target) {
	return withQuery(addressOf(organization, "review", action), target);
}
// src/console/models/shown/filter.ts
var ListFilters = class {
	#address;
	#query;
	#filters;
	constructor(address, query, filters) {
		this.#address = address;
		this.#query = query;
		this.#filters = filters;
	}
	get form() {
		const fields = this.#filters.map(({ name, label, options }) => ({
			name,
			label,
			options,
			value: this.valueOf(name)
		}));
		return {
			action: this.#address,
			fields,
			active: fields.some(({ value }) => value !== "")
		};
	}
	get selector() {
		return this.#filters.flatMap(({ name, field }) => {
			const value = this.valueOf(name);
			return value === "" || field === "" ? [] : [{
				field,
				equals: true,
				value
			}];
		});
	}
	valueOf(name) {
		return (this.#query.get(name) ?? "").trim().slice(0, 300);
	}
	get place() {
		return this.#query.get("continue") ?? void 0;
	}
	next(place) {
		if (place === void 0) return void 0;
		const asked = Object.fromEntries(this.#filters.map(({ name }) => [name, this.valueOf(name) || void 0]));
		return withQuery(this.#address, {
			...asked,
			continue: place
		});
	}
};
// src/console/models/config.ts
const mostRows = 200;
const configPage = {
	resource: "configrows",
	load: async ({ organization, query, sources, rights }) => {
		const filter = {
			table: query.get("table") ?? "",
			scope: query.get("scope") ?? "",
			key: query.get("key") ?? ""
		};
		const { rows, total } = await sources.rows({
			table: filter.table || void 0,
			scope: filter.scope || void 0,
			key: filter.key || void 0,
			limit: mostRows
		});
		const names = await sources.agentNames();
		return { model: {
			rows,
			total,
			filter,
			offers: [rights.offer({
				word: "Import a bundle",
				href: bundleAddress(organization)
			}, { allowed: true })],
			agents: names.slice(0, mostRows).map((name) => ({
				name,
				href: addressOf(organization, "environments", name)
			}))
		} };
	}
};
// src/console/models/plots/time-steps.ts
const dayMs = 864e5;
function fortnightBefore(now) {
	return new Date(Math.floor(now.getTime() / dayMs) * dayMs - 13 * dayMs);
}
function stepStarts({ from, stepMs, count }) {
	return Array.from({ length: count }, (_, at) => new Date(from.getTime() + at * stepMs));
}
function mostInSteps(samples, label, { from, stepMs, count }) {
	const values = Array.from({ length: count }, () => null);
	for (const sample of samples) {
		const at = Math.floor((Date.parse(sample.time) - from.getTime()) / stepMs);
		const known = values[at];
		if (sample.label === label && known !== void 0) values[at] = Math.max(known ?? 0, sample.value);
	}
	return values;
}
function mostOf(values) {
	return values.reduce((most, value, at) => value !== null && value > most.value ? {
		value,
		at
	} : most, {
		value: 0,
		at: 0
	});
}
function lastKnown(values) {
	return values.findLast((value) => value !== null) ?? void 0;
}
const months = [
	"Jan",
	"Feb",
	"Mar",
	"Apr",
	"May",
	"Jun",
	"Jul",
	"Aug",
	"Sep",
	"Oct",
	"Nov",
	"Dec"
];
function clockWords(time) {
	return time.toISOString().slice(11, 16);
}
function dayWords(time) {
	return `${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
}
// src/console/models/plots/drift-plot.ts
function driftPlot(samples, now) {
	const steps = {
		from: fortnightBefore(now),
		stepMs: dayMs / 4,
		count: 56
	};
	const places = stepStarts(steps).map((time) => `${dayWords(time)} ${clockWords(time)}`);
	const drifted = mostInSteps(samples, "drifted", steps);
	const newest = samples.filter(({ time }) => time === samples.at(-1)?.time);
	const last = newest.find(({ label }) => label === "drifted")?.value;
	if (lastKnown(drifted) === void 0 || last === void 0) return void 0;
	const most = mostOf(drifted);
	const all = newest.reduce((sum, { value }) => sum + value, 0);
	return {
		id: "drift-over-time",
		title: "Env directories that differ, last 14 days",
		summary: most.value === 0 ? `None of ${all} differed whenever they were compared.` : `${last} of ${all} differed when they were compared last; the most were ${most.value}, after ${places[most.at]} UTC.`,
		unit: "count",
		kind: "line",
		placeName: "From (UTC)",
		places,
		series: [{
			name: "Drifted",
			values: drifted
		}, {
			name: "Unverified",
			values: mostInSteps(samples, "unverified", steps)
		}]
	};
}
// src/console/models/environments.ts
const pageSize = 50;
const environmentsPage = {
	resource: "environments",
	load: async ({ organization, query, sources, now }) => {
		const after = query.get("after") ?? "";
		const rest = (await sources.agentNames()).filter((name) => name > after);
		const names = rest.slice(0, pageSize);
		const found = await sources.environments(names);
		const here = addressOf(organization, "environments");
		const asked = {
			namespace: organization,
			figure: "env-directories",
			since: fortnightBefore(now)
		};
		const plot = driftPlot(await sources.samples(asked), now);
		return { model: {
			drift: plot ? [plot] : [],
			environments: found.map(({ agent, state, findings }) => ({
				agent,
				state,
				href: addressOf(organization, "environments", agent),
				findings: findings.length,
				first: findings[0] && `${findings[0].code} ${findings[0].path}`
			})),
			...rest.length > names.length ? { next: withQuery(here, { after: names.at(-1) }) } : {}
		} };
	}
};
const environmentPage = {
	resource: "environments",
	load: async ({ organization, params: { agent: name = "" }, sources }) => {
		const agent = await sources.agent(name);
		const [environment] = await sources.environments([name]);
		return {
			title: name,
			crumbs: [{
				word: "Environments",
				href: addressOf(organization, "environments")
			}],
			model: {
				agent,
				state: environment?.state ?? "unknown",
				findings: environment?.findings ?? [],
				reads: await sources.accesses({
					agent: name,
					limit: 20
				})
			}
		};
	}
};
// src/console/models/image-history.ts
const mostEntries = 200;
function tagHistory(seen) {
	const byName = new Map();
	for (const { image, verdict, previous, at: since, by } of seen.toSorted((a, b) => compareTexts(a.at, b.at))) {
		const [name = "", digest = ""] = image.split("@");
		const entries = byName.get(name) ?? [];
		const newest = entries.at(-1);
		if (!(newest?.digest === digest && (verdict === void 0 || newest.verdict === verdict))) entries.push({
			name,
			digest,
			verdict,
			previous,
			since,
			by
		});
		byName.set(name, entries);
	}
	return [...byName.keys()].sort(compareTexts).flatMap((name) => (byName.get(name) ?? []).toReversed()).slice(0, mostEntries);
}
// src/console/models/issue-of-address.ts
function issueOfAddress(given) {
	if (given === void 0) return void 0;
	if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
	throw new PageRefused(404, "issue with this number");
}
function isRunOn(issue, { spec }) {
	return issue === void 0 || spec.sourceRefs.issue === issue || isIssue(issue, spec.target);
}
function isWorkspaceOf(issue, { spec }) {
	return issue === void 0 || isIssue(issue, spec.ownerRef);
}
function isItemOf(issue, { spec }) {
	return issue === void 0 || isIssue(issue, spec.target);
}
function isIssue(issue, target) {
	return target?.kind === "issue" && target.id === String(issue);
}
// src/console/ui/components/time/time-words.ts
const steps = [
	[60, "s"],
	[60, "min"],
	[24, "h"],
	[30, "d"]
];
function durationWords(seconds) {
	if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
	if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
	const whole = Math.round(seconds);
	const days = Math.floor(whole / 86400);
	const hours = Math.floor(whole % 86400 / 3600);
	const minutes = Math.floor(whole % 3600 / 60);
	const parts = [
		[days, "d"],
		[hours, "h"],
		[minutes, "min"],
		[whole % 60, "s"]
	];
	const first = parts.findIndex(([value]) => value > 0);
	return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`).join(" ");
}
function distanceWords(at, now) {
	const seconds = (Date.parse(now) - Date.parse(at)) / 1e3;
	if (Number.isNaN(seconds)) return at;
	let value = Math.abs(seconds);
	if (value < 5) return "just now";
	for (const [size, unit] of steps) {
		if (value < size) return said(Math.floor(value), unit, seconds);
		value /= size;
	}
	return value < 12 ? said(Math.floor(value), "months", seconds) : momentWords(at).slice(0, 10);
}
function momentWords(at) {
	const time = new Date(at);
	return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
function secondsBetween(from, to) {
	if (from === void 0 || to === void 0) return void 0;
	const seconds = (Date.parse(to) - Date.parse(from)) / 1e3;
	return Number.isNaN(seconds) ? void 0 : Math.max(0, seconds);
}
function said(value, unit, seconds) {
	const words = `${value} ${value === 1 && unit === "months" ? "month" : unit}`;
	return seconds >= 0 ? `${words} ago` : `in ${words}`;
}
// src/console/models/plots/duration-plot.ts
const fewest = 3;
const mostBars = 12;
const widths = [
	1,
	2,
	5,
	10,
	30,
	60,
	120,
	300,
	600,
	1800,
	3600,
	7200,
	21600,
	43200,
	86400
];
function durationPlot(runs) {
	const values = runs.flatMap(({ status: { startedAt, finishedAt } }) => startedAt === void 0 || finishedAt === void 0 ? [] : [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1e3]).filter((seconds) => seconds >= 0).toSorted((a, b) => a - b);
	const [middle, longest] = [values[Math.floor((values.length - 1) / 2)], values.at(-1)];
	if (values.length < fewest || middle === void 0 || longest === void 0) return void 0;
	const width = widths.find((one) => longest / one < mostBars) ?? Math.ceil(longest / mostBars);
	const counts = Array.from({ length: Math.floor(longest / width) + 1 }, () => 0);
	for (const seconds of values) {
		const bar = Math.floor(seconds / width);
		counts[bar] = (counts[bar] ?? 0) + 1;
	}
	return {
		id: "durations",
		kind: "bars",
		unit: "count",
		placeName: "Took at least",
		title: "How long the runs on this page took",
		summary: `Half of the ${values.length} that ended took up to ${durationWords(middle)}, the longest ${durationWords(longest)}.`,
		places: counts.map((_, at) => durationWords(at * width)),
		series: [{
			name: "Runs",
			values: counts
		}]
	};
}
// src/console/models/sealed-secrets.ts
const sealedSecretsPage = {
	resource: "secretnames",
	load: async ({ organization, sources }) => ({
		crumbs: [{
			word: "Config",
			href: addressOf(organization, "config")
		}],
		model: { secrets: (await sources.secrets()).map((secret) => ({
			...secret,
			reads: withQuery(addressOf(organization, "audit", "secrets"), { secret: secret.name })
		})) }
	})
};
// src/console/models/plots/day-plots.ts
const microsInDollar = 1e6;
function dayPlots(samples, now) {
	const steps = {
		from: fortnightBefore(now),
		stepMs: dayMs,
		count: 14
	};
	const places = stepStarts(steps).map(dayWords);
	const cost = mostInSteps(samples, "cost", steps).map((value) => value && value / microsInDollar);
	const runs = mostInSteps(samples, "runs", steps);
	if (runs.every((value) => value === null)) return [];
	const common = {
		kind: "bars",
		placeName: "Day (UTC)",
		places
	};
	return [{
		...common,
		id: "cost-of-days",
		title: "Cost of the runs that were made on a day",
		unit: "dollars",
		summary: `$${sumOf(cost).toFixed(2)} in 14 days, $${(cost.at(-1) ?? 0).toFixed(2)} of it today.`,
		series: [{
			name: "US dollars",
			values: cost
		}]
	}, {
		...common,
		id: "runs-of-days",
		title: "Runs that were made on a day",
		unit: "count",
		summary: `${sumOf(runs)} in 14 days, ${runs.at(-1) ?? 0} of them today.`,
		series: [{
			name: "Runs",
			values: runs
		}]
	}];
}
function sumOf(values) {
	return values.reduce((all, one) => all + (one ?? 0), 0);
}
// src/console/models/stacks/builder-states.ts
function builderStates(facts) {
	const { stack, needs, yaml } = facts;
	const { observedGeneration = 0 } = stack.status;
	const { generation } = stack.metadata;
	const missing = needs.filter(({ status }) => status.phase !== "Met");
	const denied = missing.find(({ status }) => status.phase === "Denied") ?? missing[0];
	return {
		columns: [
			"State",
			"Holds",
			"Why",
			"What to do"
		],
		rows: [
			byCondition(stack, "Adapter capability", ["CapabilitiesResolved"]),
			byCondition(stack, "MCP health", ["McpHealthy"]),
			byCondition(stack, "Account and runner identity", ["RuntimeIdentityReady"]),
			byCondition(stack, "Role bindings and grants", [
				"RolesAdmitted",
				"SecretsAdmitted",
				"ConfigAdmitted"
			]),
			denied ? [
				"Permission review",
				"wrong",
				`${denied.spec.need} ${denied.spec.name} for ${denied.spec.requiredBy.kind} ${denied.spec.requiredBy.name}: ${denied.status.phase ?? "Missing"}`,
				denied.status.remedy
			] : [
				"Permission review",
				needs.length === 0 ? "unknown" : "ok",
				reviewed(needs.length),
				void 0
			],
			missing.length > 0 ? [
				"What it needs",
				"wrong",
				`${missing.length} of ${needs.length} needs are not met.`,
				"The needs below say which grant gives each."
			] : [
				"What it needs",
				"ok",
				needs.length === 0 ? "It needs nothing." : "Every need is met.",
				void 0
			],
			byCondition(stack, "Subagents", ["SubagentsValid"]),
			byCondition(stack, "Approval mode and policy", ["PolicyAdmitted"]),
			observedGeneration === generation ? [
				"What is applied",
				"ok",
				`All of this is about generation ${generation}, which is applied.`,
				void 0
			] : [
				"What is applied",
				"unknown",
				`This is about generation ${observedGeneration}; generation ${generation} is applied, and was not looked at yet.`,
				"Wait for the controller; identikit controller does it once."
			],
			[
				"YAML",
				"ok",
				`${yaml.split("\n").length} lines; shown below, and copied as it is.`,
				void 0
			]
		].map(([state, holds, why, remedy]) => ({
			key: state,
			cells: [
				state,
				{
					phase: {
						ok: "Ready",
						wrong: "Blocked",
						unknown: "Pending"
					}[holds],
					kind: "AgentStack"
				},
				why,
				remedy ?? null
			]
		})),
		empty: "Nothing is known of it yet."
	};
}
function reviewed(count) {
	return count === 0 ? "Nobody has looked at its needs yet, or it has none." : "Its account may use all that it needs.";
}
function byCondition({ status }, state, types) {
	const found = types.map((type) => status.conditions?.find((one) => one.type === type));
	const wrong = found.find((one) => one?.status === "False");
	if (wrong) return [
		state,
		"wrong",
		wrong.message,
		wrong.remedy
	];
	const unknown = found.find((one) => one?.status !== "True");
	const known = found.find((one) => one !== void 0);
	if (!known || found.some((one) => one === void 0) || unknown) return [
		state,
		"unknown",
		unknown?.message ?? "Nobody has looked at it yet.",
		unknown?.remedy
	];
	return [
		state,
		"ok",
		known.message,
		void 0
	];
}
// src/console/page/viewer-objects.ts
var ViewerObjects = class {
	#reader;
	rights;
	constructor(reader, rights) {
		this.#reader = reader;
		this.rights = rights;
	}
	get organization() {
		return this.rights.organization;
	}
	async listed(kind, query = {}) {
		if (!this.rights.may("list", kind).allowed) return void 0;
		return await this.#reader.list(kind, {
			...query,
			namespace: this.organization
		});
	}
	async counted(queries, most) {
		const allowed = queries.filter(({ kind }) => this.rights.may("list", kind).allowed);
		const counts = await this.#reader.countPhases(this.organization, allowed, most);
		const found = new Map(allowed.map((query, at) => [query, counts[at]]));
		return queries.map((query) => found.get(query));
	}
	async *each(kind, query = {}) {
		if (!this.rights.may("list", kind).allowed) return;
		yield* this.#reader.each(kind, {
			...query,
			namespace: this.organization
		});
	}
	async list(kind, query = {}) {
		this.demand("list", kind);
		return await this.#reader.list(kind, {
			...query,
			namespace: this.organization
		});
	}
	async seen(kind, name) {
		if (name === void 0 || !this.rights.may("get", kind, name).allowed) return void 0;
		return await this.#reader.get(kind, {
			namespace: this.organization,
			name
		});
	}
	async get(kind, name) {
		this.demand("get", kind, name);
		const found = await this.#reader.get(kind, {
			namespace: this.organization,
			name
		});
		if (found) return found;
		throw new PageRefused(404, `${kind.kind} ${name}`);
	}
	demand(verb, kind, name) {
		const answer = this.rights.may(verb, kind, name);
		if (!answer.allowed) throw new PageRefused(403, answer.reason, answer.remedy);
	}
};
// src/console/ui/components/icon/icon-shapes.ts
const iconShapes = {
	activity: [["path", { d: "M22 12h-2.48a2 2 0 0 0-1.93 1.46l-2.35 8.36a.25.25 0 0 1-.48 0L9.24 2.18a.25.25 0 0 0-.48 0l-2.35 8.36A2 2 0 0 1 4.49 12H2" }]],
	archive: [
		["rect", {
			width: "20",
			height: "5",
			x: "2",
			y: "3",
			rx: "1"
		}],
		["path", { d: "M4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8" }],
		["path", { d: "M10 12h4" }]
	],
	"arrow-down": [["path", { d: "M12 5v14" }], ["path", { d: "m19 12-7 7-7-7" }]],
	"arrow-right": [["path", { d: "M5 12h14" }], ["path", { d: "m12 5 7 7-7 7" }]],
	"arrow-up": [["path", { d: "m5 12 7-7 7 7" }], ["path", { d: "M12 19V5" }]],
	"arrow-up-down": [
		["path", { d: "m21 16-4 4-4-4" }],
		["path", { d: "M17 20V4" }],
		["path", { d: "m3 8 4-4 4 4" }],
		["path", { d: "M7 4v16" }]
	],
	ban: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "M4.929 4.929 19.07 19.071" }]],
	"book-open": [["path", { d: "M12 5v16" }], ["path", { d: "M20.001 19A2 2 0 0022 17V5a2 2 0 00-1.999-2L16 3.002A5 5 0 0012 5a5 5 0 00-4-2H4a2 2 0 00-2 2v12a2 2 0 001.999 2H8a5 5 0 014 2 5 5 0 014-2z" }]],
	bot: [
		["path", { d: "M12 8V4H8" }],
		["rect", {
			width: "16",
			height: "12",
			x: "4",
			y: "8",
			rx: "2"
		}],
		["path", { d: "M2 14h2" }],
		["path", { d: "M20 14h2" }],
		["path", { d: "M15 13v2" }],
		["path", { d: "M9 13v2" }]
	],
	box: [
		["path", { d: "M21 8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73l7 4a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16Z" }],
		["path", { d: "m3.3 7 8.7 5 8.7-5" }],
		["path", { d: "M12 22V12" }]
	],
	brain: [
		["path", { d: "M12 18V5" }],
		["path", { d: "M15 13a4.17 4.17 0 01-3-4 4.17 4.17 0 01-3 4" }],
		["path", { d: "M17.707 6.294A3 3 0 1012 5a3 3 0 10-5.707 1.294" }],
		["path", { d: "M17.996 5.125a4 4 0 012.526 5.77" }],
		["path", { d: "M18 18a4 4 0 002-7.465" }],
		["path", { d: "M19.967 17.482a4 4 0 11-7.967.517 4 4 0 11-7.967-.517" }],
		["path", { d: "M6 18a4 4 0 01-2-7.465" }],
		["path", { d: "M6.004 5.125a4 4 0 00-2.526 5.77" }]
	],
	"calendar-clock": [
		["path", { d: "M16 14v2.2l1.6 1" }],
		["path", { d: "M16 2v3" }],
		["path", { d: "M21 7.338V5a2 2 0 00-2-2H5a2 2 0 00-2 2v14a2 2 0 002 2h2.338" }],
		["path", { d: "M3 9h5.859" }],
		["path", { d: "M8 2v3" }],
		["circle", {
			cx: "16",
			cy: "16",
			r: "6"
		}]
	],
	check: [["path", { d: "M20 6 9 17l-5-5" }]],
	"chevron-down": [["path", { d: "m6 9 6 6 6-6" }]],
	"chevron-right": [["path", { d: "m9 18 6-6-6-6" }]],
	circle: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}]],
	"circle-check": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "m16 9-5.5 5.5L8 12" }]],
	"circle-dashed": [
		["path", { d: "M10.1 2.182a10 10 0 0 1 3.8 0" }],
		["path", { d: "M13.9 21.818a10 10 0 0 1-3.8 0" }],
		["path", { d: "M17.609 3.721a10 10 0 0 1 2.69 2.7" }],
		["path", { d: "M2.182 13.9a10 10 0 0 1 0-3.8" }],
		["path", { d: "M20.279 17.609a10 10 0 0 1-2.7 2.69" }],
		["path", { d: "M21.818 10.1a10 10 0 0 1 0 3.8" }],
		["path", { d: "M3.721 6.391a10 10 0 0 1 2.7-2.69" }],
		["path", { d: "M6.391 20.279a10 10 0 0 1-2.69-2.7" }]
	],
	"circle-dot": [["circle", {
		cx: "12",
		cy: "12",
		r: "1"
	}], ["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}]],
	"circle-pause": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["line", {
			x1: "10",
			x2: "10",
			y1: "15",
			y2: "9"
		}],
		["line", {
			x1: "14",
			x2: "14",
			y1: "15",
			y2: "9"
		}]
	],
	"circle-slash": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["line", {
		x1: "9",
		x2: "15",
		y1: "15",
		y2: "9"
	}]],
	"circle-stop": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["rect", {
		x: "9",
		y: "9",
		width: "6",
		height: "6",
		rx: "1"
	}]],
	"circle-x": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "m15 9-6 6" }],
		["path", { d: "m9 9 6 6" }]
	],
	clock: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "M12 6v6l4 2" }]],
	"columns-3": [
		["rect", {
			width: "18",
			height: "18",
			x: "3",
			y: "3",
			rx: "2"
		}],
		["path", { d: "M9 3v18" }],
		["path", { d: "M15 3v18" }]
	],
	copy: [["rect", {
		width: "14",
		height: "14",
		x: "8",
		y: "8",
		rx: "2",
		ry: "2"
	}], ["path", { d: "M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2" }]],
	database: [
		["ellipse", {
			cx: "12",
			cy: "5",
			rx: "9",
			ry: "3"
		}],
		["path", { d: "M3 5V19A9 3 0 0 0 21 19V5" }],
		["path", { d: "M3 12A9 3 0 0 0 21 12" }]
	],
	"dollar-sign": [["line", {
		x1: "12",
		x2: "12",
		y1: "2",
		y2: "22"
	}], ["path", { d: "M17 5H9.5a3.5 3.5 0 0 0 0 7h5a3.5 3.5 0 0 1 0 7H6" }]],
	download: [
		["path", { d: "M12 15V3" }],
		["path", { d: "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4" }],
		["path", { d: "m7 10 5 5 5-5" }]
	],
	"external-link": [
		["path", { d: "M15 3h6v6" }],
		["path", { d: "M10 14 21 3" }],
		["path", { d: "M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6" }]
	],
	"eye-off": [
		["path", { d: "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49" }],
		["path", { d: "M14.084 14.158a3 3 0 0 1-4.242-4.242" }],
		["path", { d: "M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143" }],
		["path", { d: "m2 2 20 20" }]
	],
	file: [["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }], ["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }]],
	"file-diff": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M9 10h6" }],
		["path", { d: "M12 13V7" }],
		["path", { d: "M9 17h6" }]
	],
	"file-minus": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M9 15h6" }]
	],
	"file-pen": [
		["path", { d: "M12.659 22H18a2 2 0 0 0 2-2V8a2.4 2.4 0 0 0-.706-1.706l-3.588-3.588A2.4 2.4 0 0 0 14 2H6a2 2 0 0 0-2 2v9.34" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M10.378 12.622a1 1 0 0 1 3 3.003L8.36 20.637a2 2 0 0 1-.854.506l-2.867.837a.5.5 0 0 1-.62-.62l.836-2.869a2 2 0 0 1 .506-.853z" }]
	],
	"file-plus": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M9 15h6" }],
		["path", { d: "M12 18v-6" }]
	],
	folder: [["path", { d: "M20 20a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-7.9a2 2 0 0 1-1.69-.9L9.6 3.9A2 2 0 0 0 7.93 3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2Z" }]],
	"folder-git-2": [
		["path", { d: "M18 19a5 5 0 0 1-5-5v8" }],
		["path", { d: "M9 20H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.69.9l.81 1.2a2 2 0 0 0 1.67.9H20a2 2 0 0 1 2 2v5" }],
		["circle", {
			cx: "13",
			cy: "12",
			r: "2"
		}],
		["circle", {
			cx: "20",
			cy: "19",
			r: "2"
		}]
	],
	gauge: [["path", { d: "m12 14 4-4" }], ["path", { d: "M3.34 19a10 10 0 1 1 17.32 0" }]],
	"git-branch": [
		["path", { d: "M15 6a9 9 0 0 0-9 9V3" }],
		["circle", {
			cx: "18",
			cy: "6",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "18",
			r: "3"
		}]
	],
	"git-commit-horizontal": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "3"
		}],
		["line", {
			x1: "3",
			x2: "9",
			y1: "12",
			y2: "12"
		}],
		["line", {
			x1: "15",
			x2: "21",
			y1: "12",
			y2: "12"
		}]
	],
	"git-fork": [
		["circle", {
			cx: "12",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["circle", {
			cx: "18",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M18 9v2c0 .6-.4 1-1 1H7c-.6 0-1-.4-1-1V9" }],
		["path", { d: "M12 12v3" }]
	],
	"git-merge": [
		["circle", {
			cx: "18",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M6 21V9a9 9 0 0 0 9 9" }]
	],
	"git-pull-request": [
		["circle", {
			cx: "18",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M13 6h3a2 2 0 0 1 2 2v7" }],
		["line", {
			x1: "6",
			x2: "6",
			y1: "9",
			y2: "21"
		}]
	],
	globe: [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20" }],
		["path", { d: "M2 12h20" }]
	],
	"heart-pulse": [["path", { d: "M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5" }], ["path", { d: "M3.22 13H9.5l.5-1 2 4.5 2-7 1.5 3.5h5.27" }]],
	image: [
		["rect", {
			width: "18",
			height: "18",
			x: "3",
			y: "3",
			rx: "2",
			ry: "2"
		}],
		["circle", {
			cx: "9",
			cy: "9",
			r: "2"
		}],
		["path", { d: "m21 15-3.086-3.086a2 2 0 0 0-2.828 0L6 21" }]
	],
	inbox: [["polyline", { points: "22 12 16 12 14 15 10 15 8 12 2 12" }], ["path", { d: "M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z" }]],
	info: [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "M12 16v-4" }],
		["path", { d: "M12 8h.01" }]
	],
	"key-round": [["path", { d: "M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z" }], ["circle", {
		cx: "16.5",
		cy: "7.5",
		r: ".5",
		fill: "currentColor"
	}]],
	layers: [
		["path", { d: "M12.83 2.18a2 2 0 0 0-1.66 0L2.6 6.08a1 1 0 0 0 0 1.83l8.58 3.91a2 2 0 0 0 1.66 0l8.58-3.9a1 1 0 0 0 0-1.83z" }],
		["path", { d: "M2 12a1 1 0 0 0 .58.91l8.6 3.91a2 2 0 0 0 1.65 0l8.58-3.9A1 1 0 0 0 22 12" }],
		["path", { d: "M2 17a1 1 0 0 0 .58.91l8.6 3.91a2 2 0 0 0 1.65 0l8.58-3.9A1 1 0 0 0 22 17" }]
	],
	link: [["path", { d: "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71" }], ["path", { d: "M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71" }]],
	"list-checks": [
		["path", { d: "M13 5h8" }],
		["path", { d: "M13 12h8" }],
		["path", { d: "M13 19h8" }],
		["path", { d: "m3 17 2 2 4-4" }],
		["path", { d: "m3 7 2 2 4-4" }]
	],
	loader: [
		["path", { d: "M12 2v4" }],
		["path", { d: "m16.2 7.8 2.9-2.9" }],
		["path", { d: "M18 12h4" }],
		["path", { d: "m16.2 16.2 2.9 2.9" }],
		["path", { d: "M12 18v4" }],
		["path", { d: "m4.9 19.1 2.9-2.9" }],
		["path", { d: "M2 12h4" }],
		["path", { d: "m4.9 4.9 2.9 2.9" }]
	],
	lock: [["rect", {
		width: "18",
		height: "11",
		x: "3",
		y: "11",
		rx: "2",
		ry: "2"
	}], ["path", { d: "M7 11V7a5 5 0 0 1 10 0v4" }]],
	menu: [
		["path", { d: "M4 5h16" }],
		["path", { d: "M4 12h16" }],
		["path", { d: "M4 19h16" }]
	],
	"message-square": [["path", { d: "M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z" }]],
	network: [
		["rect", {
			x: "16",
			y: "16",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["rect", {
			x: "2",
			y: "16",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["rect", {
			x: "9",
			y: "2",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["path", { d: "M5 16v-3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v3" }],
		["path", { d: "M12 12V8" }]
	],
	package: [
		["path", { d: "M11 21.73a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73z" }],
		["path", { d: "M12 22V12" }],
		["polyline", { points: "3.29 7 12 12 20.71 7" }],
		["path", { d: "m7.5 4.27 9 5.15" }]
	],
	pin: [["path", { d: "M12 17v5" }], ["path", { d: "M9 10.76a2 2 0 0 1-1.11 1.79l-1.78.9A2 2 0 0 0 5 15.24V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.76a2 2 0 0 0-1.11-1.79l-1.78-.9A2 2 0 0 1 15 10.76V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z" }]],
	play: [["path", { d: "M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z" }]],
	plug: [
		["path", { d: "M12 22v-5" }],
		["path", { d: "M15 8V2" }],
		["path", { d: "M17 8a1 1 0 0 1 1 1v4a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4V9a1 1 0 0 1 1-1z" }],
		["path", { d: "M9 8V2" }]
	],
	plus: [["path", { d: "M5 12h14" }], ["path", { d: "M12 5v14" }]],
	"rotate-ccw": [["path", { d: "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8" }], ["path", { d: "M3 3v5h5" }]],
	"scroll-text": [
		["path", { d: "M15 12h-5" }],
		["path", { d: "M15 8h-5" }],
		["path", { d: "M19 17V5a2 2 0 0 0-2-2H4" }],
		["path", { d: "M8 21h12a2 2 0 0 0 2-2v-1a1 1 0 0 0-1-1H11a1 1 0 0 0-1 1v1a2 2 0 1 1-4 0V5a2 2 0 1 0-4 0v2a1 1 0 0 0 1 1h3" }]
	],
	search: [["path", { d: "m21 21-4.34-4.34" }], ["circle", {
		cx: "11",
		cy: "11",
		r: "8"
	}]],
	server: [
		["rect", {
			width: "20",
			height: "8",
			x: "2",
			y: "2",
			rx: "2",
			ry: "2"
		}],
		["rect", {
			width: "20",
			height: "8",
			x: "2",
			y: "14",
			rx: "2",
			ry: "2"
		}],
		["line", {
			x1: "6",
			x2: "6.01",
			y1: "6",
			y2: "6"
		}],
		["line", {
			x1: "6",
			x2: "6.01",
			y1: "18",
			y2: "18"
		}]
	],
	settings: [["path", { d: "M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915" }], ["circle", {
		cx: "12",
		cy: "12",
		r: "3"
	}]],
	shield: [["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }]],
	"shield-alert": [
		["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }],
		["path", { d: "M12 8v4" }],
		["path", { d: "M12 16h.01" }]
	],
	"shield-check": [["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }], ["path", { d: "m9 12 2 2 4-4" }]],
	tag: [["path", { d: "M12.586 2.586A2 2 0 0 0 11.172 2H4a2 2 0 0 0-2 2v7.172a2 2 0 0 0 .586 1.414l8.704 8.704a2.426 2.426 0 0 0 3.42 0l6.58-6.58a2.426 2.426 0 0 0 0-3.42z" }], ["circle", {
		cx: "7.5",
		cy: "7.5",
		r: ".5",
		fill: "currentColor"
	}]],
	terminal: [["path", { d: "M12 19h8" }], ["path", { d: "m4 17 6-6-6-6" }]],
	timer: [
		["line", {
			x1: "10",
			x2: "14",
			y1: "2",
			y2: "2"
		}],
		["line", {
			x1: "12",
			x2: "15",
			y1: "14",
			y2: "11"
		}],
		["circle", {
			cx: "12",
			cy: "14",
			r: "8"
		}]
	],
	"triangle-alert": [
		["path", { d: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" }],
		["path", { d: "M12 9v4" }],
		["path", { d: "M12 17h.01" }]
	],
	unplug: [
		["path", { d: "m19 5 3-3" }],
		["path", { d: "m2 22 3-3" }],
		["path", { d: "M6.3 20.3a2.4 2.4 0 0 0 3.4 0L12 18l-6-6-2.3 2.3a2.4 2.4 0 0 0 0 3.4Z" }],
		["path", { d: "M7.5 13.5 10 11" }],
		["path", { d: "M10.5 16.5 13 14" }],
		["path", { d: "m12 6 6 6 2.3-2.3a2.4 2.4 0 0 0 0-3.4l-2.6-2.6a2.4 2.4 0 0 0-3.4 0Z" }]
	],
	user: [["path", { d: "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2" }], ["circle", {
		cx: "12",
		cy: "7",
		r: "4"
	}]],
	users: [
		["path", { d: "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2" }],
		["path", { d: "M16 3.128a4 4 0 0 1 0 7.744" }],
		["path", { d: "M22 21v-2a4 4 0 0 0-3-3.87" }],
		["circle", {
			cx: "9",
			cy: "7",
			r: "4"
		}]
	],
	webhook: [
		["path", { d: "M18 16.98h-5.99c-1.1 0-1.95.94-2.48 1.9A4 4 0 0 1 2 17c.01-.7.2-1.4.57-2" }],
		["path", { d: "m6 17 3.13-5.78c.53-.97.1-2.18-.5-3.1a4 4 0 1 1 6.89-4.06" }],
		["path", { d: "m12 6 3.13 5.73C15.66 12.7 16.9 13 18 13a4 4 0 0 1 0 8" }]
	],
	"wifi-off": [
		["path", { d: "M12 20h.01" }],
		["path", { d: "M8.5 16.429a5 5 0 0 1 7 0" }],
		["path", { d: "M5 12.859a10 10 0 0 1 5.17-2.69" }],
		["path", { d: "M19 12.859a10 10 0 0 0-2.007-1.523" }],
		["path", { d: "M2 8.82a15 15 0 0 1 4.177-2.643" }],
		["path", { d: "M22 8.82a15 15 0 0 0-11.288-3.764" }],
		["path", { d: "m2 2 20 20" }]
	],
	wrench: [["path", { d: "M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.106-3.105c.32-.322.863-.22.983.218a6 6 0 0 1-8.259 7.057l-7.91 7.91a1 1 0 0 1-2.999-3l7.91-7.91a6 6 0 0 1 7.057-8.259c.438.12.54.662.219.984z" }]],
	x: [["path", { d: "M18 6 6 18" }], ["path", { d: "m6 6 12 12" }]]
};
// src/console/ui/components/status/tone.ts
function classes(...names) {
	return names.filter((name) => name !== false && name !== void 0 && name !== "").join(" ");
}
// src/console/ui/components/data/figure-words.ts
function byteWords(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB"
	];
	let value = bytes;
	let unit = 0;
	while (value >= 1e3 && unit < units.length - 1) {
		value /= 1e3;
		unit++;
	}
	return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}
function countWords(value) {
	return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}
function moneyWords(amount) {
	if (amount === void 0) return "–";
	const dollars = Number(amount);
	return dollars > 0 && dollars < .01 ? "under $0.01" : `$${dollars.toFixed(2)}`;
}
function counted(value, one, many = `${one}s`) {
	return `${countWords(value)} ${value === 1 ? one : many}`;
}
// src/console/ui/components/status/status-marks.ts
const good = {
	tone: "ok",
	icon: "circle-check"
};
const wrong = {
	tone: "bad",
	icon: "circle-x"
};
const careful = {
	tone: "warn",
	icon: "triangle-alert"
};
const atWork = {
	tone: "busy",
	icon: "loader"
};
const asked = {
	tone: "wait",
	icon: "circle-pause"
};
const queued = {
	tone: "idle",
	icon: "circle-dashed"
};
const over = {
	tone: "idle",
	icon: "circle-slash"
};
const unknown = {
	tone: "idle",
	icon: "circle-dot"
};
const ofRuns = {
	Queued: queued,
	Running: atWork,
	Waiting: asked,
	Succeeded: good,
	Failed: wrong,
	Cancelled: over
};
const ofKinds = {
	AgentMcpServer: {
		Unknown: unknown,
		Healthy: good,
		Unhealthy: wrong
	},
	AgentStack: {
		Ready: good,
		Warning: careful,
		Blocked: wrong,
		Pending: queued,
		Error: wrong
	},
	AgentTriggerRule: {
		Draft: queued,
		Active: good,
		Paused: asked,
		Disabled: over,
		Archived: {
			tone: "idle",
			icon: "archive"
		},
		Invalid: wrong
	},
	AgentAction: {
		Admitted: queued,
		Denied: {
			tone: "bad",
			icon: "ban"
		},
		Done: good,
		Failed: wrong
	},
	AgentApproval: {
		Pending: asked,
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		},
		Expired: {
			tone: "idle",
			icon: "timer"
		},
		Superseded: over,
		Applied: good,
		ApplyFailed: wrong
	},
	AgentArtifact: {
		Pending: queued,
		Ready: {
			tone: "ok",
			icon: "check"
		},
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Applied: good
	},
	AgentCapabilityRequirement: {
		Met: good,
		Missing: careful,
		Denied: {
			tone: "bad",
			icon: "ban"
		},
		Expired: {
			tone: "warn",
			icon: "timer"
		}
	},
	AgentDispatchAttempt: ofRuns,
	AgentDispatchRun: ofRuns,
	AgentMemoryQuery: {
		Answered: good,
		Denied: {
			tone: "bad",
			icon: "ban"
		}
	},
	AgentMemoryUpdate: {
		Proposed: asked,
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Merged: {
			tone: "ok",
			icon: "git-merge"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		}
	},
	AgentPause: {
		Active: {
			tone: "warn",
			icon: "circle-pause"
		},
		Ended: over
	},
	AgentReviewArtifact: {
		Open: asked,
		ChangesRequested: careful,
		Resolved: good
	},
	AgentSession: {
		Pending: queued,
		Live: {
			tone: "busy",
			icon: "activity"
		},
		Stale: careful,
		Ended: over
	},
	AgentTriggerExecution: {
		Created: good,
		Coalesced: {
			tone: "idle",
			icon: "git-merge"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		},
		WaitingForApproval: asked
	},
	AgentWorkspace: {
		Provisioning: atWork,
		Active: {
			tone: "busy",
			icon: "activity"
		},
		Idle: {
			tone: "idle",
			icon: "circle"
		},
		Archived: {
			tone: "idle",
			icon: "archive"
		},
		Missing: wrong
	},
	WebhookDelivery: {
		Received: queued,
		Matched: good,
		Ignored: over,
		Refused: {
			tone: "bad",
			icon: "ban"
		}
	},
	WorkItem: {
		Open: {
			tone: "idle",
			icon: "circle-dot"
		},
		InProgress: atWork,
		Done: good
	}
};
const ofWords = {
	clean: good,
	drift: wrong,
	drifted: wrong,
	holds: good,
	broken: wrong,
	rendered: good,
	unverified: careful,
	skipped: over,
	unchanged: {
		tone: "idle",
		icon: "check"
	},
	changed: {
		tone: "ok",
		icon: "check"
	},
	done: good,
	failed: wrong,
	failing: wrong,
	True: good,
	False: wrong,
	Unknown: unknown,
	allowed: good,
	requiresApproval: asked,
	denied: {
		tone: "bad",
		icon: "ban"
	},
	live: {
		tone: "ok",
		icon: "activity"
	},
	stale: {
		tone: "warn",
		icon: "wifi-off"
	},
	reconnecting: atWork,
	ready: good,
	unavailable: wrong,
	unknown,
	started: atWork,
	completed: good,
	approve: good,
	comment: {
		tone: "idle",
		icon: "message-square"
	},
	request_changes: careful
};
function statusMark(word, kind) {
	const known = kind === void 0 ? void 0 : ofKinds[kind];
	return (known !== void 0 && Object.hasOwn(known, word) ? known[word] : void 0) ?? (Object.hasOwn(ofWords, word) ? ofWords[word] : void 0) ?? unknown;
}
const hiddenRun = new RegExp(`((?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\u{e0100}-\\u{e01ef}\\ufe00-\\ufe0e])\\1*`, "gu");
function characterNumber(character) {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
function shownText(text) {
	return text.replace(hiddenRun, (run, character) => `⟨${characterNumber(character)}⟩`.repeat(run.length / character.length));
}
// src/console/ui/components/text/character-pieces.ts
const mostMarks = 300;
const controls = "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(" ");
const names = {
	173: "soft hyphen",
	8203: "zero-width space",
	8204: "zero-width non-joiner",
	8205: "zero-width joiner",
	8206: "left-to-right mark",
	8207: "right-to-left mark",
	8232: "line separator",
	8233: "paragraph separator",
	8234: "left-to-right embedding",
	8235: "right-to-left embedding",
	8236: "pop directional formatting",
	8237: "left-to-right override",
	8238: "right-to-left override",
	8288: "word joiner",
	8294: "left-to-right isolate",
	8295: "right-to-left isolate",
	8296: "first strong isolate",
	8297: "pop directional isolate",
	65279: "byte order mark"
};
function pieces(text, most) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	const shown = [];
	let from = 0;
	let marks = 0;
	for (const { 0: run, 1: character = "", index } of cut.matchAll(hiddenRun)) {
		if (marks++ === mostMarks) return {
			shown,
			left: text.length - from
		};
		if (index > from) shown.push(cut.slice(from, index));
		shown.push(markOf(character, run.length / character.length));
		from = index + run.length;
	}
	if (from < cut.length) shown.push(cut.slice(from));
	return {
		shown,
		left: text.length - cut.length
	};
}
function wholeCharacters(text, most) {
	const last = text.charCodeAt(most - 1);
	return last >= 55296 && last <= 56319 ? most - 1 : most;
}
function markOf(character, times) {
	const code = character.codePointAt(0) ?? 0;
	const number = characterNumber(character);
	const picture = controls[code] ?? number;
	const name = names[code] ?? (code < 160 ? "control character" : "character that cannot be seen");
	return {
		mark: times === 1 ? picture : `${picture}×${times}`,
		title: `${number}, ${name}${times === 1 ? "" : `, ${times} times`}`
	};
}
// src/console/ui/components/plot/graph-layout.ts
function graphLayout(nodes, edges) {
	const known = new Set(nodes.map(({ id }) => id));
	const forward = withoutCircles(nodes, edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to));
	const columns = columnsOf(nodes, forward);
	const byColumn = Map.groupBy(nodes, ({ id }) => columns.get(id) ?? 0);
	const sources = Map.groupBy(forward, ({ to }) => to);
	const rows = new Map();
	const median = (id) => medianOf((sources.get(id) ?? []).map(({ from }) => rows.get(from) ?? 0));
	return [...byColumn].sort(([a], [b]) => a - b).flatMap(([column, here]) => {
		return here.map((node) => ({
			node,
			at: median(node.id)
		})).sort((a, b) => a.at - b.at).map(({ node }, row) => {
			rows.set(node.id, row);
			return {
				...node,
				column,
				row
			};
		});
	});
}
function columnsOf(nodes, edges) {
	const columns = new Map(nodes.map(({ id }) => [id, 0]));
	for (let round = 0, changed = true; changed && round <= nodes.length; round++) {
		changed = false;
		for (const { from, to } of edges) {
			const least = (columns.get(from) ?? 0) + 1;
			if ((columns.get(to) ?? 0) < least) {
				columns.set(to, least);
				changed = true;
			}
		}
	}
	return columns;
}
function withoutCircles(nodes, edges) {
	const from = Map.groupBy(edges, (edge) => edge.from);
	const done = new Set();
	const kept = [];
	for (const { id } of nodes) {
		const way = [];
		const underWay = new Set();
		const enter = (next) => {
			way.push({
				id: next,
				rest: [...from.get(next) ?? []]
			});
			underWay.add(next);
		};
		if (!done.has(id)) enter(id);
		for (let step = way.at(-1); step !== void 0; step = way.at(-1)) {
			const edge = step.rest.shift();
			if (edge === void 0) {
				done.add(step.id);
				underWay.delete(step.id);
				way.pop();
			} else if (!underWay.has(edge.to)) {
				kept.push(edge);
				if (!done.has(edge.to)) enter(edge.to);
			}
		}
	}
	return kept;
}
function medianOf(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
// src/console/ui/components/text/as-sentence.ts
function asSentence(text) {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
// src/console/ui/components/code/diff-lines.ts
const hunk = /^@@ -(\d{1,9})(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;
function diffFiles(text) {
	const reader = new DiffReader();
	const lines = text.replace(/\n$/, "").split("\n");
	for (const [at, line] of lines.entries()) if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ")) reader.startFile(nameOf(line, lines[at + 1] ?? ""));
	else if (!(line.startsWith("+++ ") && lines[at - 1]?.startsWith("--- "))) reader.add(line);
	return reader.files;
}
const between = /^(?:diff |index |={10}|(?:new|deleted) file mode |similarity |rename )/;
var DiffReader = class {
	files = [];
	#old = 0;
	#new = 0;
	#inHunk = false;
	startFile(name) {
		this.files.push({
			name,
			lines: []
		});
		this.#inHunk = false;
	}
	add(line) {
		if (!this.#inHunk && between.test(line)) return;
		if (this.files.length === 0) this.startFile("");
		this.files.at(-1)?.lines.push(this.#read(line));
	}
	#read(line) {
		const start = hunk.exec(line);
		if (start) {
			this.#old = Number(start[1]);
			this.#new = Number(start[2]);
			this.#inHunk = true;
			return {
				kind: "hunk",
				text: line
			};
		}
		const text = line.slice(1);
		if (line.startsWith("+")) return {
			kind: "added",
			new: this.#new++,
			text
		};
		if (line.startsWith("-")) return {
			kind: "removed",
			old: this.#old++,
			text
		};
		if (this.#inHunk && line.startsWith(" ")) return {
			kind: "same",
			old: this.#old++,
			new: this.#new++,
			text
		};
		return {
			kind: "note",
			text: line
		};
	}
};
function nameOf(before, after) {
	const [from, to] = [before, after].map((line) => line.slice(4).split("	")[0]?.replace(/^[ab]\//, "") ?? "");
	return to === "/dev/null" || to === void 0 ? `${from} (removed)` : to;
}
// src/console/ui/report/pipeline-graph.ts
function pipelineGraph(data) {
	const { templates, images, agents, bundle } = data;
	const made = new Set(images.map(({ name }) => name));
	return {
		title: "The way from source to copy",
		summary: `${templates.length} templates lead to ${images.length} images and, through the config bundle, to ${agents.length} agents.`,
		nodes: [
			...templates.map(({ name }) => ({
				id: `template ${name}`,
				kind: "template",
				name,
				href: "#templates"
			})),
			...images.map(({ name, digest, gate }) => ({
				id: `image ${name}`,
				kind: "image",
				name: digest.slice(0, 19),
				status: gate.verdict,
				href: "#images"
			})),
			{
				id: "bundle",
				kind: "config bundle",
				name: bundle.digest.slice(0, 19),
				href: "#next"
			},
			...agents.map(({ name, result }) => ({
				id: `agent ${name}`,
				kind: "agent",
				name,
				status: result,
				href: "#agents"
			}))
		],
		edges: [...templates.flatMap(({ name }) => [...made.has(name) ? [{
			from: `template ${name}`,
			to: `image ${name}`,
			name: "baked"
		}] : [], {
			from: `template ${name}`,
			to: "bundle",
			name: "its prompts, skills and settings"
		}]), ...agents.map(({ name }) => ({
			from: "bundle",
			to: `agent ${name}`,
			name: "rendered"
		}))]
	};
}
// src/console/ui/components/plot/scale.ts
function axisTicks(most, count = 4, least = 0) {
	if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
	const rough = most / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(([
		1,
		2,
		5,
		10
	].find((factor) => factor * power >= rough) ?? 10) * power, least);
	const ticks = [0];
	while ((ticks.at(-1) ?? 0) < most) ticks.push(rounded(step * ticks.length));
	return ticks;
}
function placeOn(length, most) {
	return (value) => rounded(Math.min(Math.max(value, 0), most) / most * length);
}
function histogramBins(values, count = 12) {
	const known = values.filter(Number.isFinite);
	if (known.length === 0) return [];
	const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
	const width = (most - least) / count || 1;
	const bins = Array.from({ length: count }, (_, at) => ({
		from: rounded(least + at * width),
		to: rounded(least + (at + 1) * width),
		count: 0
	}));
	for (const value of known) {
		const bin = bins[Math.min(count - 1, Math.floor((value - least) / width))];
		if (bin) bin.count++;
	}
	return bins;
}
function rounded(value) {
	return Number(value.toPrecision(6));
}
// src/console/ui/style/style-text.ts
const consoleStyle = [
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer tokens {\n  :root {\n    color-scheme: light dark;\n\n    --ground: light-dark(#f6f7f8, #0d1014);\n    --surface: light-dark(#ffffff, #14181e);\n    --raised: light-dark(#ffffff, #1a1f27);\n    --sunken: light-dark(#eff1f3, #0a0d11);\n    --hover: light-dark(#f1f4f6, #1b212a);\n    --line: light-dark(#e1e4e8, #262c35);\n    --line-strong: light-dark(#858d97, #687280);\n    --text: light-dark(#1b2127, #e2e6eb);\n    --muted: light-dark(#56606b, #98a2ae);\n\n    --accent: light-dark(#0b6585, #62c0df);\n    --accent-ground: light-dark(#e3f1f6, #10303b);\n    --on-accent: light-dark(#ffffff, #06222c);\n\n    --ok: light-dark(#176b33, #56c57a);\n    --ok-ground: light-dark(#e2f5e7, #11291a);\n    --bad: light-dark(#b3202a, #ff8780);\n    --bad-ground: light-dark(#fdeaea, #351618);\n    --warn: light-dark(#805400, #e5b84b);\n    --warn-ground: light-dark(#fdf3d9, #2e2510);\n    --busy: light-dark(#0a58b8, #73b4ff);\n    --busy-ground: light-dark(#e4effd, #12243c);\n    --wait: light-dark(#6d3fc4, #c3a2ff);\n    --wait-ground: light-dark(#f0eafc, #251b3b);\n    --idle: light-dark(#525c67, #a0aab5);\n    --idle-ground: light-dark(#eceff2, #1f252d);\n\n    --font: system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif;\n    --mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace;\n\n    --small: 0.75rem;\n    --normal: 0.84375rem;\n    --large: 1rem;\n    --huge: 1.25rem;\n\n    --gap-1: 0.25rem;\n    --gap-2: 0.5rem;\n    --gap-3: 0.75rem;\n    --gap-4: 1rem;\n    --gap-5: 1.5rem;\n    --gap-6: 2rem;\n\n    --round: 0.375rem;\n    --pill: 1rem;\n    --row: 2.125rem;\n    --shade: 0 1px 2px rgb(0 0 0 / 6%), 0 8px 24px rgb(0 0 0 / 12%);\n    --speed: 120ms;\n  }\n\n  :root[data-theme=\"light\"] {\n    color-scheme: light;\n  }\n\n  :root[data-theme=\"dark\"] {\n    color-scheme: dark;\n  }\n\n  @media (prefers-reduced-motion: reduce) {\n    :root {\n      --speed: 0ms;\n    }\n  }\n\n  @media (prefers-contrast: more) {\n    :root {\n      --line: var(--line-strong);\n      --muted: var(--text);\n    }\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer base {\n  *,\n  ::before,\n  ::after {\n    box-sizing: border-box;\n  }\n\n  html {\n    background: var(--ground);\n    color: var(--text);\n    font-family: var(--font);\n    font-size: 100%;\n    line-height: 1.45;\n    -webkit-text-size-adjust: 100%;\n    scroll-padding-top: 4rem;\n  }\n\n  body {\n    margin: 0;\n    font-size: var(--normal);\n    font-variant-numeric: tabular-nums;\n    overflow-wrap: break-word;\n  }\n\n  h1,\n  h2,\n  h3,\n  h4,\n  p,\n  ol,\n  ul,\n  dl,\n  dd,\n  figure,\n  pre,\n  blockquote {\n    margin: 0;\n  }\n\n  h1 {\n    font-size: var(--huge);\n    font-weight: 600;\n    line-height: 1.25;\n    letter-spacing: -0.01em;\n    text-wrap: balance;\n  }\n\n  h2 {\n    font-size: 0.9375rem;\n    font-weight: 600;\n    line-height: 1.3;\n  }\n\n  h3,\n  h4 {\n    font-size: var(--normal);\n    font-weight: 600;\n  }\n\n  ol,\n  ul {\n    padding: 0;\n    list-style: none;\n  }\n\n  a {\n    color: var(--accent);\n    text-decoration-line: underline;\n    text-decoration-thickness: 1px;\n    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);\n    text-underline-offset: 0.18em;\n  }\n\n  a:hover {\n    text-decoration-color: currentcolor;\n  }\n\n  :focus-visible {\n    outline: 2px solid var(--accent);\n    outline-offset: 2px;\n    border-radius: 3px;\n  }\n\n  code,\n  pre,\n  kbd,\n  samp {\n    font-family: var(--mono);\n    font-size: 0.92em;\n    font-variant-ligatures: none;\n  }\n\n  kbd {\n    padding: 0 0.3em;\n    border: 1px solid var(--line);\n    border-radius: 0.25rem;\n    color: var(--muted);\n  }\n\n  hr {\n    height: 1px;\n    margin: var(--gap-3) 0;\n    border: 0;\n    background: var(--line);\n  }\n\n  table {\n    border-collapse: collapse;\n    width: 100%;\n  }\n\n  th,\n  td {\n    text-align: start;\n    vertical-align: top;\n    font-weight: inherit;\n  }\n\n  input,\n  select,\n  textarea,\n  button {\n    font: inherit;\n    color: inherit;\n  }\n\n  input:not([type=\"checkbox\"], [type=\"radio\"]),\n  select,\n  textarea {\n    min-height: 2rem;\n    max-width: min(100%, 30rem);\n    padding: 0.2rem 0.5rem;\n    border: 1px solid var(--line-strong);\n    border-radius: var(--round);\n    background: var(--surface);\n  }\n\n  input[type=\"checkbox\"],\n  input[type=\"radio\"] {\n    inline-size: 1.125rem;\n    block-size: 1.125rem;\n    margin: 0;\n    accent-color: var(--accent);\n  }\n\n  textarea {\n    display: block;\n    width: 100%;\n    max-width: 100%;\n    min-height: 7rem;\n    font-family: var(--mono);\n  }\n\n  label {\n    font-weight: 600;\n  }\n\n  summary {\n    cursor: pointer;\n  }\n\n  ::selection {\n    background: color-mix(in srgb, var(--accent) 30%, transparent);\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer layout {\n  .skip-link {\n    position: absolute;\n    inset-inline-start: var(--gap-2);\n    inset-block-start: -4rem;\n    z-index: 30;\n    padding: var(--gap-2) var(--gap-3);\n    border-radius: var(--round);\n    background: var(--accent);\n    color: var(--on-accent);\n  }\n\n  .skip-link:focus {\n    inset-block-start: var(--gap-2);\n  }\n\n  .shell {\n    display: grid;\n    grid-template: \"top top\" auto \"side main\" 1fr / 13.5rem minmax(0, 1fr);\n    min-height: 100vh;\n  }\n\n  .top-bar {\n    grid-area: top;\n    position: sticky;\n    inset-block-start: 0;\n    z-index: 20;\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-2) var(--gap-3);\n    min-height: 3rem;\n    padding: var(--gap-1) var(--gap-4);\n    border-block-end: 1px solid var(--line);\n    background: var(--surface);\n  }\n\n  .top-bar .brand {\n    display: flex;\n    align-items: center;\n    gap: var(--gap-2);\n    color: inherit;\n    font-weight: 600;\n    letter-spacing: -0.01em;\n    text-decoration: none;\n  }\n\n  .top-bar .brand .icon {\n    color: var(--accent);\n  }\n\n  .top-bar .pills {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-1) var(--gap-2);\n    margin-inline-start: auto;\n  }\n\n  .top-bar .pills a {\n    display: inline-flex;\n    text-decoration: none;\n  }\n\n  .top-bar form {\n    flex: 0 1 17rem;\n    display: flex;\n  }\n\n  .top-bar input[type=\"search\"] {\n    width: 100%;\n    background: var(--ground);\n  }\n\n  .side {\n    grid-area: side;\n    padding: var(--gap-3) var(--gap-2);\n    border-inline-end: 1px solid var(--line);\n    background: var(--surface);\n  }\n\n  .side > div {\n    position: sticky;\n    inset-block-start: 3.75rem;\n  }\n\n  .side h2 {\n    padding: var(--gap-3) var(--gap-2) var(--gap-1);\n    color: var(--muted);\n    font-size: var(--small);\n    font-weight: 600;\n  }\n\n  .side a {\n    display: flex;\n    align-items: center;\n    gap: var(--gap-2);\n    min-height: 1.875rem;\n    padding: 0 var(--gap-2);\n    border-radius: var(--round);\n    color: inherit;\n    text-decoration: none;\n  }\n\n  .side a .icon {\n    color: var(--muted);\n  }\n\n  .side a:hover {\n    background: var(--hover);\n  }\n\n  .side a[aria-current] {\n    background: var(--accent-ground);\n    color: var(--accent);\n    font-weight: 600;\n  }\n\n  .side a[aria-current] .icon {\n    color: inherit;\n  }\n\n  .side a .count {\n    margin-inline-start: auto;\n  }\n\n  .main {\n    grid-area: main;\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-4);\n    min-width: 0;\n    max-width: 100rem;\n    padding: var(--gap-4) var(--gap-5) var(--gap-6);\n    container: main / inline-size;\n  }\n\n  body > .main {\n    max-width: 78rem;\n    margin-inline: auto;\n  }\n\n  .main.stale {\n    opacity: 0.93;\n    filter: grayscale(0.85);\n    border-inline-start: 3px solid var(--warn);\n  }\n\n  .main:focus {\n    outline: none;\n  }\n\n  .page-head {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: flex-start;\n    justify-content: space-between;\n    gap: var(--gap-2) var(--gap-4);\n  }\n\n  .page-head .title {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-1) var(--gap-3);\n    min-width: 0;\n  }\n\n  .page-head .lead {\n    flex-basis: 100%;\n    color: var(--muted);\n  }\n\n  .breadcrumbs ol {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: 0 var(--gap-1);\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .breadcrumbs li {\n    display: inline-flex;\n    align-items: center;\n    gap: var(--gap-1);\n    min-height: 1.5rem;\n    min-width: 0;\n  }\n\n  .breadcrumbs a {\n    color: inherit;\n  }\n\n  .stack {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-4);\n    min-width: 0;\n  }\n\n  .stack.tight {\n    gap: var(--gap-2);\n  }\n\n  .stack > .chip,\n  .stack > .status {\n    align-self: flex-start;\n  }\n\n  .grid {\n    display: grid;\n    grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));\n    gap: var(--gap-4);\n  }\n\n  .grid.counters {\n    grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr));\n    gap: var(--gap-3);\n  }\n\n  .split {\n    display: grid;\n    grid-template-columns: minmax(0, 1fr) minmax(16rem, 22rem);\n    align-items: start;\n    gap: var(--gap-4);\n  }\n\n  .row {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-1) var(--gap-2);\n    min-width: 0;\n  }\n\n  .row.far {\n    justify-content: space-between;\n  }\n\n  .visually-hidden {\n    position: absolute;\n    width: 1px;\n    height: 1px;\n    margin: -1px;\n    overflow: hidden;\n    clip-path: inset(50%);\n    white-space: nowrap;\n  }\n\n  @container main (width < 58rem) {\n    .split {\n      grid-template-columns: minmax(0, 1fr);\n    }\n  }\n}\n\n@layer narrow {\n  @media (width < 56rem) {\n    .shell {\n      grid-template: \"top\" auto \"side\" auto \"main\" 1fr / minmax(0, 1fr);\n    }\n\n    .top-bar {\n      position: static;\n      padding: var(--gap-2) var(--gap-3);\n    }\n\n    .top-bar form {\n      flex-basis: 100%;\n      order: 1;\n    }\n\n    .side {\n      padding: var(--gap-1) var(--gap-3);\n      border-inline-end: 0;\n      border-block-end: 1px solid var(--line);\n    }\n\n    .side {\n      overflow-x: auto;\n      scrollbar-width: thin;\n    }\n\n    .side > div {\n      position: static;\n      display: flex;\n      width: max-content;\n      gap: var(--gap-3);\n    }\n\n    .side h2 {\n      align-self: center;\n      padding: 0;\n    }\n\n    .side div div,\n    .side ul {\n      display: flex;\n      gap: 0 var(--gap-1);\n    }\n\n    .main {\n      padding: var(--gap-3) var(--gap-3) var(--gap-5);\n    }\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer components {\n  .tone-ok {\n    --tone: var(--ok);\n    --tone-ground: var(--ok-ground);\n  }\n\n  .tone-bad {\n    --tone: var(--bad);\n    --tone-ground: var(--bad-ground);\n  }\n\n  .tone-warn {\n    --tone: var(--warn);\n    --tone-ground: var(--warn-ground);\n  }\n\n  .tone-busy {\n    --tone: var(--busy);\n    --tone-ground: var(--busy-ground);\n  }\n\n  .tone-wait {\n    --tone: var(--wait);\n    --tone-ground: var(--wait-ground);\n  }\n\n  .tone-idle {\n    --tone: var(--idle);\n    --tone-ground: var(--idle-ground);\n  }\n\n  .icon {\n    flex: none;\n    width: 1.15em;\n    height: 1.15em;\n    vertical-align: -0.2em;\n    fill: none;\n    stroke: currentcolor;\n    stroke-width: 2;\n    stroke-linecap: round;\n    stroke-linejoin: round;\n  }\n\n  .muted {\n    color: var(--muted);\n  }\n\n  .small {\n    font-size: var(--small);\n  }\n\n  .strong {\n    font-weight: 600;\n  }\n\n  .plain {\n    font-weight: 400;\n  }\n\n  .number {\n    text-align: end;\n    white-space: nowrap;\n  }\n\n  .any-text {\n    overflow-wrap: anywhere;\n    unicode-bidi: isolate;\n  }\n\n  .status {\n    display: inline-flex;\n    align-items: baseline;\n    gap: 0.35em;\n    color: var(--tone);\n    font-weight: 600;\n    white-space: nowrap;\n  }\n\n  .status .icon {\n    align-self: center;\n  }\n\n  .status.boxed {\n    padding: 0.05rem 0.55rem 0.05rem 0.4rem;\n    border-radius: var(--pill);\n    background: var(--tone-ground);\n  }\n\n  @media (prefers-reduced-motion: no-preference) {\n    .turning {\n      animation: turn 1.6s linear infinite;\n    }\n\n    .bones span {\n      animation: breathe 1.4s ease-in-out infinite alternate;\n    }\n  }\n\n  @keyframes turn {\n    to {\n      rotate: 1turn;\n    }\n  }\n\n  .chip {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.3em;\n    max-width: 100%;\n    min-height: 1.375rem;\n    padding: 0 0.5rem;\n    border: 1px solid var(--line);\n    border-radius: var(--pill);\n    background: var(--surface);\n    color: var(--text);\n    font-size: var(--small);\n    overflow-wrap: anywhere;\n  }\n\n  .chip .icon,\n  .chip .chip-kind {\n    color: var(--muted);\n  }\n\n  .chip[class*=\"tone-\"] {\n    border-color: transparent;\n    background: var(--tone-ground);\n    color: var(--tone);\n  }\n\n  .chip[class*=\"tone-\"] .icon {\n    color: inherit;\n  }\n\n  a.chip {\n    text-decoration: none;\n    min-height: 1.5rem;\n  }\n\n  a.chip:hover {\n    border-color: var(--line-strong);\n  }\n\n  .count {\n    min-width: 1.25rem;\n    padding: 0 0.35rem;\n    border-radius: var(--pill);\n    background: var(--idle-ground);\n    color: var(--idle);\n    font-size: var(--small);\n    font-weight: 600;\n    text-align: center;\n  }\n\n  .counter {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n    padding: var(--gap-3) var(--gap-4);\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n    background: var(--surface);\n    color: inherit;\n    text-decoration: none;\n  }\n\n  a.counter:hover {\n    border-color: var(--line-strong);\n  }\n\n  .counter .value {\n    font-size: 1.375rem;\n    font-weight: 600;\n    white-space: nowrap;\n    line-height: 1.1;\n    letter-spacing: -0.02em;\n  }\n\n  .counter .label {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.35em;\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .counter[class*=\"tone-\"] .label .icon {\n    color: var(--tone);\n  }\n\n  .panel {\n    min-width: 0;\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n    background: var(--surface);\n    container: panel / inline-size;\n  }\n\n  .panel > header {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    justify-content: space-between;\n    gap: var(--gap-1) var(--gap-3);\n    min-height: 2.5rem;\n    padding: var(--gap-1) var(--gap-4);\n    border-block-end: 1px solid var(--line);\n  }\n\n  .panel > header h2,\n  .panel > header h3 {\n    display: inline-flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-2);\n    min-width: 0;\n  }\n\n  .panel > header h2 > .icon,\n  .panel > header h3 > .icon {\n    color: var(--muted);\n  }\n\n  .panel > .body {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-3);\n    padding: var(--gap-3) var(--gap-4);\n  }\n\n  .panel > .body.flush {\n    gap: 0;\n    padding: 0;\n  }\n\n  .panel > .body.flush > p {\n    padding: var(--gap-3) var(--gap-4);\n    margin: 0;\n  }\n\n  .panel.stale > .body {\n    opacity: 0.85;\n    border-inline-start: 3px solid var(--warn);\n  }\n\n  .facts {\n    display: grid;\n    grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr);\n    gap: var(--gap-1) var(--gap-4);\n  }\n\n  .facts > div {\n    display: grid;\n    grid-template-columns: subgrid;\n    grid-column: 1 / -1;\n    align-items: baseline;\n    min-height: 1.5rem;\n  }\n\n  .facts dt {\n    max-width: 14rem;\n    color: var(--muted);\n  }\n\n  .facts dd {\n    min-width: 0;\n    overflow-wrap: anywhere;\n  }\n\n  .facts dd > :not(:last-child, .hidden-character) {\n    margin-inline-end: var(--gap-2);\n  }\n\n  .tabs {\n    border-block-end: 1px solid var(--line);\n  }\n\n  .tabs ul {\n    display: flex;\n    flex-wrap: wrap;\n    gap: 0 var(--gap-1);\n  }\n\n  .tabs a {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.4em;\n    min-height: 2.125rem;\n    margin-block-end: -1px;\n    padding: 0 var(--gap-3);\n    border-block-end: 2px solid transparent;\n    color: var(--muted);\n    text-decoration: none;\n  }\n\n  .tabs a:hover {\n    color: var(--text);\n    border-color: var(--line-strong);\n  }\n\n  .tabs a[aria-current] {\n    border-color: var(--accent);\n    color: var(--text);\n    font-weight: 600;\n  }\n\n  .digest {\n    display: inline-flex;\n    max-width: 100%;\n    color: var(--muted);\n    white-space: nowrap;\n    user-select: all;\n  }\n\n  .digest::after {\n    content: \"…\";\n  }\n\n  .digest.whole {\n    white-space: normal;\n    overflow-wrap: anywhere;\n  }\n\n  .digest.whole::after {\n    content: none;\n  }\n\n  .digest .rest {\n    display: inline-block;\n    width: 0;\n    height: 1em;\n    overflow: hidden;\n  }\n\n  time,\n  .duration {\n    white-space: nowrap;\n  }\n\n  .hidden-character {\n    padding: 0 0.15em;\n    border-radius: 0.2em;\n    background: var(--warn-ground);\n    color: var(--warn);\n    font-family: var(--mono);\n    font-size: 0.85em;\n    unicode-bidi: isolate;\n  }\n\n  .notice {\n    display: grid;\n    grid-template-columns: auto minmax(0, 1fr);\n    gap: var(--gap-1) var(--gap-3);\n    padding: var(--gap-3) var(--gap-4);\n    border: 1px solid var(--line);\n    border-inline-start: 3px solid var(--tone);\n    border-radius: var(--round);\n    background: color-mix(in srgb, var(--tone-ground) 40%, var(--surface));\n  }\n\n  .notice > .icon {\n    margin-block-start: 0.1rem;\n    color: var(--tone);\n    font-size: 1rem;\n  }\n\n  .notice .words {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    min-width: 0;\n  }\n\n  .notice dl {\n    display: grid;\n    grid-template-columns: max-content minmax(0, 1fr);\n    gap: 0.15rem var(--gap-3);\n  }\n\n  .notice dl > div {\n    display: grid;\n    grid-template-columns: subgrid;\n    grid-column: 1 / -1;\n  }\n\n  .notice dt {\n    color: var(--tone);\n    font-size: var(--small);\n    font-weight: 600;\n    line-height: 1.65;\n  }\n\n  .notice.blank {\n    grid-template-columns: minmax(0, 1fr);\n    justify-items: center;\n    padding: var(--gap-6) var(--gap-4);\n    border-style: dashed;\n    border-color: var(--line);\n    background: transparent;\n    text-align: center;\n  }\n\n  .panel .notice.blank {\n    border: 0;\n  }\n\n  .notice.blank > .icon {\n    color: var(--muted);\n    font-size: 1.5rem;\n  }\n\n  .notice.blank .words {\n    align-items: center;\n    max-width: 34rem;\n  }\n\n  .bones {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-3);\n    padding: var(--gap-4);\n  }\n\n  .bones span {\n    height: 0.75rem;\n    border-radius: var(--round);\n    background: var(--sunken);\n  }\n\n  .bones span:nth-child(3n + 1) {\n    width: 70%;\n  }\n\n  .bones span:nth-child(3n) {\n    width: 45%;\n  }\n\n  @keyframes breathe {\n    to {\n      opacity: 0.45;\n    }\n  }\n\n  .action {\n    display: inline-flex;\n    align-items: center;\n    justify-content: center;\n    gap: 0.4em;\n    min-height: 1.875rem;\n    padding: 0 var(--gap-3);\n    border: 1px solid var(--line-strong);\n    border-radius: var(--round);\n    background: var(--raised);\n    color: var(--text);\n    font-weight: 600;\n    line-height: 1.2;\n    text-decoration: none;\n    cursor: pointer;\n    transition: background var(--speed);\n  }\n\n  .action:hover {\n    background: var(--hover);\n  }\n\n  .action.first {\n    border-color: var(--accent);\n    background: var(--accent);\n    color: var(--on-accent);\n  }\n\n  .action.first:hover {\n    background: color-mix(in srgb, var(--accent) 88%, var(--text));\n  }\n\n  .action.danger {\n    border-color: color-mix(in srgb, var(--bad) 60%, var(--line));\n    color: var(--bad);\n  }\n\n  .action:disabled,\n  .action:disabled:hover,\n  .action[aria-disabled=\"true\"] {\n    border-style: dashed;\n    border-color: var(--line-strong);\n    background: transparent;\n    color: var(--muted);\n    cursor: not-allowed;\n  }\n\n  .offer {\n    display: inline-flex;\n    flex-direction: column;\n    align-items: flex-start;\n    gap: var(--gap-1);\n  }\n\n  .actions {\n    margin: 0;\n    padding: 0;\n    border: 0;\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    min-width: 0;\n  }\n\n  .reason,\n  .reasons {\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .reasons li {\n    display: flex;\n    gap: 0.4em;\n  }\n\n  .reasons .icon {\n    margin-block-start: 0.1rem;\n  }\n\n  .menu {\n    position: relative;\n  }\n\n  .menu > summary {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.4em;\n    min-height: 1.875rem;\n    padding: 0 var(--gap-2);\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n    font-weight: 600;\n    list-style: none;\n  }\n\n  .menu > summary::-webkit-details-marker {\n    display: none;\n  }\n\n  .menu > summary:hover {\n    background: var(--hover);\n  }\n\n  .menu > ul {\n    position: absolute;\n    z-index: 25;\n    inset-block-start: calc(100% + 0.25rem);\n    min-width: 13rem;\n    max-height: 70vh;\n    overflow-y: auto;\n    padding: var(--gap-1);\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n    background: var(--raised);\n    box-shadow: var(--shade);\n  }\n\n  .menu > ul.end {\n    inset-inline-end: 0;\n  }\n\n  .menu li > a {\n    display: flex;\n    align-items: center;\n    justify-content: space-between;\n    min-height: 1.875rem;\n    padding: 0 var(--gap-2);\n    border-radius: 0.25rem;\n    color: inherit;\n    text-decoration: none;\n  }\n\n  .menu li > a:hover {\n    background: var(--hover);\n  }\n\n  .field {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer components {\n  .table-wrap {\n    container: table / inline-size;\n    min-width: 0;\n    overflow-x: auto;\n    position: relative;\n  }\n\n  .data {\n    border-block-end: 0;\n  }\n\n  .data caption {\n    padding: var(--gap-2) var(--gap-4);\n    text-align: start;\n    color: var(--muted);\n  }\n\n  .data th,\n  .data td {\n    height: var(--row);\n    padding: 0.3rem var(--gap-3);\n    border-block-end: 1px solid var(--line);\n    vertical-align: middle;\n    overflow-wrap: break-word;\n  }\n\n  .data .long {\n    min-width: 9rem;\n    overflow-wrap: anywhere;\n  }\n\n  .data tr > :first-child {\n    padding-inline-start: var(--gap-4);\n  }\n\n  .data tr > :last-child {\n    padding-inline-end: var(--gap-4);\n  }\n\n  .data thead th {\n    height: 1.875rem;\n    background: var(--sunken);\n    color: var(--muted);\n    font-size: var(--small);\n    font-weight: 600;\n    white-space: nowrap;\n  }\n\n  .data thead a {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.25em;\n    min-height: 1.5rem;\n    color: inherit;\n    text-decoration: none;\n  }\n\n  .data thead a:hover,\n  .data [aria-sort] a {\n    color: var(--text);\n  }\n\n  .data tbody tr:last-child > * {\n    border-block-end: 0;\n  }\n\n  .data tbody tr:hover {\n    background: var(--hover);\n  }\n\n  .data tbody th {\n    font-weight: 600;\n  }\n\n  .data .number {\n    text-align: end;\n  }\n\n  .matrix {\n    width: auto;\n    min-width: 100%;\n  }\n\n  .matrix th[scope=\"row\"] {\n    min-width: 14rem;\n  }\n\n  .matrix td {\n    min-width: 5rem;\n  }\n\n  @container table (width < 38rem) {\n    .data,\n    .data tbody,\n    .data tr,\n    .data th,\n    .data td,\n    .data caption {\n      display: block;\n      width: auto;\n    }\n\n    .data thead {\n      position: absolute;\n      width: 1px;\n      height: 1px;\n      overflow: hidden;\n      clip-path: inset(50%);\n    }\n\n    .data tbody tr {\n      padding: var(--gap-2) var(--gap-4);\n      border-block-end: 1px solid var(--line);\n    }\n\n    .data tbody tr:last-child {\n      border-block-end: 0;\n    }\n\n    .data tbody th,\n    .data tbody td,\n    .data tr > :first-child,\n    .data tr > :last-child {\n      display: grid;\n      grid-template-columns: 7rem minmax(0, 1fr);\n      gap: var(--gap-2);\n      align-items: baseline;\n      height: auto;\n      min-height: 1.5rem;\n      padding: 0.1rem 0;\n      border: 0;\n      text-align: start;\n      white-space: normal;\n    }\n\n    .data tbody tr > .number {\n      text-align: start;\n    }\n\n    .data tbody tr > th:first-child {\n      grid-template-columns: minmax(0, 1fr);\n      font-size: 0.9375rem;\n    }\n\n    .data tbody td::before {\n      content: attr(data-label);\n      color: var(--muted);\n      font-size: var(--small);\n    }\n\n    .data tbody td:empty {\n      display: none;\n    }\n  }\n\n  .code,\n  .terminal {\n    padding: var(--gap-2) var(--gap-3);\n    border-radius: var(--round);\n    background: var(--sunken);\n    line-height: 1.55;\n    white-space: pre-wrap;\n    overflow-wrap: anywhere;\n    tab-size: 4;\n    unicode-bidi: isolate;\n  }\n\n  .code.numbered {\n    padding-inline-start: 0;\n    counter-reset: line;\n  }\n\n  .code.numbered .line {\n    display: block;\n    position: relative;\n    min-height: 1.55em;\n    padding-inline-start: 4rem;\n    counter-increment: line;\n  }\n\n  .code.numbered .line::before {\n    content: counter(line);\n    position: absolute;\n    inset-inline-start: 0;\n    width: 3rem;\n    color: var(--muted);\n    text-align: end;\n  }\n\n  .yaml-key {\n    color: var(--accent);\n  }\n\n  .yaml-comment {\n    color: var(--muted);\n  }\n\n  .yaml-text {\n    color: var(--ok);\n  }\n\n  .more {\n    padding: var(--gap-2) var(--gap-3);\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .diff {\n    overflow: hidden;\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n  }\n\n  .diff h3,\n  .diff h4 {\n    padding: var(--gap-1) var(--gap-3);\n    background: var(--sunken);\n    font-family: var(--mono);\n    font-size: var(--small);\n    overflow-wrap: anywhere;\n  }\n\n  .diff :is(ins, del) {\n    display: block;\n    text-decoration: none;\n  }\n\n  .diff ins {\n    background: var(--ok-ground);\n  }\n\n  .diff del {\n    background: var(--bad-ground);\n  }\n\n  .diff table {\n    font-family: var(--mono);\n    font-size: 0.75rem;\n    line-height: 1.6;\n  }\n\n  .diff td {\n    padding: 0 var(--gap-2);\n    white-space: pre-wrap;\n    overflow-wrap: anywhere;\n    unicode-bidi: isolate;\n  }\n\n  .diff .line-number {\n    width: 1%;\n    min-width: 2.9rem;\n    white-space: nowrap;\n    color: var(--muted);\n    text-align: end;\n    user-select: none;\n  }\n\n  .diff .sign {\n    width: 1%;\n    min-width: 1.5rem;\n    padding: 0 var(--gap-1);\n    text-align: center;\n  }\n\n  .diff .added {\n    background: var(--ok-ground);\n  }\n\n  .diff .removed {\n    background: var(--bad-ground);\n  }\n\n  .diff .added .line-number,\n  .diff .added .sign {\n    color: var(--ok);\n  }\n\n  .diff .removed .line-number,\n  .diff .removed .sign {\n    color: var(--bad);\n  }\n\n  .diff .hunk td {\n    background: var(--busy-ground);\n    color: var(--busy);\n  }\n\n  .changes li {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: 0 var(--gap-3);\n    padding: 0.2rem 0;\n  }\n\n  .changes .path {\n    flex: 1 1 14rem;\n    font-family: var(--mono);\n    font-size: 0.92em;\n    overflow-wrap: anywhere;\n  }\n\n  .bold {\n    font-weight: 600;\n  }\n\n  .faint {\n    color: var(--muted);\n  }\n\n  .italic {\n    font-style: italic;\n  }\n\n  .underlined {\n    text-decoration: underline;\n  }\n\n  .struck {\n    text-decoration: line-through;\n  }\n\n  .color-1,\n  .color-9 {\n    color: var(--bad);\n  }\n\n  .color-2,\n  .color-10 {\n    color: var(--ok);\n  }\n\n  .color-3,\n  .color-11 {\n    color: var(--warn);\n  }\n\n  .color-4,\n  .color-12 {\n    color: var(--busy);\n  }\n\n  .color-5,\n  .color-13 {\n    color: var(--wait);\n  }\n\n  .color-6,\n  .color-14 {\n    color: var(--accent);\n  }\n\n  .color-0,\n  .color-8 {\n    color: var(--muted);\n  }\n\n  .reversed {\n    background: var(--text);\n    color: var(--surface);\n  }\n\n  .prose {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    max-width: 46rem;\n    overflow-wrap: anywhere;\n    unicode-bidi: isolate;\n  }\n\n  .prose ul,\n  .prose ol {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n    padding-inline-start: 1.4rem;\n    list-style: revert;\n  }\n\n  .prose code {\n    padding: 0.05em 0.3em;\n    border-radius: 0.25rem;\n    background: var(--sunken);\n  }\n\n  .prose pre code {\n    padding: 0;\n    background: none;\n  }\n\n  .prose blockquote {\n    padding-inline-start: var(--gap-3);\n    border-inline-start: 3px solid var(--line);\n    color: var(--muted);\n  }\n\n  .prose .heading {\n    font-weight: 600;\n  }\n\n  .prose .host {\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .prose table {\n    width: auto;\n  }\n\n  .prose th,\n  .prose td {\n    padding: 0.15rem var(--gap-2);\n    border: 1px solid var(--line);\n  }\n\n  .prose th {\n    font-weight: 600;\n  }\n\n  .timeline > li {\n    content-visibility: auto;\n    contain-intrinsic-block-size: auto 2rem;\n    border-block-end: 1px solid var(--line);\n  }\n\n  .timeline > li:last-child {\n    border-block-end: 0;\n  }\n\n  .event,\n  .timeline summary {\n    display: grid;\n    grid-template-columns: 4.25rem 7rem minmax(0, 1fr) auto;\n    align-items: center;\n    gap: var(--gap-3);\n    height: 2rem;\n    padding: 0 var(--gap-4);\n    list-style: none;\n  }\n\n  .timeline summary:focus-visible {\n    outline-offset: -2px;\n  }\n\n  .timeline summary:hover {\n    background: var(--hover);\n  }\n\n  .timeline summary::-webkit-details-marker {\n    display: none;\n  }\n\n  .event .at {\n    color: var(--muted);\n    font-size: var(--small);\n    text-align: end;\n  }\n\n  .event .kind {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.4em;\n    color: var(--muted);\n    white-space: nowrap;\n  }\n\n  .event .what {\n    display: flex;\n    align-items: center;\n    gap: var(--gap-2);\n    min-width: 0;\n    overflow: hidden;\n    white-space: nowrap;\n  }\n\n  .event .what > .first-line {\n    min-width: 0;\n    overflow: hidden;\n    text-overflow: ellipsis;\n    unicode-bidi: isolate;\n  }\n\n  .event .end {\n    display: inline-flex;\n    align-items: center;\n    gap: var(--gap-2);\n  }\n\n  .timeline details > summary .open {\n    color: var(--muted);\n    transition: rotate var(--speed);\n  }\n\n  .timeline details[open] > summary .open {\n    rotate: 90deg;\n  }\n\n  .timeline .whole-event {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    padding: var(--gap-1) var(--gap-4) var(--gap-3) calc(var(--gap-4) + 5rem);\n  }\n\n  .timeline .gap {\n    padding: var(--gap-2) var(--gap-4);\n    background: var(--sunken);\n    color: var(--muted);\n    font-size: var(--small);\n    text-align: center;\n  }\n\n  @container panel (width < 40rem) {\n    .event,\n    .timeline summary {\n      grid-template-columns: 3.25rem 1.25rem minmax(0, 1fr) auto;\n      gap: var(--gap-2);\n      padding: 0 var(--gap-3);\n    }\n\n    .event .kind .word {\n      position: absolute;\n      width: 1px;\n      height: 1px;\n      overflow: hidden;\n      clip-path: inset(50%);\n    }\n\n    .timeline .whole-event {\n      padding-inline: var(--gap-3);\n    }\n  }\n\n  .transcript {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-4);\n    padding: var(--gap-4);\n  }\n\n  .transcript article {\n    display: grid;\n    grid-template-columns: 1.75rem minmax(0, 1fr);\n    gap: var(--gap-1) var(--gap-3);\n  }\n\n  .transcript .face {\n    display: grid;\n    place-items: center;\n    width: 1.75rem;\n    height: 1.75rem;\n    border-radius: 50%;\n    background: var(--accent-ground);\n    color: var(--accent);\n  }\n\n  .transcript .from-person .face {\n    background: var(--idle-ground);\n    color: var(--idle);\n  }\n\n  .transcript .from-person .prose {\n    padding: var(--gap-2) var(--gap-3);\n    border-radius: var(--round);\n    background: var(--sunken);\n  }\n\n  .transcript .thinking .prose {\n    color: var(--muted);\n    font-style: italic;\n  }\n\n  .lanes {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n  }\n\n  .lane {\n    display: grid;\n    grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr) minmax(4rem, max-content);\n    align-items: center;\n    gap: var(--gap-3);\n  }\n\n  .lane > svg {\n    display: block;\n    width: 100%;\n    height: 1.125rem;\n    border-radius: 0.25rem;\n    background: var(--sunken);\n  }\n\n  .lane > svg rect {\n    fill: var(--tone, var(--busy));\n  }\n\n  .run-row {\n    display: grid;\n    content-visibility: auto;\n    contain-intrinsic-block-size: auto 3.25rem;\n    grid-template-columns: auto minmax(0, 1fr) auto;\n    align-items: start;\n    gap: var(--gap-1) var(--gap-3);\n    padding: var(--gap-2) var(--gap-4);\n    border-block-end: 1px solid var(--line);\n  }\n\n  .run-row:last-child {\n    border-block-end: 0;\n  }\n\n  .run-row:hover {\n    background: var(--hover);\n  }\n\n  .run-row > .status {\n    min-width: 6.5rem;\n  }\n\n  .run-row .name {\n    font-weight: 600;\n    color: inherit;\n  }\n\n  .run-row .from {\n    display: flex;\n    flex-wrap: wrap;\n    align-items: center;\n    gap: var(--gap-1) var(--gap-2);\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .run-row .figures {\n    display: grid;\n    grid-template-columns: repeat(4, minmax(4.5rem, max-content));\n    gap: 0 var(--gap-3);\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .run-row .figures > div {\n    display: flex;\n    flex-direction: column;\n    text-align: end;\n  }\n\n  .run-row .figures dt {\n    font-size: 0.6875rem;\n  }\n\n  .run-row .figures dd {\n    color: var(--text);\n  }\n\n  @container panel (width < 44rem) {\n    .run-row {\n      grid-template-columns: minmax(0, 1fr);\n    }\n\n    .run-row .figures {\n      grid-template-columns: repeat(auto-fit, minmax(5rem, max-content));\n      justify-content: start;\n    }\n\n    .run-row .figures > div {\n      text-align: start;\n    }\n  }\n\n  .conditions li {\n    display: grid;\n    grid-template-columns: minmax(9rem, 16rem) minmax(0, 1fr);\n    gap: 0 var(--gap-3);\n    padding: var(--gap-2) 0;\n    border-block-end: 1px solid var(--line);\n  }\n\n  .conditions li:last-child {\n    border-block-end: 0;\n  }\n\n  .conditions .remedy,\n  .remedy {\n    display: flex;\n    gap: 0.4em;\n    color: var(--text);\n  }\n\n  .remedy .icon {\n    margin-block-start: 0.15rem;\n    color: var(--accent);\n  }\n\n  @container panel (width < 36rem) {\n    .conditions li {\n      grid-template-columns: minmax(0, 1fr);\n    }\n  }\n\n  .finding {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n    padding: var(--gap-2) 0;\n    border-block-end: 1px solid var(--line);\n  }\n\n  .finding:last-child {\n    border-block-end: 0;\n  }\n\n  .board {\n    display: grid;\n    grid-auto-columns: minmax(15rem, 1fr);\n    grid-auto-flow: column;\n    gap: var(--gap-3);\n    align-items: start;\n    overflow-x: auto;\n    padding-block-end: var(--gap-2);\n  }\n\n  .board > section {\n    border-radius: var(--round);\n    background: var(--sunken);\n  }\n\n  .board header {\n    display: flex;\n    align-items: center;\n    justify-content: space-between;\n    gap: var(--gap-2);\n    padding: var(--gap-2) var(--gap-3);\n  }\n\n  .board .over {\n    box-shadow: inset 0 3px var(--warn);\n  }\n\n  .board ul {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    padding: 0 var(--gap-2) var(--gap-2);\n  }\n\n  .card {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-1);\n    padding: var(--gap-2) var(--gap-3);\n    border: 1px solid var(--line);\n    border-radius: var(--round);\n    background: var(--surface);\n  }\n\n  @container main (width < 48rem) {\n    .board {\n      grid-auto-flow: row;\n      grid-template-columns: minmax(0, 1fr);\n    }\n  }\n}\n\n@layer narrow {\n  @media (width < 30rem) {\n    .lane {\n      grid-template-columns: minmax(0, 1fr) max-content;\n    }\n\n    .lane > svg {\n      grid-column: 1 / -1;\n      grid-row: 2;\n    }\n\n    .facts {\n      grid-template-columns: minmax(0, 1fr);\n      gap: var(--gap-2);\n    }\n\n    .facts > div {\n      display: block;\n    }\n\n    .facts dt {\n      font-size: var(--small);\n    }\n\n    .notice dl,\n    .notice dl > div {\n      display: block;\n    }\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer plots {\n  .plot {\n    display: flex;\n    flex-direction: column;\n    gap: var(--gap-2);\n    min-width: 0;\n  }\n\n  .plots {\n    display: grid;\n    grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));\n    gap: var(--gap-4);\n  }\n\n  .graph svg {\n    display: block;\n    font-family: var(--font);\n  }\n\n  .plot svg {\n    display: block;\n    width: 100%;\n    height: auto;\n    max-width: 38rem;\n    font-family: var(--font);\n  }\n\n  .plot text,\n  .graph text {\n    fill: var(--muted);\n    font-size: 11px;\n    font-variant-numeric: tabular-nums;\n  }\n\n  .plot .grid-line {\n    stroke: var(--line);\n  }\n\n  .plot .axis {\n    stroke: var(--line-strong);\n  }\n\n  .series-0 {\n    --series: var(--accent);\n  }\n\n  .series-1 {\n    --series: var(--wait);\n  }\n\n  .series-2 {\n    --series: var(--warn);\n  }\n\n  .series-3 {\n    --series: var(--ok);\n  }\n\n  .plot .curve {\n    fill: none;\n    stroke: var(--series);\n    stroke-width: 1.75;\n    stroke-linejoin: round;\n  }\n\n  .plot .area {\n    fill: var(--series);\n    opacity: 0.1;\n  }\n\n  .plot .bar {\n    fill: var(--series);\n  }\n\n  .plot .legend {\n    display: flex;\n    flex-wrap: wrap;\n    gap: var(--gap-1) var(--gap-3);\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .plot .legend span {\n    display: inline-flex;\n    align-items: center;\n    gap: 0.4em;\n  }\n\n  .plot .legend svg {\n    width: 1rem;\n    height: 0.5rem;\n    stroke: var(--series);\n    stroke-width: 4;\n  }\n\n  .plot details summary,\n  .graph details summary {\n    color: var(--muted);\n    font-size: var(--small);\n  }\n\n  .plot details table,\n  .graph details ul {\n    margin-block-start: var(--gap-2);\n    font-size: var(--small);\n  }\n\n  .graph .box {\n    fill: var(--surface);\n    stroke: var(--tone, var(--line-strong));\n    stroke-width: 1.25;\n  }\n\n  .graph .edge {\n    fill: none;\n    stroke: var(--line-strong);\n    stroke-width: 1.25;\n  }\n\n  .graph .arrow {\n    fill: var(--line-strong);\n  }\n\n  .graph text.name {\n    fill: var(--text);\n    font-size: 12px;\n    font-weight: 600;\n  }\n\n  .graph a {\n    text-decoration: none;\n  }\n\n  .graph a text.name {\n    fill: var(--accent);\n  }\n\n  .graph a:hover .box {\n    fill: var(--hover);\n  }\n\n  .graph-scroll {\n    overflow-x: auto;\n  }\n}\n",
	"@layer tokens, base, layout, components, plots, narrow, print;\n\n@layer print {\n  @media print {\n    :root {\n      color-scheme: light;\n      --ground: #fff;\n    }\n\n    body {\n      font-size: 9pt;\n    }\n\n    .top-bar,\n    .side,\n    .skip-link,\n    .actions,\n    .menu {\n      display: none;\n    }\n\n    .shell,\n    .split {\n      display: block;\n    }\n\n    .main {\n      padding: 0;\n    }\n\n    .panel,\n    .card,\n    .run-row,\n    .finding {\n      break-inside: avoid-page;\n    }\n\n    .run-row,\n    .timeline > li {\n      content-visibility: visible;\n    }\n\n    .panel {\n      margin-block-end: 8pt;\n    }\n\n    a[href^=\"http\"]::after {\n      content: \" (\" attr(href) \")\";\n      color: var(--muted);\n      overflow-wrap: anywhere;\n    }\n  }\n}\n"
].join("\n");
// src/console/ui/report/next-of-run.ts
function nextOfRun({ run, requests, bundle }) {
	const { phase, reason, message } = run.outcome;
	const said = [reason, message].filter((word) => word !== void 0).join(": ");
	const kept = `The run bundle ${bundle} has all of it, with digests.`;
	const takeIn = `Take the bundle in with identikit write-back --bundle ${bundle}.`;
	switch (phase) {
		case "Succeeded": return {
			tone: "ok",
			icon: "circle-check",
			title: "The agent ended, and said that it is done",
			happened: requests.length === 0 ? "It asked for nothing to be written back." : "What it asks for is below; nothing of it was written yet.",
			stillTrue: kept,
			canBeDone: takeIn
		};
		case "Waiting": return {
			tone: "wait",
			icon: "circle-pause",
			title: "A person has to decide",
			happened: said || "The agent wants something that its policy lets nobody do unasked.",
			stillTrue: `Nothing of it was done. ${kept}`,
			canBeDone: `${takeIn} Then decide about the approvals, and resume the run.`
		};
		case "Cancelled": return {
			tone: "idle",
			icon: "circle-slash",
			title: "The run was cancelled",
			happened: said || "Somebody, or a newer run, ended it.",
			stillTrue: `What it did until then is kept. ${kept}`,
			canBeDone: "Dispatch it again where the work is still wanted."
		};
		case "Failed": return {
			tone: "bad",
			icon: "circle-x",
			title: "The run failed",
			happened: said || "It ended without a result.",
			stillTrue: `Nothing was written to the forge. ${kept}`,
			canBeDone: "Look at the end of the timeline, fix what the reason names, then retry the run."
		};
	}
}
// src/console/ui/components/text/ansi-pieces.ts
const plain = {
	color: void 0,
	bold: false,
	faint: false,
	italic: false,
	underlined: false,
	struck: false,
	reversed: false
};
const selectGraphics = /\x1b\[([0-9;:]{0,64})m/g;
const mostPieces = 5e3;
function ansiPieces(text) {
	const found = [];
	const look = { ...plain };
	let from = 0;
	const add = (to) => {
		if (to > from) found.push({
			text: text.slice(from, to),
			classes: classesOf(look)
		});
	};
	for (const { 0: sequence, 1: parameters = "", index } of text.matchAll(selectGraphics)) {
		add(index);
		from = index + sequence.length;
		if (found.length >= mostPieces) break;
		change(look, parameters.split(/[;:]/).map(Number));
	}
	add(text.length);
	return found;
}
function withoutColors(text) {
	return text.replace(selectGraphics, "");
}
function change(look, parameters) {
	for (let at = 0; at < parameters.length; at++) {
		const code = parameters[at] ?? 0;
		if (code === 38 || code === 48) {
			const isIndexed = parameters[at + 1] === 5;
			if (code === 38) look.color = isIndexed ? firstSixteen(parameters[at + 2]) : void 0;
			at += isIndexed ? 2 : 4;
		} else if (code === 0) Object.assign(look, plain);
		else Object.assign(look, switches[code] ?? colorOf(code));
	}
}
function firstSixteen(color = 16) {
	return color < 16 ? color : void 0;
}
function colorOf(code) {
	if (code >= 30 && code <= 37) return { color: code - 30 };
	return code >= 90 && code <= 97 ? { color: code - 82 } : {};
}
const switches = {
	1: { bold: true },
	2: { faint: true },
	3: { italic: true },
	4: { underlined: true },
	7: { reversed: true },
	9: { struck: true },
	22: {
		bold: false,
		faint: false
	},
	23: { italic: false },
	24: { underlined: false },
	27: { reversed: false },
	29: { struck: false },
	39: { color: void 0 }
};
function classesOf({ color, ...flags }) {
	const set = Object.entries(flags).flatMap(([name, isSet]) => isSet ? [name] : []);
	return color === void 0 || flags.reversed ? set : [...set, `color-${color}`];
}
// src/console/ui/components/text/markdown-spans.ts
const mostCharacters = 2e4;
const mostDepth$1 = 4;
const marks = /(`{1,3})([^`\n]{1,2000})\1|!?\[([^[\]\n]{1,500})\]\(([^()\s<>]{1,2000})\)|\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__(?!\w)|~~([^~\n]{1,2000})~~|\*(?![\s*])([^*\n]{1,2000})\*|(?<!\w)_(?![\s_])([^_\n]{1,2000})_(?!\w)|\bhttps?:\/\/[^\s<>"'`)\]]{1,2000}|\\([!-/:-@[-`{-~])/g;
function markdownSpans(line, depth = 0) {
	if (depth >= mostDepth$1 || line.length > mostCharacters) return [{
		kind: "text",
		text: line
	}];
	const spans = [];
	let from = 0;
	for (const match of line.matchAll(marks)) {
		if (match.index > from) spans.push({
			kind: "text",
			text: line.slice(from, match.index)
		});
		spans.push(spanOf(match, depth));
		from = match.index + match[0].length;
	}
	if (from < line.length) spans.push({
		kind: "text",
		text: line.slice(from)
	});
	return spans;
}
function spanOf(match, depth) {
	const [whole, , code, words, target, bold, bold2, struck, slanted, slanted2, escaped] = match;
	const inner = (text) => markdownSpans(text, depth + 1);
	if (code !== void 0) return {
		kind: "code",
		text: code
	};
	if (words !== void 0) return linkTo(target ?? "", inner(words)) ?? {
		kind: "text",
		text: whole
	};
	const strong = bold ?? bold2;
	if (strong !== void 0) return {
		kind: "strong",
		spans: inner(strong)
	};
	if (struck !== void 0) return {
		kind: "struck",
		spans: inner(struck)
	};
	const emphasis = slanted ?? slanted2;
	if (emphasis !== void 0) return {
		kind: "emphasis",
		spans: inner(emphasis)
	};
	if (escaped !== void 0) return {
		kind: "text",
		text: escaped
	};
	return linkTo(whole.replace(/[.,;:!?]+$/, ""), [{
		kind: "text",
		text: whole
	}]) ?? {
		kind: "text",
		text: whole
	};
}
function linkTo(target, spans) {
	const address = safeWebAddress(target);
	return address && {
		kind: "link",
		href: address.href,
		host: address.host,
		spans
	};
}
function safeWebAddress(text) {
	if (!/^https?:\/\//i.test(text)) return void 0;
	const address = URL.parse(text);
	return address !== null && address.username === "" && address.password === "" && /^https?:$/.test(address.protocol) ? address : void 0;
}
// src/console/ui/components/text/markdown-blocks.ts
const mostDepth = 6;
function markdownBlocks(text, depth = 0) {
	const lines = text.replaceAll("\r\n", "\n").split("\n");
	const blocks = [];
	let at = 0;
	while (at < lines.length) {
		const read = (lines[at] ?? "").trim() === "" ? { lines: 1 } : blockAt(lines, at, depth) ?? paragraphAt(lines, at);
		if (read.block) blocks.push(read.block);
		at += read.lines;
	}
	return blocks;
}
const fence = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]{0,40})/;
const heading = /^ {0,3}#{1,6}[ \t]+/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})(?:([-*+])|(\d{1,9})[.)])(?:[ \t]+|$)/;
const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
function blockAt(lines, at, depth) {
	const line = lines[at] ?? "";
	const opening = fence.exec(line);
	if (opening) return codeAt(lines, at, opening[1] ?? "", opening[2] ?? "");
	if (heading.test(line)) return {
		block: {
			kind: "heading",
			spans: markdownSpans(line.replace(heading, "").replace(/[ \t]+#+[ \t]*$/, ""))
		},
		lines: 1
	};
	if (rule.test(line)) return {
		block: { kind: "rule" },
		lines: 1
	};
	if (line.includes("|") && delimiterRow.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-")) return tableAt(lines, at);
	if (depth >= mostDepth) return void 0;
	if (quote.test(line)) {
		const inner = takenWhile(lines, at, (one) => quote.test(one)).map((one) => one.replace(quote, ""));
		return {
			block: {
				kind: "quote",
				blocks: markdownBlocks(inner.join("\n"), depth + 1)
			},
			lines: inner.length
		};
	}
	return item.test(line) ? listAt(lines, at, depth) : void 0;
}
function codeAt(lines, at, mark, language) {
	const isEnd = (line) => line.trim().startsWith(mark) && /^(`+|~+)$/.test(line.trim());
	const inner = takenWhile(lines, at + 1, (line) => !isEnd(line));
	const ended = at + 1 + inner.length < lines.length;
	return {
		block: {
			kind: "code",
			language,
			text: inner.join("\n")
		},
		lines: inner.length + (ended ? 2 : 1)
	};
}
function listAt(lines, at, depth) {
	const first = item.exec(lines[at] ?? "");
	const ordered = first?.[3] !== void 0;
	const items = [];
	let end = at;
	for (; end < lines.length; end++) {
		const line = lines[end] ?? "";
		const found = item.exec(line);
		const current = items.at(-1);
		if (found && found[3] !== void 0 === ordered && !/^ {2,}/.test(found[1] ?? "") && !rule.test(line)) items.push([line.slice(found[0].length)]);
		else if (current && (/^(?: {2,}|\t)/.test(line) || isLazy(lines, end))) current.push(unindented(line));
		else if (current && line.trim() === "" && /^(?: {2,}|\t)\S/.test(lines[end + 1] ?? "")) current.push("");
		else break;
	}
	return {
		block: {
			kind: "list",
			ordered,
			start: Number(first?.[3] ?? 1),
			items: items.map((one) => markdownBlocks(one.join("\n"), depth + 1))
		},
		lines: Math.max(1, end - at)
	};
}
function isLazy(lines, at) {
	const [before = "", line = ""] = [lines[at - 1], lines[at]];
	return before.trim() !== "" && line.trim() !== "" && !startsBlock(line);
}
function unindented(line) {
	return line.replace(/^(?: {1,4}|\t)/, "");
}
function tableAt(lines, at) {
	const rows = takenWhile(lines, at + 2, (line) => line.includes("|") && line.trim() !== "");
	const head = cellsOf(lines[at] ?? "");
	return {
		block: {
			kind: "table",
			head: head.map(markdownSpans),
			rows: rows.map((row) => cellsOf(row).slice(0, head.length).map(markdownSpans))
		},
		lines: rows.length + 2
	};
}
function cellsOf(line) {
	return line.trim().replace(/^\|/, "").replace(/\|$/, "").split(/(?<!\\)\|/, 50).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
function paragraphAt(lines, at) {
	const more = takenWhile(lines, at + 1, (line) => line.trim() !== "" && !startsBlock(line));
	return {
		block: {
			kind: "paragraph",
			spans: markdownSpans([lines[at] ?? "", ...more].map((line) => line.trim()).join("\n"))
		},
		lines: more.length + 1
	};
}
function startsBlock(line) {
	return [
		fence,
		heading,
		rule,
		quote,
		item
	].some((pattern) => pattern.test(line));
}
function takenWhile(lines, at, goesOn) {
	let end = at;
	while (end < lines.length && goesOn(lines[end] ?? "")) end++;
	return lines.slice(at, end);
}
// src/console/ui/components/run/event-words.ts
const eventLooks = {
	message: {
		icon: "message-square",
		word: "Message"
	},
	tool: {
		icon: "wrench",
		word: "Tool"
	},
	subagent: {
		icon: "bot",
		word: "Subagent"
	},
	file: {
		icon: "file-pen",
		word: "File"
	},
	approval: {
		icon: "shield",
		word: "Approval"
	},
	cost: {
		icon: "dollar-sign",
		word: "Cost"
	},
	heartbeat: {
		icon: "heart-pulse",
		word: "Heartbeat"
	},
	status: {
		icon: "info",
		word: "Status"
	}
};
const tones = {
	started: "busy",
	completed: "ok",
	failed: "bad",
	denied: "warn"
};
function eventTone({ status }) {
	return status === void 0 ? void 0 : tones[status];
}
function speakerOf({ data, lane }) {
	const from = data?.kind === "thinking" ? "thinking" : data?.role === "user" ? "person" : "agent";
	return {
		name: from === "person" ? "Person" : lane ?? "Agent",
		from
	};
}
function eventSentence({ type, tool, text = "", data = {} }) {
	const said = firstLine(text);
	switch (type) {
		case "tool":
		case "approval": return [tool, said || argumentsLine(data)].filter(Boolean).join("  ");
		case "file": return [typeof data.path === "string" ? firstLine(data.path) : tool, said].filter(Boolean).join("  ");
		case "cost": return costLine(data);
		case "heartbeat": return "The runner is there";
		default: return said || (tool ?? (typeof data.kind === "string" ? data.kind : ""));
	}
}
function hasMore(event) {
	const { text = "", data = {} } = event;
	if (event.type === "cost" || event.type === "heartbeat") return false;
	return text.trimEnd().includes("\n") || text.length > 120 || Object.keys(shownData(data)).length > 0;
}
function shownData(data) {
	const { call: _, kind: __, role: ___, path, ...rest } = data;
	return Object.keys(rest).length === 0 ? {} : {
		...path === void 0 ? {} : { path },
		...rest
	};
}
function argumentsLine(data) {
	const [first] = Object.values(shownData(data)).filter((value) => typeof value === "string");
	return typeof first === "string" ? firstLine(first) : "";
}
function costLine({ turns, tokens, cost }) {
	return [
		typeof cost === "string" ? moneyWords(cost) : void 0,
		typeof tokens === "number" ? `${countWords(tokens)} tokens` : void 0,
		typeof turns === "number" ? `${turns} turns` : void 0
	].filter((part) => part !== void 0).join(", ");
}
function firstLine(text) {
	return withoutColors(text.slice(0, 4e3)).trimStart().split("\n", 1)[0]?.slice(0, 300) ?? "";
}
// src/console/ui/navigation.ts
function navigation({ organization, address, counters }) {
	const link = (word, icon, ...parts) => ({
		word,
		icon,
		href: addressOf(organization, ...parts)
	});
	const groups = [
		{
			title: "Work",
			links: [
				link("Overview", "gauge", "agents"),
				link("Runs", "activity", "agents", "runs"),
				{
					...link("Approvals", "inbox", "agents", "approvals"),
					count: counters.approvals
				},
				link("Workspaces", "folder", "agents", "workspaces"),
				link("Sessions", "message-square", "agents", "sessions"),
				link("Rules", "webhook", "agents", "rules"),
				link("Repositories", "git-branch", "repositories")
			]
		},
		{
			title: "Agents",
			links: [
				link("Stacks", "layers", "agents", "stacks"),
				link("Tools", "wrench", "agents", "tools"),
				link("MCP servers", "plug", "agents", "mcp"),
				link("Skills", "book-open", "agents", "skills"),
				link("Memory", "brain", "agents", "memory"),
				link("Runners", "server", "agents", "runners")
			]
		},
		{
			title: "Access",
			links: [
				link("Identities", "users", "agents", "identities"),
				link("Permissions", "shield", "agents", "permissions"),
				link("Secrets and configs", "key-round", "agents", "secrets"),
				link("Settings", "settings", "agents", "settings")
			]
		},
		{
			title: "Identity",
			links: [
				link("Templates", "package", "templates"),
				link("Images", "image", "images"),
				link("Environments", "box", "environments"),
				link("Config", "database", "config"),
				link("Trace", "network", "trace"),
				link("Audit", "scroll-text", "audit"),
				link("All objects", "list-checks", "objects")
			]
		}
	];
	return {
		groups,
		current: currentOf(groups, address.split("?")[0] ?? "")
	};
}
function currentOf(groups, path) {
	return groups.flatMap(({ links }) => links.map(({ href }) => href)).filter((href) => path === href || path.startsWith(`${href}/`)).sort((a, b) => b.length - a.length)[0] ?? "";
}
// src/console/ui/parts/scoped-offers.ts
function scopedOffers(offers, scope) {
	return offers.map((offer) => ({
		...offer,
		id: `${scope}-${offer.id}`
	}));
}
// src/console/ui/components/states/named-states.ts
const namedStates = {
	SessionBindingPending: {
		tone: "wait",
		icon: "timer",
		title: "The session has no name yet",
		happened: "The run was dispatched, and the client has not said yet what it calls the conversation.",
		stillTrue: "The run, its ticket and its budget count. Events are shown as they come.",
		canBeDone: "Wait, or cancel the run. This page opens the conversation as soon as it has a name."
	},
	LegacyRunRedirect: {
		tone: "idle",
		icon: "arrow-right",
		title: "This page has moved",
		happened: "You came by an old address of this run.",
		stillTrue: "It is the same run with the same records; old links go on working.",
		canBeDone: "Use the address of this page from now on."
	},
	StreamDisconnected: {
		tone: "warn",
		icon: "wifi-off",
		title: "Not live",
		happened: "The connection for live changes is gone, and was not made again so far.",
		stillTrue: "What is shown was true at the time that is written beside it. Runs go on without this page.",
		canBeDone: "Load the page again to see how things are now."
	},
	StreamReconnecting: {
		tone: "busy",
		icon: "loader",
		title: "Connecting again",
		happened: "No change and no heartbeat came for 20 seconds.",
		stillTrue: "What is dimmed may be out of date. No change is lost: the stream goes on where it ended.",
		canBeDone: "Wait a moment. Actions are checked by the server, whatever this page shows."
	},
	WorkspaceMissing: {
		tone: "bad",
		icon: "folder",
		title: "The workspace is gone",
		happened: "Its path is not on the machine that holds it.",
		stillTrue: "Its repository, commit, ref and last patch are on record, so it can be made again anywhere.",
		canBeDone: "Recover it, archive it, or clean it up."
	},
	WorkspaceRebaseNeeded: {
		tone: "warn",
		icon: "git-branch",
		title: "The target has moved",
		happened: "The branch that this work goes to has commits that the workspace does not have.",
		stillTrue: "The changes of the workspace are as they were. Nothing is written back before it is rebased.",
		canBeDone: "Start the rebase."
	},
	WorkspaceRebaseConflicts: {
		tone: "bad",
		icon: "git-merge",
		title: "The rebase has conflicts",
		happened: "Changes of the workspace and of the target contradict each other.",
		stillTrue: "Neither is lost. The state before the rebase comes back when it is aborted.",
		canBeDone: "Resolve the files in an editor and mark them, let an agent try, or abort the rebase."
	},
	AutomationRejected: {
		tone: "bad",
		icon: "ban",
		title: "The rule started no run",
		happened: "The event matched, and admission or the rule's policy refused it.",
		stillTrue: "The delivery is stored, with what was decided and why. It can be replayed.",
		canBeDone: "Fix what the reason names, then replay the delivery."
	},
	AutomationCoalesced: {
		tone: "idle",
		icon: "git-merge",
		title: "The event joined a run",
		happened: "A run with the same key was already there, so no second one was made.",
		stillTrue: "The run sees the newest state of its source. The event is listed among its events.",
		canBeDone: "Open the run. Change the rule's key where each event should have a run of its own."
	},
	ReviewChangesRequested: {
		tone: "warn",
		icon: "message-square",
		title: "Somebody wants changes",
		happened: "A person looked at the agent's review and asked for changes.",
		stillTrue: "The review is kept with its digest. It is not written back before the request is resolved.",
		canBeDone: "Continue the run with a message, or mark the request as resolved."
	},
	ApprovalBlocked: {
		tone: "wait",
		icon: "circle-pause",
		title: "A person has to decide",
		happened: "The run wants to do something that its policy lets nobody do unasked.",
		stillTrue: "Nothing of it was done. An approval holds for exactly the digests that are shown.",
		canBeDone: "Look at the exact change, then approve or reject it."
	},
	ContextLabelDrift: {
		tone: "warn",
		icon: "tag",
		title: "A context label has changed",
		happened: "A label that the run was given has another text now than when the run was dispatched.",
		stillTrue: "The run works with what it was given; digest and generation are on record.",
		canBeDone: "Compare the two texts. Retry the run to give it the new one."
	}
};
export { ListFilters, PageRefused, ViewerCalls, ViewerObjects, addressOf, ansiPieces, asSentence, axisTicks, builderStates, bundleAddress, bundleDraft, bundlePlace, byteWords, classes, clockWords, configPage, consoleStyle, countWords, counted, dayPlots, diffFiles, discardBundle, distanceWords, driftPlot, durationPlot, durationWords, environmentPage, environmentsPage, eventLooks, eventSentence, eventTone, filledFields, findPage, fortnightBefore, graphLayout, hasMore, histogramBins, iconShapes, importForm, isItemOf, isRunOn, isWorkspaceOf, issueOfAddress, lastKnown, markdownBlocks, memoryField, memoryRequest, memoryShape, momentWords, moneyWords, mostInSteps, mostOf, namedStates, navigation, newPath, nextOfRun, objectOfWishes, otherAddress, pathParts, pieces, pipelineGraph, placeOn, readFields, reviewAddress, safeWebAddress, scopedOffers, sealedSecretsPage, secondsBetween, sentBundle, shownData, shownText, speakerOf, statusMark, stepStarts, tagHistory, takeBundle, textField, threeWay, wholeCharacters, withQuery };
