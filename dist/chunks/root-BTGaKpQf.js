import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { r as settingsFile } from "./settings-Bru_iWhZ.js";
import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
const signs = ["manifest.json", settingsFile];
/**
* The root of the source-of-truth repository: the directory named, or the nearest one at or above `cwd` that has a
* `manifest.json` or an `identikit.yaml`.
* @throws {IdentikitError} `SSOT_MISSING`
*/
function findRoot(cwd, named) {
	if (named !== void 0) return checkRoot(resolve(cwd, named));
	for (let at = resolve(cwd);; at = dirname(at)) {
		if (isRoot(at)) return at;
		if (dirname(at) === at) throw missing(`no manifest.json or ${settingsFile} in ${resolve(cwd)} or above it`);
	}
}
function checkRoot(root) {
	if (!existsSync(root)) throw missing(`${root} does not exist`);
	if (!isRoot(root)) throw missing(`${root} has neither manifest.json nor ${settingsFile}`);
	return root;
}
function isRoot(directory) {
	return signs.some((sign) => existsSync(join(directory, sign)));
}
function missing(problem) {
	return new IdentikitError("SSOT_MISSING", problem, { remedy: "Run inside the source-of-truth repository, or name it with --root." });
}
export { findRoot };
