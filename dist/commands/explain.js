import { apiVersion, explainKind, kindCalled } from "../rooms/agents.js";
import { manifestYaml } from "../rooms/agents-with-yaml.js";
import { asOutput } from "../start/faces.js";
// src/commands/explain/body.ts
async function run(_context, { what }) {
	const [name = "", ...path] = what.replace(".identikit.dev", "").split(".");
	const kind = kindCalled(name);
	const { field, fields } = explainKind(kind, path);
	const isWhole = path.length === 0;
	const about = isWhole ? wholeOutputs(kind) : {};
	const lines = [
		`${[kind.kind, ...path].join(".")} <${field.type}>`,
		...field.description === void 0 ? [] : [`  ${field.description}`],
		...field.facts.map((fact) => `  ${fact}`),
		...fields.length === 0 ? [] : [
			"",
			"Fields:",
			...fields.flatMap(fieldLines)
		],
		...isWhole ? wholeLines(kind) : []
	];
	return {
		outputs: {
			kind: kind.kind,
			path: path.join("."),
			...asOutputs(field, fields),
			...about
		},
		account: [],
		document: `${lines.join("\n")}\n`
	};
}
function asOutputs(field, fields) {
	return {
		field: asOutput(field),
		fields: asOutput(fields)
	};
}
function fieldLines({ name, type, isRequired, description, facts }) {
	return [
		`  ${name} <${type}>${isRequired ? " (required)" : ""}`,
		...description === void 0 ? [] : [`    ${description}`],
		...facts.map((fact) => `    ${fact}`)
	];
}
function exampleOf({ kind, example: { name, spec } }) {
	return {
		apiVersion,
		kind,
		metadata: { name },
		spec
	};
}
function wholeOutputs(kind) {
	const { plural, shortNames = [], phases = {}, conditions = {} } = kind;
	return {
		plural,
		shortNames: [...shortNames],
		phases: asOutput(phases),
		conditions: asOutput(conditions),
		example: asOutput(exampleOf(kind))
	};
}
function wholeLines(kind) {
	const { plural, shortNames = [], phases = {}, conditions = {}, immutable = [] } = kind;
	const told = (title, texts) => {
		const entries = Object.entries(texts);
		return entries.length === 0 ? [] : [
			"",
			title,
			...entries.map(([name, text]) => `  ${name}: ${text}`)
		];
	};
	return [
		"",
		`Names: ${[
			plural,
			kind.kind,
			...shortNames
		].join(", ")}`,
		...immutable.length === 0 ? [] : [`Never change: ${immutable.join(", ")}`],
		...told("Phases:", phases),
		...told("Conditions:", conditions),
		"",
		"Example:",
		...manifestYaml(exampleOf(kind)).trimEnd().split("\n").map((line) => `  ${line}`)
	];
}
export { run };
