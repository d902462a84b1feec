import { IdentikitError } from "../start/faces.js";
import { inParallel } from "./fault.js";
import { acceptingLine, findOurs, findSecretsIn, parseAcceptedSecrets } from "./template.js";
import { about, atFile, hiddenContent, isExcepted, known, matchesName, readLines, touches, unknown, unverifiedBy, withFact } from "./changes.js";
// src/changes/gather.ts
const workflowDirectories = [
	".github/workflows",
	".gitea/workflows",
	".forgejo/workflows"
];
const templatePlaces = [
	"",
	".github/",
	".gitea/",
	".forgejo/",
	"docs/"
].flatMap((directory) => [`${directory}pull_request_template.md`, `${directory}PULL_REQUEST_TEMPLATE.md`]);
async function gatherFacts(question, rules) {
	const { content, host, request, base, head, tree, settings, acceptedFile, ownFiles, now } = question;
	const needed = new Set(rules.flatMap(({ needs }) => needs));
	const look = (name, ask) => needed.has(name) ? known(ask) : Promise.resolve(notAsked);
	const template = settings.checklist ? await known(() => templateOf(question)) : notAsked;
	return {
		host: host?.dialect,
		head,
		request,
		diff: await look("diff", () => content.diff(base, tree)),
		reviews: await look("reviews", async () => await hostOf(host).reviews((await established(request)).number)),
		members: needed.has("reviews") ? await membersOf(settings, host) : {},
		checks: await look("checks", () => hostOf(host).checks(head)),
		required: await look("required", async () => await hostOf(host).required((await established(request)).baseBranch)),
		workflows: await look("workflows", () => workflowsOf(content, tree)),
		template,
		accepted: await look("accepted", async () => parseAcceptedSecrets(await content.file(base, acceptedFile), acceptedFile, now)),
		ownFiles: [...ownFiles, ...templateFiles(settings, template)]
	};
}
const notAsked = unknown("the fact was not asked for", "Report this: it is a defect of Identikit.");
function hostOf(host) {
	if (host) return host;
	throw new IdentikitError("CHANGE_UNKNOWN", "the CI host was not asked: no repository or no token was given", { remedy: "Name the repository with --repository, and give a token in IDENTIKIT_HOST_TOKEN." });
}
async function established(fact) {
	if ("fault" in fact) throw fact.fault;
	return fact.value;
}
async function membersOf(settings, host) {
	const groups = Object.entries(settings.groups);
	const members = await inParallel(groups, 4, async ([name, { team, members: named }]) => {
		return [name, await known(async () => {
			const inTeam = team === void 0 ? [] : await hostOf(host).members(team);
			return new Set([...inTeam, ...named].map((login) => login.toLowerCase()));
		})];
	});
	return Object.fromEntries(members);
}
async function workflowsOf(content, commit) {
	const files = [];
	for (const directory of workflowDirectories) for (const path of await content.list(commit, directory)) {
		if (!/\.ya?ml$/i.test(path)) continue;
		const text = await content.file(commit, path);
		if (text !== void 0) files.push({
			path,
			text
		});
	}
	return files;
}
async function templateOf({ content, base, settings }) {
	const { template } = settings.checklist ?? {};
	for (const path of template === void 0 ? templatePlaces : [template]) {
		const text = await content.file(base, path);
		if (text !== void 0) return {
			path,
			text
		};
	}
}
function templateFiles({ checklist }, template) {
	if (!checklist) return [];
	const path = "value" in template ? template.value?.path : checklist.template;
	return path === void 0 ? [] : [path];
}
// src/changes/rules/host-token.ts
const tokens = /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|gt[oa]_[a-z2-7]{52,56}|ATBB[A-Za-z0-9]{20,255})/;
const jobToken = /\$\{\{[^}]{0,200}\bgithub\s{0,9}(?:\.\s{0,9}token|\[\s{0,9}["']token)/i;
const reads = /\b(?:process\.env|os\.environ|Deno\.env|import\.meta\.env|ENV)(?:\.get\()?[.[(]?["'`]?|\bgetenv\(/g;
const writesEnv = /(?<!["`'\w])env|[a-z]Env|environ|\.env\b|(?:^|[\s"'`])-e[\s"'`]/i;
const hostToken = {
	name: "host-token",
	needs: ["diff"],
	inForce: ({ hostToken: { enabled } }) => enabled,
	judge: ({ diff }, { hostToken: { names, allow, surfaces, except } }) => {
		const isHostToken = (word) => names.some((name) => matchesName(name, word)) && !allow.some((name) => matchesName(name, word));
		return withFact(diff, ({ files }) => files.filter(({ path, kind }) => kind !== "deleted" && !isExcepted(except, path)).flatMap((file) => findingsOf(file, surfaces.some((one) => touches(one, file)), isHostToken)));
	}
};
function findingsOf(file, surface, isHostToken) {
	const hidden = surface || file.special === "submodule" ? hiddenContent(file) : void 0;
	if (hidden) return [hidden];
	return readLines(file.added ?? []).flatMap(({ line, readings }) => {
		const found = readings.map((text) => tokenIn(text, surface, isHostToken)).find((what) => what !== void 0);
		if (found === void 0) return [];
		const problem = surface ? `${found} is in a file that reaches a tenant` : `${found} is handed on to an environment`;
		return [atFile(file, {
			code: "CHANGE_HOST_TOKEN",
			line,
			problem,
			remedy: "Give the tenant a token of its own, as a secret of the config database with the least rights."
		})];
	});
}
function tokenIn(text, surface, isHostToken) {
	const word = (text.match(/[A-Za-z_]\w*/g) ?? []).find(isHostToken);
	const value = tokens.test(text) || findOurs(text).some(({ rule }) => rule.startsWith("forge-"));
	const found = word ?? (jobToken.test(text) ? "the job's own token" : void 0) ?? (value ? "a value that looks like a token of a repository host" : void 0);
	if (found === void 0 || surface) return found;
	return writesEnv.test(text.replace(reads, "")) && /[=:,(]|-e\s|--env/.test(text) ? found : void 0;
}
// src/changes/rules/secrets.ts
const secrets = {
	name: "secrets",
	needs: ["diff", "accepted"],
	inForce: ({ secrets: { enabled } }) => enabled,
	judge: async ({ diff, accepted }, { secrets: { except } }) => {
		if ("fault" in diff) return [unverifiedBy(diff.fault)];
		if ("fault" in accepted) return [unverifiedBy(accepted.fault)];
		const files = diff.value.files.filter(({ path, kind }) => kind !== "deleted" && !isExcepted(except, path));
		const expired = await known(async () => accepted.value.checkDates(void 0));
		if ("fault" in expired) return [unverifiedBy(expired.fault)];
		return [...files.flatMap((file) => file.special === "symlink" ? [] : hiddenContent(file) ?? []), ...await scan(files, accepted.value)];
	}
};
async function scan(files, accepted) {
	const texts = files.map(({ path, added }) => ({
		path,
		text: textOf(added ?? [])
	}));
	const places = await findSecretsIn(texts);
	const found = places.filter(({ path, kind: rule, fingerprint }) => !accepted.accepts({
		template: void 0,
		path,
		rule,
		fingerprint
	})).map(({ path, line, kind: rule, fingerprint }) => atFile({ path }, {
		code: "CHANGE_SECRET",
		line,
		problem: `the line holds what looks like a credential (${rule})`,
		remedy: `Revoke it and take it out of the branch's history. If it is no credential, add to ${accepted.file} on the base branch, with a reason: ${acceptingLine({
			template: void 0,
			path,
			rule,
			fingerprint
		})}`
	}));
	return places.length < 50 ? found : [...found, uncounted()];
}
function uncounted() {
	return about("the added lines", {
		code: "CHANGE_UNREAD",
		severity: "unverified",
		problem: `the scan ends after 50 places, and what follows was not looked at`,
		remedy: "Split the pull request, or leave files full of such values out with changes.secrets.except."
	});
}
function textOf(added) {
	const lines = [];
	let last = 0;
	for (const { line, text } of added) {
		lines.push("\n".repeat(line - last - (last === 0 ? 1 : 0)), text.replaceAll("\0", ""));
		last = line;
	}
	return lines.join("");
}
export { gatherFacts, hostToken, secrets };
