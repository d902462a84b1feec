import { isRecord } from "../start/faces.js";
import { showPath } from "./document.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { existsSync, readdirSync, statSync } from "node:fs";
// src/validate/findings.ts
var Findings = class {
	#findings = new Map();
	get all() {
		return [...this.#findings.values()];
	}
	at(file, place, said) {
		const { code, severity = "error", problem, remedy, expected = null, actual = null } = said;
		const location = {
			file,
			...place.line ? { line: place.line } : {},
			...columnOf(place)
		};
		const key = JSON.stringify([
			code,
			location,
			problem
		]);
		this.#findings.set(key, {
			code,
			severity,
			path: file,
			problem,
			expected,
			actual,
			remedy,
			location
		});
	}
	in(document, path, said, part = "value") {
		const problem = path.length === 0 ? said.problem : `${showPath(path)}: ${said.problem}`;
		this.at(document.file, document.placeOf(path, part), {
			...said,
			problem
		});
	}
	fault(fault, file, place = {}) {
		const { code, message, remedy, location, cause } = fault;
		const isUnseen = code === "FILE_UNREADABLE" && cause !== void 0;
		const at = location ?? {
			file,
			...place
		};
		const problem = message.replace(`${at.file}: `, "").replace(/^[^\s:]+:\d+: /, "");
		this.at(at.file, at, {
			code,
			severity: isUnseen ? "unverified" : "error",
			problem,
			remedy
		});
	}
};
function columnOf({ line, column }) {
	return line && column ? { column } : {};
}
// src/validate/limits.ts
const mebibyte = 1048576;
function limitsOf({ limits }) {
	return {
		maxBytes: limits.assetsMiB * mebibyte,
		maxEntries: limits.entries,
		maxSkillBytes: limits.skillMiB * mebibyte,
		maxPromptLength: limits.promptKiB * 1024
	};
}
// src/validate/loose.ts
function recordsIn(value, key) {
	const list = isRecord(value) ? value[key] : void 0;
	if (!Array.isArray(list)) return [];
	return [...list.entries()].flatMap(([index, item]) => isRecord(item) && !Array.isArray(item) ? [[index, item]] : []);
}
function textsIn(value) {
	if (!Array.isArray(value)) return [];
	return [...value.entries()].flatMap(([index, item]) => typeof item === "string" ? [[index, item]] : []);
}
function namesIn(value, key) {
	const object = key === void 0 ? value : isRecord(value) ? value[key] : void 0;
	return isRecord(object) && !Array.isArray(object) ? Object.keys(object) : [];
}
function textIn(value, key) {
	const text = value[key];
	return typeof text === "string" ? text : void 0;
}
// src/validate/manifests.ts
async function checkAgentManifests(root, { platform }, findings) {
	const { manifests: folder, organization } = platform;
	if (!existsSync(join(root, folder))) return;
	const { readManifests } = await import("./agents-with-yaml.js");
	const { problems } = readManifests(root, folder, { namespace: organization });
	for (const { file, line, column, ...said } of problems) findings.at(file, {
		line,
		column
	}, said);
}
// src/validate/watched-files.ts
const passedOver = new Set([
	".git",
	"node_modules",
	".identikit",
	".tenant-bundle-deps"
]);
const mostFiles = 5e4;
function stampOf(paths) {
	const hash = createHash("sha256");
	const open = [...paths];
	for (let at = open.pop(), seen = 0; at !== void 0 && seen < mostFiles; at = open.pop(), seen++) {
		const status = statSync(at, { throwIfNoEntry: false });
		if (status?.isDirectory()) {
			for (const { name } of entriesOf(at)) if (!passedOver.has(name)) open.push(join(at, name));
		}
		hash.update(`${at}\0${status?.size}\0${status?.mtimeMs}\0${status?.ino}\n`);
	}
	return hash.digest("hex");
}
function entriesOf(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
export { Findings, checkAgentManifests, limitsOf, namesIn, recordsIn, stampOf, textIn, textsIn };
