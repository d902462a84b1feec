import { C as registry, a as boolean, g as string, n as _enum, r as array } from "./schemas-C-x4VjnT.js";
/** The one place where the faces look up {@link OptionMeta}. */
const optionMeta = registry();
/** A schema with what the faces need to know of it. */
function option(schema, meta) {
	return optionMeta.add(schema, meta), schema;
}
const given = string().min(1, "must not be empty");
/** A value that may be left out. */
function text(value, description) {
	return option(given.optional(), {
		kind: "text",
		value,
		description
	});
}
/** A value that must be given. */
function requiredText(value, description) {
	return option(given.clone(), {
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
	return option(array(given).default([]), {
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
export { optionMeta as a, text as c, option as i, flag as n, positional as o, list as r, requiredText as s, choice as t };
