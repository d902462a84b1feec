import { readText } from "./document.js";
import { directoryContext } from "./gate.js";
import { basename, dirname, join, relative } from "node:path";
import { existsSync, readdirSync } from "node:fs";
// src/jobs/dockerfile-place.ts
/**
* A Dockerfile with its build context and the ignore files that builders look for: BuildKit takes the Dockerfile's own before
* the context's, others take the context's, or one of another name.
* @param path absolute
* @throws {IdentikitError} `FILE_UNREADABLE`, `DOCUMENT_INVALID`
*/
function readDockerfile(path, { shown, root, context }) {
	const inside = relative(root, path);
	const isInside = !inside.startsWith("..");
	const place = context ?? (isInside ? root : dirname(path));
	const names = [
		`${path}.dockerignore`,
		join(place, ".dockerignore"),
		`${path}.containerignore`,
		join(place, ".containerignore")
	];
	const found = [...new Set(names)].filter((name) => existsSync(name));
	const buildKits = found.find((name) => name.endsWith(".dockerignore"));
	return {
		file: isInside ? inside : shown,
		text: readText(path, shown),
		context: directoryContext(place),
		ignoreFiles: found.map((name) => ({
			file: relative(root, name).startsWith("..") ? basename(name) : relative(root, name),
			text: readText(name),
			isBuildKits: name === buildKits
		}))
	};
}
/** What stands at a template's root and is not baked; a COPY with a pattern may match it. */
function besideIdentity(template, { admits }) {
	return readdirSync(template).filter((name) => !admits(name) && !admits(`${name}/`));
}
export { besideIdentity, readDockerfile };
