import { require_dist } from "../vendor/yaml.js";
import { documentFault, readText } from "./document.js";
// src/document/yaml.ts
var import_dist = require_dist();
/** {@link parseYaml} of a file's text. */
function readYamlDocument(file, name = file) {
	return parseYaml(readText(file, name), name);
}
/**
* One YAML 1.2 document of plain data: core schema, no aliases (they can blow up), no custom tags, no duplicate keys.
* An empty document is `null`.
* @param name what messages call the text
* @throws {IdentikitError} `DOCUMENT_INVALID` with the line
*/
function parseYaml(text, name) {
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter: lines,
		prettyErrors: false,
		uniqueKeys: true,
		schema: "core"
	});
	const lineOfOffset = (offset) => lines.linePos(offset).line;
	const [problem] = [...document.errors, ...document.warnings];
	if (problem) {
		const at = {
			file: name,
			line: lineOfOffset(problem.pos[0])
		};
		throw documentFault("DOCUMENT_INVALID", at, `not valid YAML: ${problem.message}`, "Mend the syntax at this line.");
	}
	(0, import_dist.visit)(document, (key, node) => {
		if ((0, import_dist.isAlias)(node)) {
			const at = {
				file: name,
				line: lineOfOffset(node.range?.[0] ?? 0)
			};
			throw documentFault("DOCUMENT_INVALID", at, "aliases are not allowed", "Write the value out.");
		}
		if ((0, import_dist.isPair)(node) && (0, import_dist.isNode)(node.key) && String(node.key) === "__proto__") {
			const at = {
				file: name,
				line: lineOfOffset(node.key.range?.[0] ?? 0)
			};
			throw documentFault("DOCUMENT_INVALID", at, "the key \"__proto__\" is not allowed", "Give it another name.");
		}
	});
	const lineOf = (path) => {
		for (let length = path.length; length > 0; length--) {
			const node = document.getIn(path.slice(0, length), true);
			if ((0, import_dist.isNode)(node) && node.range) return lineOfOffset(node.range[0]);
		}
		return 1;
	};
	return {
		file: name,
		value: document.toJS(),
		lineOf
	};
}
export { parseYaml, readYamlDocument };
