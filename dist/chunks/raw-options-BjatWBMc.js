import { t as IdentikitError } from "./error-CP_nAw3O.js";
/**
* Raw values from a face as a job's options.
* @param nameOf how the face calls an option: `--into`, `input into`
* @throws {IdentikitError} `USAGE` naming every option that is wrong, what was given, and what is allowed
*/
function parseOptions(schema, raw, nameOf) {
	let result = schema.safeParse(raw);
	if (result.success) return result.data;
	let problems = result.error.issues.map((issue) => {
		let [key] = issue.path;
		return typeof key == "string" ? raw[key] === void 0 ? `${nameOf(key)} is missing` : `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}` : issue.message;
	});
	throw new IdentikitError("USAGE", problems.join("; "), { remedy: "See --help, or the action's README." });
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
export { parseOptions as t };
