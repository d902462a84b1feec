import { IdentikitError, visible } from "../start/faces.js";
import { resolve } from "node:path";
import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
// src/boot/find-program.ts
function findProgram(name, path, cwd) {
	const file = (name.includes("/") ? [resolve(cwd, name)] : (path ?? "/usr/local/bin:/usr/bin:/bin").split(":").map((place) => resolve(cwd, place, name))).find(isExecutableFile);
	if (file === void 0) throw missing(`there is no executable ${visible(name)} on the agent's PATH`);
	if (!isProgram(file)) throw missing(`${visible(file)} is neither a program nor a script with a #! line`);
	return file;
}
function isExecutableFile(file) {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
const elf = Buffer.from([
	127,
	69,
	76,
	70
]);
const machO = new Set(["cffaedfe", "cafebabe"]);
function isProgram(file) {
	const head = Buffer.alloc(4);
	let descriptor;
	try {
		descriptor = openSync(file, constants.O_RDONLY);
		readSync(descriptor, head, 0, head.length, 0);
	} catch {
		return true;
	} finally {
		if (descriptor !== void 0) closeSync(descriptor);
	}
	return head.equals(elf) || machO.has(head.toString("hex")) || head.toString("latin1").startsWith("#!");
}
function missing(problem) {
	return new IdentikitError("PROGRAM_MISSING", problem, { remedy: "Name the program as it is installed, with -- before it and its arguments after it." });
}
export { findProgram };
