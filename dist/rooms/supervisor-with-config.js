import { mcpServerShape } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { fillPlaceholders, findPlaceholders } from "./secret.js";
// src/supervisor/proxied-config.ts
function proxiedConfig(config, secrets, values) {
	const hidden = hiddenSecrets(secrets);
	const known = new Map(Object.entries(values));
	const added = [];
	const used = new Set();
	const hosts = new Map();
	for (const { key, value } of config.settings) for (const { name } of placed(value, `the setting ${key}`, hidden)) throw misplaced(name, `the setting ${key}`);
	const mcpServers = config.mcpServers.map((server) => {
		const where = `the MCP server ${server.key}`;
		const named = placed(server.value, where, hidden);
		if (named.length === 0) return server;
		const { url, kept, withSecret } = throughProxy(server, named, hidden);
		for (const { name } of named) used.add(name);
		for (const [header, text] of withSecret) added.push({
			host: url.host,
			header: header.toLowerCase(),
			value: fillPlaceholders(text, known, where)
		});
		hosts.set(server.key, url.host);
		return {
			...server,
			value: {
				...kept,
				url: `${url.pathname}${url.search}`
			}
		};
	});
	return {
		secrets: added,
		used,
		configWith: (addressOf) => ({
			...config,
			mcpServers: mcpServers.map((server) => {
				const host = hosts.get(server.key);
				if (host === void 0) return server;
				const { url, ...others } = {
					url: "",
					...objectOf(server.value)
				};
				return {
					...server,
					value: {
						...others,
						url: `${addressOf(host)}${url}`
					}
				};
			})
		})
	};
}
function hiddenSecrets(secrets) {
	const open = new Set(secrets.flatMap(({ name, mountPolicy }) => mountPolicy === "proxy" ? [] : [name]));
	const hidden = new Map();
	for (const { name, mountPolicy, proxyHost } of secrets) {
		if (mountPolicy !== "proxy" || open.has(name)) continue;
		const hosts = hidden.get(name) ?? new Set();
		if (proxyHost !== void 0) hosts.add(proxyHost.toLowerCase());
		hidden.set(name, hosts);
	}
	return hidden;
}
function placed(value, where, hidden) {
	return findPlaceholders(value, where).filter(({ name }) => hidden.has(name));
}
function throughProxy({ key, value }, named, hidden) {
	const where = `the MCP server ${key}`;
	const server = mcpServerShape.parse(value);
	const [first] = named;
	if (server.type === "stdio" || named.some(({ path: [field] }) => field !== "headers")) throw misplaced(first?.name ?? "", where);
	const url = URL.parse(server.url);
	if (url?.protocol !== "https:") throw misplaced(first?.name ?? "", where);
	for (const { name } of named) {
		const hosts = hidden.get(name) ?? new Set();
		if (hosts.has(url.host.toLowerCase()) || hosts.has(url.hostname.toLowerCase())) continue;
		throw new IdentikitError("PROXY_SECRET_MISPLACED", `${where} is on ${url.host}, and the secret ${name} is granted for ${[...hosts].join(", ") || "no host"}`, { remedy: "Correct proxyHost in the grant, or the server's address." });
	}
	const { headers = {}, url: _, ...others } = server;
	const withSecret = Object.entries(headers).filter(([, text]) => placed(text, where, hidden).length > 0);
	const plain = Object.entries(headers).filter(([, text]) => placed(text, where, hidden).length === 0);
	const kept = objectOf(others);
	return {
		url,
		withSecret,
		kept: plain.length === 0 ? kept : {
			...kept,
			headers: Object.fromEntries(plain)
		}
	};
}
function objectOf(value) {
	return JSON.parse(JSON.stringify(value));
}
function misplaced(name, where) {
	return new IdentikitError("PROXY_SECRET_MISPLACED", `the secret ${name} is for the proxy alone, and ${where} needs it in a place where the agent would read it`, { remedy: "Put it into a header of a server that is reached by https, or grant it with env or file." });
}
export { proxiedConfig };
