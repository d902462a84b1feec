import "./rolldown-runtime-DqgWs3Hx.js";
import { a as boolean, g as string, h as strictObject, l as literal, n as _enum, r as array, v as union } from "./zod-BjridcMG.js";
import { t as checkDocument } from "./check-BJs0Hux_.js";
import { r as showPath, t as documentFault } from "./document-XTbQKJdL.js";
import { n as readJsonDocument } from "./json-VTGreyeJ.js";
/** What a template's, plugin's or organisation's name looks like; it becomes a directory's name. */
const namePattern = /^[a-z0-9][a-z0-9._-]*$/, entrySchema = strictObject({
	name: string().max(100).regex(namePattern, "must be lower-case letters, digits, dots, dashes, underscores"),
	repo: string().min(1).max(2e3).describe("`owner/repo`, a URL, or a path relative to the manifest."),
	ref: string().min(1).max(500).optional().describe("A branch, tag or commit; left out, the default branch."),
	runtime: string().regex(namePattern, "must be a runtime's name").optional(),
	private: boolean().optional(),
	provider: _enum(["gitea", "github"]).optional().describe("Which host an `owner/repo` is on, where several are configured.")
}), manifestSchema = strictObject({
	version: literal(1).optional(),
	_comment: union([string(), array(string())]).optional(),
	plugins: array(entrySchema).default([]),
	workspace_templates: array(entrySchema).default([]),
	org_templates: array(entrySchema).default([])
}), sections = [
	"plugins",
	"workspace_templates",
	"org_templates"
];
/**
* Reads the manifest anew; nothing is kept between calls.
* @param name what messages call the file
* @throws {IdentikitError} `MANIFEST_INVALID` naming key and line, also for two entries of one name in a section;
* `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
function readManifest(file, name = "manifest.json") {
	return parseManifest(readJsonDocument(file, {
		comments: "whole-line",
		name
	}));
}
/** {@link readManifest} of a document that was read already. */
function parseManifest(document) {
	let value = checkDocument(document, manifestSchema, "MANIFEST_INVALID");
	for (let section of sections) refuseDuplicates(document, section, value[section]);
	let entries = (section) => value[section].map((entry, index) => ({
		...entry,
		line: document.lineOf([section, index])
	}));
	return {
		file: document.file,
		plugins: entries("plugins"),
		workspaceTemplates: entries("workspace_templates"),
		orgTemplates: entries("org_templates")
	};
}
function refuseDuplicates(document, section, entries) {
	let first = /* @__PURE__ */ new Map();
	for (let [index, { name }] of entries.entries()) {
		let before = first.get(name);
		if (first.set(name, before ?? index), before === void 0) continue;
		let path = [
			section,
			index,
			"name"
		], at = {
			file: document.file,
			line: document.lineOf(path)
		}, other = document.lineOf([
			section,
			before,
			"name"
		]), problem = `${showPath(path)}: ${JSON.stringify(name)} stands on line ${other} already`;
		throw documentFault("MANIFEST_INVALID", at, problem, "Give one of the two entries another name.");
	}
}
export { readManifest as i, namePattern as n, parseManifest as r, manifestSchema as t };
