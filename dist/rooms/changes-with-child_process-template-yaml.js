import { IdentikitError, shortened, visible } from "../start/faces.js";
import { verdictOf } from "./fault.js";
import { about, known, unverifiedBy } from "./changes.js";
import { mostCommits } from "./changes-with-child_process-template.js";
import { judgeChange } from "./changes-with-template-yaml.js";
// src/changes/audit-merges.ts
async function auditMerges(question) {
	const arrivals = await arrivalsSince(question);
	const findings = [];
	for (const { request, commits } of arrivals) findings.push(...request ? await judgeMerge(question, request, commits) : commits.map(direct));
	const merges = arrivals.filter(({ request }) => request !== void 0).length;
	return {
		merges,
		direct: arrivals.length - merges,
		findings
	};
}
async function arrivalsSince({ git, host, branch, tip, since }) {
	const arrivals = [];
	const commits = await git.mainline(tip);
	let whole = commits.length < mostCommits;
	for (const commit of commits) {
		const number = await host.requestOf(commit.commit, branch);
		const last = arrivals.at(-1);
		if (last?.request && last.request.number === number) {
			last.commits.push(commit);
			continue;
		}
		const request = number === void 0 ? void 0 : await host.request(number);
		if (request?.merged && request.merged.at < since) {
			whole = true;
			break;
		}
		arrivals.push({
			request,
			commits: [commit]
		});
	}
	if (!whole) throw tooMany(branch);
	const oldest = arrivals.findLastIndex(({ request }) => request !== void 0);
	return arrivals.filter(({ commits }, at) => at <= oldest || commits.some((one) => one.at >= since));
}
function tooMany(branch) {
	return new IdentikitError("CHANGE_UNKNOWN", `more than ${mostCommits} commits came to ${branch} since then`, { remedy: "Judge fewer days." });
}
async function judgeMerge({ git, host, now }, request, commits) {
	const [newest, oldest] = [commits[0], commits.at(-1)];
	const base = oldest?.parents[0];
	if (!newest || base === void 0) return [];
	const judged = await known(async () => {
		const at = request.merged?.at ?? newest.at;
		const { results, findings } = await judgeChange({
			content: arrived(git, base, newest.commit),
			host: asOf(host, at),
			request: { value: request },
			base,
			head: request.head,
			tree: newest.commit,
			directory: git.directory,
			only: [],
			now
		});
		return results.length === 0 && findings.length > 0 ? [] : results.flatMap((one) => broken(one, request, newest));
	});
	return "value" in judged ? judged.value : [{
		...unverifiedBy(judged.fault),
		path: `#${request.number} as ${newest.commit.slice(0, 12)}`
	}];
}
function arrived(git, base, commit) {
	return {
		description: git.description,
		diff: () => git.diff(base, commit),
		file: (at, path) => git.file(at, path),
		list: (at, directory) => git.list(at, directory)
	};
}
function asOf(host, at) {
	const before = (one) => one.at === void 0 || one.at <= at;
	return {
		dialect: host.dialect,
		request: (number) => host.request(number),
		open: () => host.open(),
		requestOf: (commit, branch) => host.requestOf(commit, branch),
		reviews: async (number) => (await host.reviews(number)).filter(before),
		checks: async (commit) => (await host.checks(commit)).filter(before),
		tip: (branch) => host.tip(branch),
		required: (branch) => host.required(branch),
		members: (team) => host.members(team),
		content: (number) => host.content(number)
	};
}
function broken({ rule, findings, verdict }, request, merge) {
	if (verdict === "clean") return [];
	const actor = request.merged?.by || "somebody";
	const [first] = findings.filter(({ severity }) => severity !== "warning");
	const missing = shortened(visible(`${first?.path}: ${first?.problem ?? first?.actual ?? ""}`), 300);
	const path = `#${request.number} as ${merge.commit.slice(0, 12)}, merged by ${actor}`;
	const said = verdictOf(findings) === "drift" ? "did not hold" : "could not be verified";
	return [{
		...about(path, {
			code: "MERGE_UNRULED",
			severity: verdict === "drift" ? "error" : "unverified",
			problem: `${rule} ${said}: ${missing}`,
			remedy: "Look at the change with the group that the rule names, and require its check in branch protection."
		}),
		subject: rule
	}];
}
function direct({ commit, author }) {
	return about(commit.slice(0, 12), {
		code: "MERGE_DIRECT",
		problem: `the commit came without a pull request; it names ${JSON.stringify(visible(author))} as its author`,
		remedy: "Look at the commit, and let branch protection refuse pushes."
	});
}
export { auditMerges };
