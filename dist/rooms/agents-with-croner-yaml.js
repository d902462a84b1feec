import { examineJson, readText } from "./document.js";
import { examineYamlStream } from "./document-with-yaml.js";
import { IdentikitError, asFault, isRecord } from "../start/faces.js";
import { checkReferences, checkRights, checkTwice, configKinds, examineResource, problemAt } from "./agents.js";
import { checkRules } from "./agents-with-croner.js";
import { join } from "node:path";
import { readdirSync } from "node:fs";
// src/agents/manifest/read-manifests.ts
const maxFiles = 1e4;
const maxObjects = 5e4;
const maxCharacters = 4194304;
function readManifests(root, folder, options) {
	const { texts, problems } = manifestTexts(root, folder);
	const read = readManifestTexts(texts, options);
	return {
		manifests: read.manifests,
		problems: [...problems, ...read.problems]
	};
}
function manifestTexts(root, folder) {
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
	return {
		texts,
		problems
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
	const references = problems.length === 0 ? checkReferences(manifests, options.known) : checkTwice(manifests);
	const rights = options.allOrganizations ? [] : checkRights(manifests, options.namespace);
	return {
		manifests,
		problems: [
			...problems,
			...references,
			...checkRules(manifests),
			...rights
		]
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
			const examined = examineItem(document, options);
			if (Array.isArray(examined)) problems.push(...examined);
			else manifests.push({
				...examined,
				document
			});
		}
	}
	return {
		manifests,
		problems
	};
}
function examineItem(document, options) {
	const result = examineResource(document.value, options);
	if ("mistakes" in result) return result.mistakes.map(({ path, part, problem, remedy, expected }) => problemAt(document, path, {
		code: "RESOURCE_INVALID",
		problem,
		remedy,
		expected
	}, part));
	const { kind } = result.checked;
	return kind.storage === "record" ? [recordProblem(document, kind.kind)] : result.checked;
}
function recordProblem(document, kind) {
	const problem = `${kind} is written by programs while agents work, and not declared`;
	return problemAt(document, ["kind"], {
		code: "RESOURCE_INVALID",
		problem,
		remedy: `Take it out. Kinds that are declared: ${configKinds.map((one) => one.kind).join(", ")}.`
	});
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
export { manifestTexts, readManifestTexts, readManifests };
