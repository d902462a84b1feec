import { asFault } from "../start/faces.js";
import { AssetSelection, defaultLimits } from "./template.js";
import { comparePaths, fileFault, mebibytes } from "./tree.js";
import { join } from "node:path";
import { readFileSync, readdirSync, statSync } from "node:fs";
// src/validate/template-files.ts
/** Never part of a template. */
const passedOver = new Set([
	".git",
	"node_modules",
	".identikit",
	".tenant-bundle-deps"
]);
/**
* Goes through a template's directory as a fetch of it would, and notes each path that a fetch refuses: unsafe names, links
* among the assets, agent-owned files, files and templates that are too large.
*/
function templateFiles(place, policy, findings) {
	const { root, prefix } = place;
	const directory = join(root, prefix);
	const { maxBytes } = defaultLimits;
	const selection = new AssetSelection(policy, prefix === "" ? "the template" : prefix.slice(0, -1), defaultLimits);
	const paths = [];
	const assets = new Map();
	const attempt = (path, look) => {
		try {
			look();
		} catch (caught) {
			const { code, message, remedy, cause } = asFault(caught);
			const severity = code === "FILE_UNREADABLE" && cause !== void 0 ? "unverified" : "error";
			findings.at(prefix + path, {}, {
				code,
				severity,
				problem: message,
				remedy
			});
		}
	};
	const enter = (inside, entries) => {
		for (const entry of [...entries].sort((a, b) => comparePaths(a.name, b.name))) {
			const path = inside + entry.name;
			if (passedOver.has(entry.name) || paths.length > defaultLimits.maxEntries) continue;
			if (entry.isDirectory()) attempt(path, () => enter(`${path}/`, list(join(directory, path))));
			else if (!entry.isFile()) attempt(path, () => selection.special(path, entry.isSymbolicLink() ? "symbolic link" : "special file"));
			else attempt(path, () => take(path));
		}
	};
	const take = (path) => {
		paths.push(path);
		const size = sizeOf(join(directory, path));
		if (size > maxBytes && policy.admits(path)) {
			const problem = `the file has ${mebibytes(size)}; a template may have ${mebibytes(maxBytes)} in all`;
			findings.at(prefix + path, {}, {
				code: "ARCHIVE_TOO_LARGE",
				problem,
				remedy: "Make it smaller, or move it out of what is delivered.",
				expected: `at most ${mebibytes(maxBytes)}`
			});
		} else if (selection.file(path, size)) assets.set(path, read(join(directory, path)));
	};
	attempt("", () => enter("", list(directory)));
	return {
		paths,
		assets
	};
}
function list(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory, cause);
	}
}
function sizeOf(file) {
	try {
		return statSync(file).size;
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
function read(file) {
	try {
		return readFileSync(file);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
export { templateFiles };
