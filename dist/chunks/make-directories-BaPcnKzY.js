import { dirname } from "node:path";
import { existsSync, mkdirSync, statSync } from "node:fs";
/**
* Makes a directory and those above it that are missing. Node's own recursive `mkdirSync` never returns where a
* directory that is there answers ENOENT, as `/proc` does.
* @param mode of each directory that is made, before the umask
* @throws the operating system's error
*/
function makeDirectories(path, mode) {
	if (isDirectory(path)) return;
	let above = dirname(path);
	above !== path && !existsSync(above) && makeDirectories(above, mode);
	try {
		mkdirSync(path, { mode });
	} catch (cause) {
		if (!isDirectory(path)) throw cause;
	}
}
function isDirectory(path) {
	return statSync(path, { throwIfNoEntry: !1 })?.isDirectory() === !0;
}
export { makeDirectories as t };
