import { IdentikitError, kebab } from "../start/faces.js";
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
// src/commands/places/named-templates.ts
const namePlaceholder = "{name}";
function optionsPerTemplate({ cwd }, project, options, { own, shared }) {
	const keys = [...own, ...shared];
	const names = distinctNames(options.name);
	if (names.length > 1) checkSeparate(options, own);
	const directoryOf = (name) => options.template === void 0 ? void 0 : resolve(cwd, filled(options.template, name));
	if (names.length > 1) for (const name of names) templateNameOf(project, {
		name,
		directory: directoryOf(name)
	});
	return (names.length === 0 ? [void 0] : names).map((name) => {
		const known = keys.some((key) => hasPlaceholder(options[key])) ? name ?? templateNameOf(project, { directory: directoryOf(void 0) }) : name;
		const values = keys.map((key) => [key, filled(options[key], known)]);
		return {
			...options,
			...Object.fromEntries(values),
			name
		};
	});
}
function distinctNames(names) {
	const again = names.find((name, at) => names.indexOf(name) !== at);
	if (again === void 0) return names;
	throw new IdentikitError("USAGE", `--name ${again} stands twice`, { remedy: "Name each template once." });
}
function filled(value, name) {
	if (name === void 0) return value;
	if (typeof value === "string") return value.replaceAll(namePlaceholder, name);
	return Array.isArray(value) ? value.map((each) => filled(each, name)) : value;
}
function hasPlaceholder(value) {
	if (typeof value === "string") return value.includes(namePlaceholder);
	return Array.isArray(value) && value.some(hasPlaceholder);
}
function checkSeparate(options, own) {
	for (const key of own) {
		const given = [options[key]].flat().find((value) => value !== void 0 && !hasPlaceholder(value));
		if (given === void 0) continue;
		throw new IdentikitError("USAGE", `--${kebab(key)} ${String(given)} is one place for several templates`, { remedy: `Write ${namePlaceholder} where the template's name belongs, such as ${exampleOf(String(given))}, or name one template.` });
	}
}
function exampleOf(value) {
	const [, before = value, tag = ""] = /^(.*?)(:[^/:]*|@[^/]*)?$/.exec(value) ?? [];
	return /^[a-z-]+$/.test(before) ? `${before}${tag}-${namePlaceholder}` : `${before}-${namePlaceholder}${tag}`;
}
export { distinctNames, filled, hasPlaceholder, identityTemplateOf, optionsPerTemplate, requiredFilesOf, templateNameOf, usualTemplateOf };
