import { F as visible, I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { a as boolean, d as number, g as string, l as literal, m as record, n as _enum, r as array, s as discriminatedUnion, u as looseObject, y as unknown } from "./zod-BjridcMG.js";
import { n as isSecretName } from "./secret-name-BOd28EES.js";
const opening = "${SECRET:", placeholder = /\$\{SECRET:([^}]*)\}/g, clientExpansion = /\$\{[^}]*\}/g;
/**
* The placeholders in every string of a JSON value, in the order in which they stand; keys of objects hold none.
* @param where what the value is, for messages: "mcpServers.github"
* @throws {IdentikitError} `SECRET_INVALID` for one that is malformed: the agent client would pass it on as it is
*/
function findPlaceholders(value, where) {
	let found = [];
	return walk(value, [], (text, path) => {
		if (text.includes(opening)) for (let name of namesIn(text, [where, ...path].join("."))) found.push({
			name,
			path: [...path]
		});
	}), found;
}
/**
* A copy of a JSON value with every placeholder replaced.
* @param values each secret by name; a name that is not in it is a mistake of the caller
* @param where what the value is, for messages
* @throws {IdentikitError} `SECRET_INVALID` where the agent client would read a part of a secret as a variable of
* its own and change it
*/
function fillPlaceholders(value, values, where) {
	return copy(value, where, values);
}
function copy(value, where, values) {
	if (typeof value == "string") return fill(value, where, values);
	if (Array.isArray(value)) return value.map((item, index) => copy(item, `${where}.${index}`, values));
	if (typeof value != "object" || !value) return value;
	let entries = Object.entries(value).map(([key, item]) => [key, copy(item, `${where}.${key}`, values)]);
	return Object.fromEntries(entries);
}
function fill(text, where, values) {
	if (!text.includes(opening)) return text;
	namesIn(text, where);
	let filled = "", end = 0, secrets = [];
	for (let match of text.matchAll(placeholder)) {
		let name = match[1], secret = values.get(name);
		if (secret === void 0) throw Error(`fillPlaceholders was not given ${name}`);
		filled += text.slice(end, match.index), secrets.push({
			name,
			from: filled.length,
			to: filled.length + secret.length
		}), filled += secret, end = match.index + match[0].length;
	}
	filled += text.slice(end);
	for (let match of filled.matchAll(clientExpansion)) {
		let [from, to] = [match.index, match.index + match[0].length], touched = secrets.find((secret) => secret.from < to && from < secret.to);
		if (touched) throw expanded(touched.name, where);
	}
	return filled;
}
function namesIn(text, where) {
	let names = [...text.matchAll(placeholder)].map((match) => match[1]), wrong = names.find((name) => !isSecretName(name));
	if (wrong === void 0 && names.length === text.split(opening).length - 1) return names;
	let shown = wrong === void 0 ? "is not closed" : `names ${visible(wrong)}, which no secret is called`;
	throw new IdentikitError("SECRET_INVALID", `${where}: a secret placeholder ${shown}`, { remedy: `Write ${opening}NAME} with a name of letters, digits and underscores.` });
}
/** Visits every string of a value; the path is one list that grows and shrinks, since a fleet has many values. */
function walk(value, path, visit) {
	if (typeof value == "string") visit(value, path);
	else if (typeof value == "object" && value) for (let [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) path.push(key), walk(item, path, visit), path.pop();
}
function expanded(name, where) {
	let problem = `secret ${name} holds "\${", which the agent client would expand in ${where}`;
	return new IdentikitError("SECRET_INVALID", problem, { remedy: "Set a value without that sequence: the client has no way to escape it." });
}
const strings = record(string(), string()), stdioServer = looseObject({
	type: literal("stdio"),
	command: string().min(1),
	args: array(string()).optional(),
	env: strings.optional()
}), remoteServer = looseObject({
	type: _enum([
		"http",
		"streamable-http",
		"sse",
		"ws"
	]),
	url: string().min(1),
	headers: strings.optional(),
	headersHelper: string().optional(),
	timeout: number().positive().optional(),
	alwaysLoad: boolean().optional(),
	oauth: looseObject({}).optional()
}), mcpServerShape = discriminatedUnion("type", [stdioServer, remoteServer]), text = string().min(1), marketplaceSource = discriminatedUnion("source", [
	looseObject({
		source: literal("github"),
		repo: text,
		ref: text.optional(),
		path: text.optional(),
		skipLfs: boolean().optional()
	}),
	looseObject({
		source: literal("git"),
		url: text,
		ref: text.optional(),
		path: text.optional()
	}),
	looseObject({
		source: literal("url"),
		url: text,
		headers: strings.optional()
	}),
	looseObject({
		source: _enum(["file", "directory"]),
		path: text
	}),
	looseObject({
		source: literal("settings"),
		name: text,
		plugins: array(unknown())
	})
]), marketplaceShape = looseObject({
	source: marketplaceSource,
	autoUpdate: boolean().optional()
}), pluginNamePattern = /^[^@\s]+@[^@\s]+$/, pluginName = string().regex(pluginNamePattern, "must be <plugin>@<marketplace>"), settingsShape = looseObject({
	enabledPlugins: record(pluginName, boolean()).optional(),
	extraKnownMarketplaces: record(string().min(1), marketplaceShape).optional()
}), clientFileShape = looseObject({ mcpServers: record(string().min(1), mcpServerShape).optional() });
export { pluginNamePattern as a, findPlaceholders as c, pluginName as i, marketplaceShape as n, settingsShape as o, mcpServerShape as r, fillPlaceholders as s, clientFileShape as t };
