import { asFault } from "../start/faces.js";
import { isCommitId, manifestSchema, refCandidates } from "./template.js";
import { parseLocation } from "./template-with-child_process.js";
import { recordsIn, textIn } from "./validate.js";
import { readDocument } from "./validate-with-yaml.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/validate/manifest.ts
function validateManifest(root, file, findings) {
	if (!existsSync(join(root, file))) {
		findings.at(file, {}, {
			code: "SSOT_MISSING",
			problem: "the manifest is missing",
			remedy: "Write {\"workspace_templates\": []} to begin with, or name the file in identikit.yaml."
		});
		return;
	}
	const document = readDocument({
		root,
		file,
		schema: manifestSchema,
		code: "MANIFEST_INVALID"
	}, findings);
	if (!document) return void 0;
	const local = [];
	const entries = (section) => {
		const first = new Map();
		return recordsIn(document.value, section).flatMap(([index, raw]) => {
			const entry = entryOf(document, [section, index], raw);
			if (!entry) return [];
			refuseTwice(document, [
				section,
				index,
				"name"
			], entry.name, first, findings);
			const directory = checkRepository(document, [
				section,
				index,
				"repo"
			], entry.repo, root, findings);
			if (entry.ref !== void 0) checkRef(document, [
				section,
				index,
				"ref"
			], entry.ref, findings);
			if (directory !== void 0 && section === "workspace_templates") local.push({
				name: entry.name,
				directory
			});
			return [entry];
		});
	};
	const [plugins, workspaceTemplates, orgTemplates] = [
		entries("plugins"),
		entries("workspace_templates"),
		entries("org_templates")
	];
	return {
		manifest: {
			file,
			plugins,
			workspaceTemplates,
			orgTemplates
		},
		document,
		local
	};
}
function entryOf(document, path, raw) {
	const [name, repo, ref, runtime] = [
		"name",
		"repo",
		"ref",
		"runtime"
	].map((key) => textIn(raw, key));
	if (name === void 0 || repo === void 0) return void 0;
	return {
		name,
		repo,
		line: document.lineOf(path),
		...ref === void 0 ? {} : { ref },
		...runtime === void 0 ? {} : { runtime }
	};
}
function refuseTwice(document, path, name, first, findings) {
	const before = first.get(name);
	first.set(name, before ?? path[1]);
	if (before === void 0) return;
	const line = document.lineOf([
		path[0],
		before,
		"name"
	]);
	const problem = `${JSON.stringify(name)} stands on line ${line} already`;
	findings.in(document, path, {
		code: "MANIFEST_INVALID",
		problem,
		remedy: "Give one of the two entries another name."
	});
}
function checkRepository(document, path, repo, root, findings) {
	try {
		const location = parseLocation(repo, root);
		if (location.kind !== "path") return void 0;
		if (existsSync(location.path)) return location.path;
		findings.in(document, path, {
			code: "SOURCE_NOT_FOUND",
			problem: `${repo} is not there`,
			remedy: "Fix the path; it starts at the manifest's directory."
		});
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		findings.in(document, path, {
			code,
			problem: message,
			remedy
		});
	}
}
function checkRef(document, path, ref, findings) {
	try {
		if (!isCommitId(ref)) refCandidates(ref, "the repository");
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		findings.in(document, path, {
			code,
			problem: message,
			remedy
		});
	}
}
export { validateManifest };
