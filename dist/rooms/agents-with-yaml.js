import { IdentikitError, asFault, isRecord } from "../start/faces.js";
import { examineJson, readText } from "./document.js";
import { require_dist } from "../vendor/yaml.js";
import { examineYamlStream } from "./document-with-yaml.js";
import { checkReferences, checkTwice, examineResource, problemAt } from "./agents.js";
import { join } from "node:path";
import { readdirSync } from "node:fs";
// src/agents/manifest/read-manifests.ts
const maxFiles = 1e4;
const maxObjects = 5e4;
const maxCharacters = 4194304;
function readManifests(root, folder, options) {
	const texts = [];
	const problems = [];
	for (const file of manifestFiles(root, folder)) try {
		texts.push({
			file,
			text: readText(join(root, file), file)
		});
	} catch (caught) {
		const { message, remedy } = asFault(caught);
		const problem = message.replace(`${file}: `, "");
		problems.push({
			code: "FILE_UNREADABLE",
			file,
			line: 1,
			column: 1,
			problem,
			remedy
		});
	}
	const read = readManifestTexts(texts, options);
	return {
		manifests: read.manifests,
		problems: [...problems, ...read.problems]
	};
}
function readManifestTexts(texts, options) {
	const manifests = [];
	const problems = [];
	for (const text of texts) {
		const read = readManifestText(text, options);
		manifests.push(...read.manifests);
		problems.push(...read.problems);
		if (manifests.length > maxObjects) throw tooMany(`more than ${maxObjects} objects`);
	}
	const references = problems.length === 0 ? checkReferences(manifests) : checkTwice(manifests);
	return {
		manifests,
		problems: [...problems, ...references]
	};
}
function readManifestText({ file, text }, options) {
	if (text.length > maxCharacters) throw tooMany(`${file} has more than ${maxCharacters} characters`);
	const readings = file.endsWith(".json") ? [examineJson(text, file)] : examineYamlStream(text, file);
	const problems = [];
	const manifests = [];
	for (const reading of readings) {
		for (const problem of reading.problems) problems.push(syntaxProblem(file, problem));
		if (!reading.document || reading.problems.length > 0) continue;
		for (const document of itemsOf(reading.document)) {
			const result = examineResource(document.value, options);
			if ("checked" in result) manifests.push({
				...result.checked,
				document
			});
			else for (const { path, part, problem, remedy, expected } of result.mistakes) problems.push(problemAt(document, path, {
				code: "RESOURCE_INVALID",
				problem,
				remedy,
				expected
			}, part));
		}
	}
	return {
		manifests,
		problems
	};
}
function syntaxProblem(file, problem) {
	return {
		code: "DOCUMENT_INVALID",
		file,
		...problem
	};
}
function itemsOf(document) {
	const { value } = document;
	if (!isRecord(value) || value.kind !== "List" || !Array.isArray(value.items)) return [document];
	return value.items.map((item, index) => ({
		file: document.file,
		value: item,
		placeOf: (path, part) => document.placeOf([
			"items",
			index,
			...path
		], part),
		lineOf: (path) => document.lineOf([
			"items",
			index,
			...path
		])
	}));
}
function manifestFiles(root, folder) {
	const files = [];
	const open = [folder];
	for (let at = open.pop(); at !== void 0; at = open.pop()) {
		for (const entry of entriesOf(join(root, at))) {
			const name = `${at}/${entry.name}`;
			if (entry.isDirectory() && !entry.name.startsWith(".")) open.push(name);
			else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) files.push(name);
		}
		if (files.length > maxFiles) throw tooMany(`more than ${maxFiles} files below ${folder}`);
	}
	return files.sort();
}
function entriesOf(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch (cause) {
		if (isRecord(cause) && (cause.code === "ENOENT" || cause.code === "ENOTDIR")) return [];
		throw new IdentikitError("FILE_UNREADABLE", `${directory} cannot be listed`, {
			remedy: "Make it readable.",
			cause
		});
	}
}
function tooMany(what) {
	return new IdentikitError("RESOURCE_INVALID", `the manifests are too large: ${what}`, { remedy: "Split them, or remove what is not needed." });
}
// src/agents/crds/manifest-stream.ts
var import_dist = require_dist();
function manifestYaml(manifest) {
	return (0, import_dist.stringify)(manifest, {
		lineWidth: 0,
		aliasDuplicateObjects: false,
		compat: "yaml-1.1"
	});
}
function manifestStream(manifests) {
	return manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join("");
}
export { manifestStream, manifestYaml, readManifestTexts, readManifests };
