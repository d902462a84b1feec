import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { r as isTag } from "./reference-CTn93rgt.js";
const common = [
	"type",
	"enable",
	"priority",
	"prefix",
	"suffix"
], known = {
	schedule: {
		keys: ["pattern"],
		priority: 1e3
	},
	semver: {
		keys: ["pattern", "value"],
		priority: 900
	},
	ref: {
		keys: ["event"],
		priority: 600
	},
	pr: {
		keys: [],
		priority: 600
	},
	raw: {
		keys: ["value"],
		priority: 200
	},
	sha: {
		keys: ["format"],
		priority: 100
	}
};
/**
* Parses a rule in the vocabulary of docker/metadata-action: `type=sha,prefix=staging-,format=long`. A rule without
* `type=` is a raw tag. `type=pr` is short for `type=ref,event=pr`.
* @throws {IdentikitError} `TAG_INVALID`
*/
function parseTagRule(text) {
	let fields = text.split(",").map((field) => field.trim());
	if (!fields.some((field) => field.startsWith("type="))) return {
		type: "raw",
		text,
		attributes: { value: text.trim() }
	};
	let attributes = Object.create(null);
	for (let field of fields) {
		let equals = field.indexOf("=");
		if (equals <= 0) throw invalid(text, `${JSON.stringify(field)} is not key=value`);
		let key = field.slice(0, equals);
		if (key in attributes) throw invalid(text, `${key} is given twice`);
		attributes[key] = field.slice(equals + 1);
	}
	let type = attributes.type;
	if (!Object.hasOwn(known, type)) throw invalid(text, `the type ${JSON.stringify(type)} is not known`, `Use one of ${Object.keys(known).join(", ")}.`);
	let allowed = [...common, ...known[type].keys], odd = Object.keys(attributes).find((key) => !allowed.includes(key));
	if (odd) throw invalid(text, `type=${type} has no ${odd}`, `It has ${allowed.join(", ")}.`);
	return checkValues(type, attributes, text), {
		type,
		text,
		attributes
	};
}
function checkValues(type, attributes, text) {
	let oneOf = (key, values) => {
		let value = attributes[key];
		if (value !== void 0 && !values.includes(value)) throw invalid(text, `${key} is ${JSON.stringify(value)}`, `It is one of ${values.join(", ")}.`);
	};
	if (type === "sha" && oneOf("format", ["short", "long"]), type === "ref" && oneOf("event", [
		"branch",
		"tag",
		"pr"
	]), oneOf("enable", [
		"true",
		"false",
		"{{is_default_branch}}"
	]), type === "ref" && attributes.event === void 0) throw invalid(text, "type=ref needs an event");
	if (type === "raw" && attributes.value === void 0) throw invalid(text, "type=raw needs a value");
	if (attributes.priority !== void 0 && !/^[0-9]{1,9}$/.test(attributes.priority)) throw invalid(text, "priority is not a number");
}
/**
* The tags that the rules give for a run, those of higher priority first, each once. A rule that says nothing about this
* run (`type=ref,event=tag` on a branch) gives none.
* @throws {IdentikitError} `TAG_INVALID` where a rule needs what the run does not have, or gives what is no tag
*/
function tagsOf(rules, context) {
	let weighed = rules.flatMap((rule) => {
		let tag = tagOf(rule, context), { priority = known[rule.type].priority } = rule.attributes;
		return tag === void 0 ? [] : {
			tag,
			priority: Number(priority)
		};
	});
	return weighed.sort((a, b) => b.priority - a.priority), [...new Set(weighed.map(({ tag }) => tag))];
}
function tagOf(rule, context) {
	let { enable = "true", prefix, suffix = "" } = rule.attributes, body = (enable === "{{is_default_branch}}" ? onDefaultBranch(context) : enable === "true") ? bodyOf(rule, context) : void 0;
	if (body === void 0) return;
	let tag = `${expand(prefix ?? defaultPrefix(rule), context)}${body}${expand(suffix, context)}`, clean = tag.replace(/[^\w.-]+/g, "-");
	if (isTag(clean)) return clean;
	throw invalid(rule.text, `it gives ${JSON.stringify(tag)}, which is no tag`);
}
function defaultPrefix({ type, attributes }) {
	return type === "sha" ? "sha-" : type === "pr" || attributes.event === "pr" ? "pr-" : "";
}
function bodyOf(rule, context) {
	let { attributes } = rule;
	switch (rule.type) {
		case "sha": {
			let { commit } = context;
			if (commit === void 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw invalid(rule.text, "this run has no commit", "Run it in a git checkout, or give the tag itself with --tag.");
			return attributes.format === "long" ? commit : commit.slice(0, 7);
		}
		case "ref": return refBody(attributes.event, context);
		case "pr": return refBody("pr", context);
		case "semver": return semverBody(rule, context);
		case "schedule": return context.event === "schedule" ? expand(attributes.pattern ?? "nightly", context) : void 0;
		case "raw": return expand(attributes.value, context);
	}
}
function refBody(event, { ref = "", pullRequest }) {
	if (event === "pr") {
		let number = pullRequest ?? /^refs\/pull\/([0-9]+)\//.exec(ref)?.[1];
		return number === void 0 ? void 0 : String(number);
	}
	let prefix = event === "branch" ? "refs/heads/" : "refs/tags/";
	return ref.startsWith(prefix) ? ref.slice(prefix.length) : void 0;
}
/** Semantic Versioning 2.0.0, with the `v` that git tags have; build metadata cannot stand in a tag and is left out. */
const semverForm = /^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
function semverBody({ attributes, text }, context) {
	let raw = attributes.value ?? refBody("tag", context);
	if (raw === void 0) return;
	let match = semverForm.exec(raw);
	if (!match) {
		if (attributes.value === void 0) return;
		throw invalid(text, `${JSON.stringify(raw)} is not a semantic version`);
	}
	let [, major = "", minor = "", patch = "", pre = ""] = match, version = `${major}.${minor}.${patch}${pre}`;
	return expand(pre === "" ? attributes.pattern ?? "{{version}}" : "{{version}}", context, {
		version,
		raw,
		major,
		minor,
		patch
	});
}
function onDefaultBranch({ ref, defaultBranch }) {
	return defaultBranch !== void 0 && ref === `refs/heads/${defaultBranch}`;
}
/** Fills `{{name}}` and `{{date 'YYYYMMDD'}}` (UTC). */
function expand(text, context, more = {}) {
	return text.replace(/\{\{\s*([a-z_]+)(?:\s+'([^']*)')?\s*\}\}/g, (whole, name, format) => {
		if (name === "date") return formatDate(context.now, format ?? "YYYYMMDD");
		let value = {
			...variables(context),
			...more
		}[name];
		if (value === void 0) throw invalid(text, `${whole} has no value in this run`);
		return value;
	});
}
function variables(context) {
	return {
		branch: refBody("branch", context),
		tag: refBody("tag", context),
		sha: context.commit?.slice(0, 7),
		is_default_branch: String(onDefaultBranch(context))
	};
}
function formatDate(date, format) {
	let [year = "", month = "", day = "", hour = "", minute = "", second = ""] = date.toISOString().split(/[-T:.Z]/), parts = {
		YYYY: year,
		MM: month,
		DD: day,
		HH: hour,
		mm: minute,
		ss: second
	};
	return format.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part]);
}
function invalid(text, reason, remedy) {
	return new IdentikitError("TAG_INVALID", `tag rule ${JSON.stringify(text)}: ${reason}`, { remedy: remedy ?? "Write it as in type=sha,prefix=staging-,format=long." });
}
export { parseTagRule, tagsOf };
