import { openNearestProject } from "../rooms/project.js";
import { billOfMaterials } from "../rooms/provenance-with-image.js";
import { writeOutput } from "../rooms/tree.js";
import { identityParts } from "../rooms/commands-with-child_process-config-image-template-yaml.js";
import { outputPath } from "../rooms/commands.js";
import { findTemplateSide, readTemplateSide } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
import { asOutput } from "../start/faces.js";
// src/commands/sbom/body.ts
async function run(context, options) {
	const { to = "-" } = options;
	const project = await openNearestProject(context.cwd, options.root);
	const found = await findTemplateSide(context, project, options);
	const template = await readTemplateSide(context, project, found);
	const bill = billOfMaterials(await identityParts(context, project, template));
	const text = `${JSON.stringify(bill, null, 2)}\n`;
	if (to === "-") return {
		outputs: { sbom: asOutput(bill) },
		account: [],
		document: text.trimEnd()
	};
	const file = outputPath(context, to);
	writeOutput(file, text);
	return {
		outputs: { sbom: file },
		account: [`written: ${file}`]
	};
}
export { run };
