import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** A fault that names file and line. */
function documentFault(code, at, problem, remedy, cause) {
	return new IdentikitError(code, `${at.file}:${at.line}: ${problem}`, {
		remedy,
		cause,
		location: at
	});
}
/** A path as people write it: `workspace_templates[1].ref`. */
function showPath(path) {
	return path.map((part, index) => typeof part == "number" ? `[${part}]` : index === 0 ? part : `.${part}`).join("");
}
/** The 1-based line of an offset in a text. */
function lineAt(text, offset) {
	let line = 1;
	for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
	return line;
}
export { lineAt as n, showPath as r, documentFault as t };
