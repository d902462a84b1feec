import { IdentikitError } from "../start/faces.js";
import { version } from "../start/first.js";
import { layFiles, planLaying, starterRepository } from "../rooms/scaffold.js";
import { laidLines } from "../rooms/commands.js";
import { basename, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/init/body.ts
const signs = [
	"manifest.json",
	"agents.json",
	"identikit.yaml"
];
async function run(context, options) {
	const directory = resolve(context.cwd, options.root ?? ".", options.dir ?? ".");
	const sign = signs.find((file) => existsSync(join(directory, file)));
	if (sign !== void 0) throw isRepository(directory, sign);
	const identikit = options.package ?? `^${version}`;
	const files = starterRepository({
		name: packageName(basename(directory)),
		identikit
	});
	const laid = planLaying(directory, files);
	if (!options.dryRun) layFiles(directory, files, laid);
	const shown = relative(context.cwd, directory) || ".";
	const go = shown === "." ? "" : `cd ${shown} && `;
	return {
		outputs: {
			path: directory,
			written: [...laid.written],
			kept: [...laid.kept],
			dryRun: options.dryRun
		},
		account: laidLines(shown, laid, options.dryRun),
		changed: !options.dryRun && laid.written.length > 0,
		closing: options.dryRun ? [] : ["", `Next: ${go}npm install && npm start`]
	};
}
function packageName(directory) {
	const name = directory.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[._-]+|[._-]+$/g, "");
	return name === "" || name === "node_modules" || name === "identikit" ? "fleet" : name;
}
function isRepository(directory, sign) {
	return new IdentikitError("FILE_EXISTS", `${directory} is a source-of-truth repository already: it has ${sign}`, { remedy: "Name another directory; identikit validate checks this one." });
}
export { run };
