import { IdentikitError, asFault } from "../start/faces.js";
import { findRoot } from "../rooms/project.js";
import { layFiles, planLaying, starterTemplate } from "../rooms/scaffold.js";
import { namePattern } from "../rooms/template.js";
import { laidLines } from "../rooms/commands.js";
import { join, relative, resolve, sep } from "node:path";
import { existsSync, readdirSync } from "node:fs";
// src/commands/new-template/body.ts
async function run(context, options) {
	const { name, runtime, dryRun } = options;
	if (!namePattern.test(name) || name.length > 100) throw wrongName(name);
	const root = rootOf(context, options.root);
	const usual = root === void 0 ? resolve(context.cwd, name) : join(root, "templates", name);
	const directory = options.into === void 0 ? usual : resolve(context.cwd, options.into);
	if (existsSync(directory) && readdirSync(directory).length > 0) throw isTaken(directory);
	const files = starterTemplate(name, runtime ?? name);
	const laid = planLaying(directory, files);
	if (!dryRun) layFiles(directory, files, laid);
	return {
		outputs: {
			path: directory,
			written: [...laid.written],
			dryRun
		},
		account: laidLines(relative(context.cwd, directory) || ".", laid, dryRun),
		changed: !dryRun,
		closing: root === void 0 || dryRun ? [] : nextSteps({
			name,
			runtime,
			root,
			directory
		})
	};
}
function rootOf({ cwd }, named) {
	try {
		return findRoot(cwd, named);
	} catch (caught) {
		if (named === void 0 && asFault(caught).code === "SSOT_MISSING") return void 0;
		throw caught;
	}
}
function nextSteps(of) {
	const { name, runtime, root, directory } = of;
	const entry = {
		name,
		repo: `./${relative(root, directory).split(sep).join("/")}`,
		...runtime === void 0 ? {} : { runtime }
	};
	return [
		"",
		"Next, in manifest.json, below workspace_templates:",
		`  ${JSON.stringify(entry)}`,
		"and in agents.json, below types and agents:",
		`  ${JSON.stringify({
			name,
			runtime: runtime ?? name
		})}`,
		`  ${JSON.stringify({
			name,
			type: name
		})}`
	];
}
function wrongName(name) {
	return new IdentikitError("USAGE", `${JSON.stringify(name)} is not a template's name`, { remedy: "Use lower-case letters, digits, dots, dashes and underscores, with a letter or a digit first." });
}
function isTaken(directory) {
	return new IdentikitError("FILE_EXISTS", `${directory} is not empty`, { remedy: "Take another name, or name another directory with --into." });
}
export { run };
