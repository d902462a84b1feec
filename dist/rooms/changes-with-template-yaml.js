import { readBaseRules, requiredWithoutPaths } from "./changes-with-yaml.js";
import { about, allRequired, checklist, forbiddenEnv, forbiddenPaths, reservedPaths, reviews } from "./changes.js";
import { gatherFacts, hostToken, secrets } from "./changes-with-template.js";
import { verdictOf } from "./fault.js";
// src/changes/rules.ts
const allRules = [
	forbiddenPaths,
	forbiddenEnv,
	hostToken,
	secrets,
	reservedPaths,
	reviews,
	checklist,
	requiredWithoutPaths,
	allRequired
];
function rulesInForce(settings, only = []) {
	return allRules.filter((rule) => rule.inForce(settings) && (only.length === 0 || only.includes(rule.name)));
}
async function judgeRules(rules, facts, settings) {
	const results = [];
	for (const rule of rules) {
		const findings = (await rule.judge(facts, settings)).map((finding) => ({
			...finding,
			subject: rule.name
		}));
		results.push({
			rule: rule.name,
			verdict: verdictOf(findings),
			pending: isPending(findings),
			findings
		});
	}
	return results;
}
function isPending(findings) {
	const open = findings.filter(({ severity }) => severity !== "warning");
	return open.length > 0 && open.every(({ code }) => code === "CHECK_PENDING");
}
// src/changes/judge-change.ts
async function judgeChange({ directory, only, ...question }) {
	const rules = await readBaseRules(question.content, question.base, directory);
	if (rules.settings === void 0) return {
		rules,
		results: [],
		findings: [unsettled(rules)]
	};
	const results = await judgeBy(rules, rules.settings, {
		...question,
		only
	});
	return {
		rules,
		results,
		findings: results.flatMap(({ findings }) => findings)
	};
}
async function judgeBy({ acceptedFile, ownFiles }, settings, { only, ...question }) {
	const inForce = rulesInForce(settings, only);
	return await judgeRules(inForce, await gatherFacts({
		...question,
		settings,
		acceptedFile,
		ownFiles
	}, inForce), settings);
}
function unsettled({ file }) {
	return about(file, {
		code: "CHANGE_UNRULED",
		severity: "warning",
		problem: "the base branch has no changes: in this file, so no rule is in force",
		remedy: "Add changes: to it on the base branch; an empty mapping puts the rules that need no setting in force."
	});
}
export { judgeChange };
