import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, M as suggestion } from "./foundation-QtvXJkSz.js";
/** Runtimes that have no template: for them there is nothing to deliver, and that is no error. */
const templatelessRuntimes = [
	"external",
	"kimi",
	"kimi-cli",
	"mock"
];
/**
* The template of a workspace. A template that was named beats the runtime's; a runtime is served by the entry
* whose `runtime` key, or else whose name, it is, with and without the suffix `-default`.
* @throws {IdentikitError} `TEMPLATE_UNKNOWN` where there is none, or where two entries serve the runtime
*/
function chooseTemplate(manifest, wanted) {
	if (wanted.template !== void 0) return {
		kind: "template",
		entry: templateNamed(manifest, wanted.template)
	};
	let { runtime } = wanted;
	if (templatelessRuntimes.includes(runtime)) return {
		kind: "none",
		runtime
	};
	let serving = manifest.workspaceTemplates.filter((entry) => served(entry) === withoutSuffix(runtime)), [entry, other] = serving;
	if (!entry) throw unknown(manifest, "no template serves the runtime", runtime, manifest.workspaceTemplates.map(served));
	if (other) throw ambiguous(manifest, runtime, serving);
	return {
		kind: "template",
		entry
	};
}
/**
* The workspace template of that name.
* @throws {IdentikitError} `TEMPLATE_UNKNOWN` with the nearest name
*/
function templateNamed(manifest, name) {
	let entry = manifest.workspaceTemplates.find((candidate) => candidate.name === name);
	if (entry) return entry;
	throw unknown(manifest, "no workspace template is named", name, manifest.workspaceTemplates.map((each) => each.name));
}
function served(entry) {
	return withoutSuffix(entry.runtime ?? entry.name);
}
function withoutSuffix(name) {
	return name.replace(/-default$/, "");
}
function unknown(manifest, problem, word, known) {
	let meant = suggestion(word, known);
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: ${problem} ${JSON.stringify(word)}${meant}`, {
		remedy: known.length > 0 ? `There are: ${known.join(", ")}.` : "Add an entry to workspace_templates.",
		location: { file: manifest.file }
	});
}
function ambiguous(manifest, runtime, serving) {
	let names = serving.map((entry) => JSON.stringify(entry.name)).join(" and "), line = serving[1]?.line;
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: the runtime ${JSON.stringify(runtime)} is served by ${names}`, {
		remedy: "Name the template itself, or leave the runtime to one of them.",
		location: {
			file: manifest.file,
			...line === void 0 ? {} : { line }
		}
	});
}
export { templateNamed as n, templatelessRuntimes as r, chooseTemplate as t };
