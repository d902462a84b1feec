import { customResources } from "../rooms/agents.js";
import { manifestStream, manifestYaml } from "../rooms/agents-with-yaml.js";
import { fileFault, writeOutput } from "../rooms/tree.js";
import { count, outputPath } from "../rooms/commands.js";
import { join } from "node:path";
import { mkdirSync } from "node:fs";
// src/commands/crds/body.ts
async function run(context, { to }) {
	const all = customResources();
	const names = all.map(({ metadata }) => metadata.name);
	if (to === void 0 || to === "-") {
		const document = manifestStream(all);
		return {
			outputs: {
				names,
				manifests: document
			},
			account: [],
			document
		};
	}
	const directory = outputPath(context, to);
	try {
		mkdirSync(directory, { recursive: true });
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", directory, cause);
	}
	const files = all.map((manifest) => {
		const file = join(directory, `${manifest.metadata.name}.yaml`);
		writeOutput(file, manifestYaml(manifest));
		return file;
	});
	return {
		outputs: {
			names,
			files
		},
		account: [`wrote ${count(files.length, "file")} to ${directory}`]
	};
}
export { run };
