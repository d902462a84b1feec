import { IdentikitError, asFault, messageOf, shortened, visible } from "../start/faces.js";
import { agentTriggerRule, checkRuleText, problemAt } from "./agents.js";
import { j } from "../vendor/croner.js";
// src/agents/triggers/schedule.ts
const atom = String.raw`(?:\*|(?:\d{1,2}|[a-z]{3})(?:-(?:\d{1,2}|[a-z]{3}))?)(?:/\d{1,2})?`;
const fields = new RegExp(`^${atom}(?:,${atom})*(?: ${atom}(?:,${atom})*){4}$`, "i");
var Schedule = class Schedule {
	#cron;
	constructor(cron) {
		this.#cron = cron;
	}
	static parse(text) {
		if (!fields.test(text)) throw invalid(text, "has something else than numbers, names, *, -, / and commas in five fields");
		if (text.split(/[ ,]/).some((part) => /^[^*-]+\//.test(part))) throw invalid(text, "has a step behind a single value");
		const [, , day = "*", , weekday = "*"] = text.split(" ");
		if (day !== "*" && weekday !== "*" && (day.startsWith("*") || weekday.startsWith("*"))) throw invalid(text, "has a step over all days beside other days, which cron programs read in different ways");
		try {
			const schedule = new Schedule(new j(text, {
				mode: "5-part",
				timezone: "UTC",
				paused: true
			}));
			if (schedule.next(new Date(0)) === void 0) throw invalid(text, "names a day that no year has");
			return schedule;
		} catch (cause) {
			throw cause instanceof IdentikitError ? cause : invalid(text, messageOf(cause));
		}
	}
	next(after) {
		return this.#cron.nextRun(after) ?? void 0;
	}
	last(since, until) {
		const [last] = this.#cron.previousRuns(1, new Date(until.getTime() + 1));
		return last && last > since && last <= until ? last : void 0;
	}
};
function dueSchedules(rules, now) {
	return rules.flatMap(({ name, spec, since }) => {
		if (spec.schedule === void 0 || !spec.sources.includes("schedule")) return [];
		const at = Schedule.parse(spec.schedule).last(since, now);
		if (!at) return [];
		return (spec.match?.repositories ?? []).filter((one) => !one.includes("*")).map((repository) => due(name, at, spec.schedule, repository));
	});
}
function due(rule, at, schedule, repository) {
	const facts = {
		event: "schedule",
		type: "schedule",
		repository,
		refs: {},
		labels: [],
		scheduledRule: rule,
		isEdited: false,
		isDraft: false,
		claimsFork: false,
		claimsBot: false,
		isDeleted: false,
		...schedule === void 0 ? {} : { schedule }
	};
	return {
		rule,
		at,
		deliveryId: `schedule:${rule}:${repository}:${at.toISOString()}`,
		facts
	};
}
function invalid(text, problem) {
	return new IdentikitError("SCHEDULE_INVALID", `the schedule "${visible(shortened(text, 100))}" ${problem}`, { remedy: "Write minute, hour, day of the month, month and day of the week, such as 30 6 * * 1-5. Times are in UTC." });
}
// src/agents/manifest/check-rules.ts
function checkRules(manifests) {
	return manifests.filter(({ kind }) => kind.kind === agentTriggerRule.kind).flatMap(({ declared, document }) => {
		const { prompt, schedule } = agentTriggerRule.spec.parse(declared.spec);
		const at = (code, path, check) => {
			const fault = faultOf(check);
			return fault ? [problemAt(document, path, {
				code,
				...fault
			})] : [];
		};
		return [...prompt === void 0 ? [] : at("TEMPLATE_LOGIC", ["spec", "prompt"], () => checkRuleText(prompt)), ...schedule === void 0 ? [] : at("SCHEDULE_INVALID", ["spec", "schedule"], () => Schedule.parse(schedule))];
	});
}
function faultOf(check) {
	try {
		check();
		return;
	} catch (caught) {
		const { message, remedy } = asFault(caught);
		return {
			problem: message,
			remedy
		};
	}
}
export { Schedule, checkRules, dueSchedules };
