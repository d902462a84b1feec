import { IdentikitError } from "../start/faces.js";
import { besideIdentity, readDockerfile } from "./gate.js";
import { checkDockerfile, unseenByDockerfile } from "./gate-with-image-sqlite-template.js";
import { checkStagedIdentity } from "./gate-with-diff-image.js";
import { destinationPath } from "./image.js";
import { identitySuffix } from "./template-with-sqlite.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/dockerfile.ts
function dockerfileOf(context, project, { name }, named) {
	if (named !== void 0) return resolve(context.cwd, named);
	const usual = project.path(`Dockerfile.${name}`);
	return existsSync(usual) ? usual : void 0;
}
function dockerfileBeside(context, project, template, named) {
	const canonical = project.path(`${project.settings.templates}/${template.name}`);
	const isCanonical = resolve(template.directory) === canonical;
	return named === void 0 && !isCanonical ? void 0 : dockerfileOf(context, project, template, named);
}
function passDockerfile(findings) {
	const [first, ...others] = findings.filter(({ severity }) => severity !== "warning");
	if (!first) return;
	const { code, path, remedy, location } = first;
	const more = others.length > 0 ? ` (and ${others.length} more)` : "";
	const place = location ? `${location.file}:${location.line ?? 1}` : "the Dockerfile";
	throw new IdentikitError("GATE_FAILED", `${place}: it does not copy the template's identity: ${path}: ${code}${more}`, {
		remedy,
		...location ? { location } : {}
	});
}
function gateDockerfile(context, project, template, { dockerfile, context: buildContext, stagedIn, isContextMade = false }) {
	if (dockerfile === void 0) return {
		findings: [],
		facts: []
	};
	const { settings } = project;
	const identity = template.tree;
	const templateDirectory = `${settings.templates}/${template.name}`;
	const { place, ...read } = readDockerfile(resolve(context.cwd, dockerfile), {
		shown: dockerfile,
		root: project.root,
		context: buildContext === void 0 ? void 0 : resolve(context.cwd, buildContext)
	});
	const staged = `${templateDirectory}${identitySuffix}`;
	const stagedAt = stagedIn === void 0 ? resolve(place, staged) : `${stagedIn}${identitySuffix}`;
	return {
		findings: checkDockerfile(identity, {
			...read,
			destination: destinationPath(settings.identity.destination),
			beside: besideIdentity(template.directory, template.profile),
			templateDirectory,
			staged: isContextMade ? [] : checkStagedIdentity(identity, stagedAt, staged)
		}),
		facts: [{
			label: "not seen by the Dockerfile side",
			value: unseenByDockerfile
		}]
	};
}
export { dockerfileBeside, dockerfileOf, gateDockerfile, passDockerfile };
