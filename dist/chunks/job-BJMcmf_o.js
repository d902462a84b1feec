import { a as boolean, b as registry, h as string, n as _enum, r as array } from "./schemas-CnfP5DpY.js";
// src/jobs/option.ts
/** The one place where the faces look up {@link OptionMeta}. */
const optionMeta = registry();
/** A schema with what the faces need to know of it. */
function option(schema, meta) {
	return optionMeta.add(schema, meta), schema;
}
/** A value that may be left out. */
function text(value, description) {
	return option(string().min(1).optional(), {
		kind: "text",
		value,
		description
	});
}
/** A value that must be given. */
function requiredText(value, description) {
	return option(string().min(1), {
		kind: "text",
		value,
		description
	});
}
/** On or off; off when left out. */
function flag(description) {
	return option(boolean().default(!1), {
		kind: "flag",
		description
	});
}
/** Any number of values; none when left out. */
function list(value, description) {
	return option(array(string().min(1)).default([]), {
		kind: "list",
		value,
		description
	});
}
/** One of some words. */
function choice(words, initial, description) {
	return option(_enum(words).default(initial), {
		kind: "text",
		value: words.join("|"),
		description
	});
}
/** The same option, given by position on the command line. */
function positional(schema) {
	let meta = optionMeta.get(schema);
	if (!meta) throw TypeError("only an option can be positional");
	return optionMeta.remove(schema), optionMeta.add(schema, {
		...meta,
		positional: !0
	}), schema;
}
// src/jobs/job.ts
/** Keeps the options' types together with the run. */
function defineJob(job) {
	return job;
}
/** 0: it holds or is done. 1: an error, or not verified. 2: drift or pending changes. 1 beats 2. */
function exitCodeOf(result) {
	return (result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified" ? 1 : result.report?.verdict === "drift" ? 2 : 0;
}
/** The JSON document of a result: its outputs, the findings in full, and the first failure. */
function jsonOf(result) {
	let error = errorIn(result);
	return {
		...result.report ? { result: result.report.verdict } : {},
		...result.outputs,
		...result.report ? { findings: result.report.findings } : {},
		...error ? { error } : {}
	};
}
/** A failure without its causes. */
function errorOf({ code, message, remedy }) {
	return {
		code,
		message,
		remedy
	};
}
/** The failure that a result stands for: of a part of the job, or that of what could not be verified. */
function errorIn(result) {
	let [fault] = result.faults ?? [];
	if (fault) return errorOf(fault);
	let unverified = result.report?.findings.find(({ severity }) => severity === "unverified");
	if (!unverified) return;
	let { code, path, actual, remedy } = unverified;
	return {
		code,
		message: actual ?? `${path} could not be verified`,
		remedy
	};
}
export { choice as a, option as c, requiredText as d, text as f, jsonOf as i, optionMeta as l, errorOf as n, flag as o, exitCodeOf as r, list as s, defineJob as t, positional as u };
