import { mcpServerShape } from "./config.js";
import { fillPlaceholders, findPlaceholders } from "./secret.js";
import { McpTrouble } from "./probe.js";
// src/probe/mcp/server-row.ts
const variable = /\$\{(?!SECRET:)([^}:]*)(?::-([^}]*))?\}/g;
async function fillRow(content, filling) {
	const names = [...new Set(findPlaceholders(content, "the row").map(({ name }) => name))].sort();
	const missing = names.filter((name) => !filling.granted.includes(name));
	if (missing.length > 0) throw new McpTrouble(`it is not given ${missing.join(", ")}`, "Declare a grant for it.", true);
	const values = new Map();
	for (const name of names) values.set(name, await filling.secrets.read(name, filling.use));
	const expanded = expand(content, filling.variables);
	const filled = fillPlaceholders(expanded, values, "the row", { expandsVariables: false });
	const result = mcpServerShape.safeParse(filled);
	if (result.success) {
		const { data: row } = result;
		if (row.type !== "stdio" && (row.headersHelper !== void 0 || row.oauth !== void 0)) throw new McpTrouble(`it is signed in to with ${row.oauth === void 0 ? "headersHelper" : "oauth"}, which only the client can`, "Give the row headers with a secret instead.", true);
		return {
			row,
			secrets: [...values.values()]
		};
	}
	const place = result.error.issues[0]?.path.join(".") || "the row";
	throw new McpTrouble(`its config row is not one of an MCP server (${place})`, "Fix the row.");
}
function expand(value, variables) {
	if (typeof value === "string") return value.replace(variable, (_, name, otherwise) => {
		const found = Object.hasOwn(variables, name) ? variables[name] : otherwise;
		if (found !== void 0) return found;
		throw new McpTrouble(`its row names the variable ${name}, which is not known here`, `Give it a default in the row, such as \${${name}:-value}, or write the value.`, true);
	});
	if (Array.isArray(value)) return value.map((item) => expand(item, variables));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, variables)]));
}
export { fillRow };
