import { IdentikitError } from "../start/faces.js";
import { platformAgent } from "./image.js";
import { readManifest, templateNamed } from "./template.js";
import { basename, resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/identity-template.ts
function identityTemplateOf(project) {
	const name = usualTemplateOf(project);
	if (name !== void 0) return name;
	throw new IdentikitError("TEMPLATE_UNKNOWN", `${project.settings.manifest} has several templates, and nothing says whose identity is baked`, { remedy: "Set identity.template in identikit.yaml to the name of one." });
}
function templateNameOf(project, { name, directory }) {
	const manifest = manifestOf(project);
	if (name !== void 0) {
		if (manifest && directory === void 0) templateNamed(manifest, name);
		return name;
	}
	if (directory === void 0) return identityTemplateOf(project);
	return (manifest?.workspaceTemplates ?? []).find((entry) => isDirectoryOf(project, entry, directory))?.name ?? usualTemplate(project, manifest) ?? basename(directory);
}
function requiredFilesOf(project, name) {
	return name === usualTemplateOf(project) ? project.settings.identity.required : void 0;
}
function usualTemplateOf(project) {
	return usualTemplate(project, manifestOf(project));
}
function usualTemplate({ settings }, manifest) {
	if (settings.identity.template !== void 0) return settings.identity.template;
	const names = (manifest?.workspaceTemplates ?? []).map(({ name }) => name);
	if (names.length === 0 || names.includes("platform-agent")) return platformAgent;
	return names.length === 1 ? names[0] : void 0;
}
function manifestOf({ settings, path }) {
	const file = path(settings.manifest);
	return existsSync(file) ? readManifest(file, settings.manifest) : void 0;
}
function isDirectoryOf({ root, settings, path }, { name, repo }, directory) {
	return directory === path(`${settings.templates}/${name}`) || directory === resolve(root, repo) || basename(directory) === name;
}
export { identityTemplateOf, requiredFilesOf, templateNameOf, usualTemplateOf };
