import { IdentikitError, visible } from "../start/faces.js";
import { stopped } from "./fault.js";
import { HttpClient } from "../http.js";
import { hidden, maskForms } from "./secret.js";
import { OwnedProgram, StdioChannel } from "./probe-with-child_process.js";
import { HttpChannel } from "./probe-with-http.js";
import { McpTrouble, introduce, toolsDigestOf } from "./probe.js";
import { fillRow } from "./probe-with-config.js";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/probe/mcp/probe-servers.ts
const maxBytes = 4194304;
const [longestName, longestDescription] = [256, 4e3];
function mcpServers(options) {
	return { ask: (question, signal) => ask(question, options, signal) };
}
async function ask(question, options, signal) {
	if (question.transport === "stdio" && !options.startPrograms) return { unseen: {
		message: "servers that have to be started are not started here",
		remedy: "Run identikit controller --once --start-programs in a job that has its program, and no keys that it can do without."
	} };
	const home = mkdtempSync(join(tmpdir(), "identikit-mcp-"));
	const limit = AbortSignal.any([signal, AbortSignal.timeout(question.timeoutMs)]);
	let mask = (text) => text;
	try {
		const variables = {
			PATH: options.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
			HOME: home,
			LANG: "C.UTF-8"
		};
		const filled = await fillRow(question.content, {
			granted: question.secrets,
			secrets: options.secrets,
			use: {
				agent: question.name,
				accessor: await options.accessor(),
				reason: "health probe"
			},
			variables
		});
		mask = maskOf(filled.secrets);
		return { fact: answerOf(await introduceBy(filled, {
			options,
			home,
			variables,
			signal: limit
		}), mask) };
	} catch (caught) {
		if (signal.aborted) throw stopped(signal, "stopped while asking an MCP server");
		if (caught instanceof McpTrouble) {
			const said = {
				message: visible(mask(caught.message)),
				remedy: caught.remedy
			};
			return caught.isElsewhere ? { unseen: said } : { unhealthy: said };
		}
		if (caught instanceof IdentikitError) return { unseen: {
			message: caught.message,
			remedy: caught.remedy
		} };
		throw caught;
	} finally {
		rmSync(home, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
async function introduceBy({ row }, { options, home, variables, signal }) {
	if (row.type === "stdio") {
		const { command, args = [], env = {} } = row;
		await using program = started({
			program: command,
			args,
			env: {
				...variables,
				...env
			},
			cwd: home,
			maxBytes,
			signal
		});
		return await introduce(new StdioChannel(program));
	}
	const url = URL.parse(row.url);
	if (row.type === "sse" || row.type === "ws" || !url || !/^https?:$/.test(url.protocol)) throw new McpTrouble("its row has no address that can be asked", "Write an http or https URL, with type: http.");
	using client = new HttpClient({
		connections: 2,
		env: options.env
	});
	await using channel = new HttpChannel({
		client,
		url,
		headers: row.headers ?? {},
		maxBytes,
		signal
	});
	return await introduce(channel);
}
function started(call) {
	try {
		return new OwnedProgram(call);
	} catch {
		throw new McpTrouble("its command, arguments or variables hold a character that none can", "Fix the row or the secret.");
	}
}
function maskOf(secrets) {
	const forms = [...new Set([...secrets, ...secrets.map((one) => one.toLowerCase())].flatMap(maskForms))].sort((a, b) => b.length - a.length);
	return (text) => forms.reduce((masked, form) => masked.replaceAll(form, hidden), text);
}
function answerOf({ serverName, serverVersion, protocolVersion, tools }, mask) {
	const shown = (text, most) => visible(mask(text)).slice(0, most);
	return {
		serverName: shown(serverName, longestName),
		serverVersion: shown(serverVersion, longestName),
		protocolVersion,
		tools: tools.map(({ name, description }) => ({
			name: shown(name, longestName),
			...description === void 0 ? {} : { description: shown(description, longestDescription) }
		})),
		toolsDigest: toolsDigestOf(tools, mask)
	};
}
export { mcpServers };
