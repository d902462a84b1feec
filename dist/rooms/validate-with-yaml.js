import { IdentikitError, asFault, fieldsOf, isRecord, nearest, suggestion } from "../start/faces.js";
import { mebibytes } from "./tree.js";
import { decodeText, examineJson, mistakesIn, readText } from "./document.js";
import { examineYaml } from "./document-with-yaml.js";
import { Findings, actionUse, isSameName, stepReferences } from "./validate.js";
import { join } from "node:path";
import { existsSync, readdirSync } from "node:fs";
// src/validate/read-document.ts
function readDocument(expected, findings) {
	const { root, file, schema, code } = expected;
	const document = noteForm(root, file, findings);
	if (!document) return void 0;
	const value = document.value === null && isYaml(file) ? {} : document.value;
	const filled = {
		...document,
		value
	};
	for (const { path: _, part: __, line, column, ...said } of mistakesIn(filled, schema)) findings.at(file, {
		line,
		column
	}, {
		code,
		...said
	});
	return filled;
}
function noteForm(root, file, findings) {
	const reading = readingOf(join(root, file), file, findings);
	for (const { problem, remedy, ...place } of reading?.problems ?? []) findings.at(file, place, {
		code: "DOCUMENT_INVALID",
		problem,
		remedy
	});
	return reading?.document;
}
function readingOf(path, file, findings) {
	if (!existsSync(path)) return void 0;
	try {
		const text = readText(path, file);
		return isYaml(file) ? examineYaml(text, file) : examineJson(text, file, { comments: "whole-line" });
	} catch (caught) {
		findings.fault(asFault(caught), file);
		return;
	}
}
function isYaml(file) {
	return /\.ya?ml$/i.test(file);
}
// src/validate/skill-file.ts
const linesBefore = 1;
function checkSkillFile(file, name, bytes, findings) {
	const wrong = (place, problem, remedy) => findings.at(file, place, {
		code: "SKILL_INVALID",
		problem,
		remedy
	});
	const text = textOf(file, bytes, findings);
	if (text === void 0) return;
	const block = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(text);
	if (block?.index !== 0 || block[1] === void 0) {
		wrong({ line: 1 }, "the file does not begin with frontmatter", `Begin the file with: ---, name: ${name}, description: when to use the skill, and --- again, a line each.`);
		return;
	}
	const { document, problems } = examineYaml(block[1], file);
	for (const { problem, remedy, line, column } of problems) wrong({
		line: line + linesBefore,
		column
	}, problem, remedy);
	if (document && problems.length === 0) checkKeys(document, name, wrong);
}
function checkKeys(document, name, wrong) {
	const value = isRecord(document.value) ? document.value : {};
	const at = (key) => {
		const { line, column } = document.placeOf([key], "value");
		return {
			line: line + linesBefore,
			column
		};
	};
	if (value.name === void 0) wrong({ line: 1 }, "the frontmatter has no name", `Add: name: ${name}`);
	else if (value.name !== name) {
		const problem = `the name is ${JSON.stringify(value.name)}, but the directory is called ${JSON.stringify(name)}`;
		wrong(at("name"), problem, `Write name: ${name}, or rename the directory.`);
	}
	if (typeof value.description === "string" && value.description.trim() !== "") return;
	wrong(value.description === void 0 ? { line: 1 } : at("description"), "the frontmatter has no description", "Say in a sentence or two when an agent is to use the skill.");
}
function textOf(file, bytes, findings) {
	try {
		return decodeText(bytes, file);
	} catch (caught) {
		findings.fault(asFault(caught), file);
		return;
	}
}
// src/validate/skills.ts
const directory = "agent-skills/";
const mainFile$1 = "SKILL.md";
function checkSkills({ prefix }, { paths, assets }, { maxSkillBytes }, findings) {
	const own = paths.filter((path) => path.startsWith(directory)).map((path) => path.slice(13));
	for (const path of own.filter((each) => !each.includes("/"))) {
		const remedy = `Move it into ${directory}NAME/, or remove it.`;
		findings.at(`${prefix}${directory}${path}`, {}, {
			code: "SKILL_INVALID",
			problem: "the file is in no skill's directory",
			remedy
		});
	}
	for (const [name, inside] of bySkill(own)) {
		const place = `${prefix}${directory}${name}/`;
		const bytes = (file) => assets.get(`${directory}${name}/${file}`);
		const size = inside.reduce((sum, file) => sum + (bytes(file)?.length ?? 0), 0);
		if (size > maxSkillBytes) {
			const problem = `the skill ${name} has ${mebibytes(size)}; a skill may have ${mebibytes(maxSkillBytes)}`;
			findings.at(place + largest(inside, bytes), {}, {
				code: "SKILL_TOO_LARGE",
				problem,
				remedy: "Move large files out of the skill, or raise limits.skillMiB in identikit.yaml."
			});
		}
		const main = bytes(mainFile$1);
		if (main) checkSkillFile(place + mainFile$1, name, main, findings);
		else if (!inside.includes(mainFile$1)) noteNoMainFile(place, name, inside, findings);
	}
}
function bySkill(own) {
	const skills = new Map();
	for (const path of own) {
		const [name = "", ...rest] = path.split("/");
		if (rest.length > 0) skills.set(name, [...skills.get(name) ?? [], rest.join("/")]);
	}
	return skills;
}
function largest(inside, bytes) {
	const size = (file) => bytes(file)?.length ?? 0;
	return inside.reduce((most, file) => size(file) > size(most) ? file : most, inside[0] ?? mainFile$1);
}
function noteNoMainFile(place, name, inside, findings) {
	const near = nearest(mainFile$1, inside);
	const problem = `the skill ${name} has no ${mainFile$1}${near === void 0 ? "" : `; is it ${JSON.stringify(near)}?`}`;
	const remedy = near === void 0 ? `Add ${place}${mainFile$1}.` : `Rename it to ${mainFile$1}.`;
	findings.at(place + (near ?? inside[0] ?? mainFile$1), {}, {
		code: "SKILL_INVALID",
		problem,
		remedy
	});
}
// src/validate/workflows.ts
const directories = [
	".github/workflows",
	".gitea/workflows",
	".forgejo/workflows"
];
const mostWorkflows = 500;
function checkWorkflows(root, findings) {
	for (const directory of directories) for (const name of workflowsIn(join(root, directory))) {
		const file = `${directory}/${name}`;
		try {
			checkWorkflow(readText(join(root, file), file), file, findings);
		} catch (caught) {
			findings.fault(asFault(caught), file);
		}
	}
}
function workflowsIn(directory) {
	let entries;
	try {
		entries = readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
	return entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name)).map(({ name }) => name).sort().slice(0, mostWorkflows);
}
function checkWorkflow(text, file, findings) {
	if (!text.includes("identikit/actions/")) return;
	const { document, problems } = examineYaml(text, file);
	for (const { problem, remedy, ...place } of problems) if (problem === "aliases are not allowed") findings.at(file, place, notFollowed);
	else findings.at(file, place, {
		code: "DOCUMENT_INVALID",
		problem,
		remedy
	});
	if (!document || !isRecord(document.value) || !isRecord(document.value.jobs)) return;
	for (const [name, job] of Object.entries(document.value.jobs)) if (isRecord(job)) checkJob({
		document,
		text,
		job,
		path: ["jobs", name]
	}, findings);
}
const notFollowed = {
	code: "WORKFLOW_INVALID",
	severity: "warning",
	problem: "the workflow has aliases, which are not followed: its use of Identikit is not checked",
	remedy: "Write the value out if you want it to be checked."
};
function checkJob({ document, text, job, path }, findings) {
	const steps = Array.isArray(job.steps) ? job.steps : [];
	const byId = new Map();
	let isOurs = false;
	for (const [at, step] of steps.entries()) {
		if (!isRecord(step)) continue;
		const place = [
			...path,
			"steps",
			at
		];
		const use = actionUse(step.uses);
		isOurs ||= use !== void 0;
		if (use?.kind === "unknown") {
			const remedy = "Fix the action's name, or run validate of the version that has it.";
			const at = document.placeOf([...place, "uses"], "value");
			findings.at(document.file, at, {
				code: "WORKFLOW_INVALID",
				problem: use.problem,
				remedy
			});
		}
		if (use?.kind === "known") checkInputs(document, place, step.with, use.action, findings);
		if (typeof step.id === "string") byId.set(step.id.toLowerCase(), use?.kind === "known" ? use.action : "other");
	}
	if (!isOurs) return;
	let last;
	for (const reference of stepReferences(job, path)) {
		const place = placeIn(text, document, reference, reference.path === last?.path ? last.end : 0);
		last = {
			path: reference.path,
			end: place.end
		};
		const said = mistakeOf(reference, byId);
		if (said) findings.at(document.file, place, said);
	}
}
function checkInputs(document, step, given, action, findings) {
	const inputs = isRecord(given) ? given : {};
	const allowed = action.inputs.join(", ");
	for (const name of Object.keys(inputs)) {
		if (action.inputs.some((input) => isSameName(input, name))) continue;
		const said = {
			code: "WORKFLOW_INVALID",
			problem: `the action ${action.name} has no input ${JSON.stringify(name)}${suggestion(name, action.inputs)}`,
			remedy: "Rename or remove it: a runner passes over an input that an action does not have.",
			expected: allowed
		};
		findings.at(document.file, document.placeOf([
			...step,
			"with",
			name
		], "key"), said);
	}
	const isGiven = (input) => Object.entries(inputs).some(([name, value]) => isSameName(name, input) && value !== "" && value !== null);
	for (const input of action.required.filter((one) => !isGiven(one))) {
		const problem = `the action ${action.name} needs the input ${JSON.stringify(input)}`;
		const remedy = `Add \`${input}\` to \`with\` of this step.`;
		findings.at(document.file, document.placeOf([...step, "uses"], "key"), {
			code: "WORKFLOW_INVALID",
			problem,
			remedy,
			expected: input
		});
	}
}
function mistakeOf({ step, output }, byId) {
	const action = byId.get(step.toLowerCase());
	if (action === void 0) return {
		code: "WORKFLOW_INVALID",
		problem: `no step of this job has the id ${JSON.stringify(step)}${suggestion(step, byId.keys())}`,
		remedy: "Fix the id here, or give it to the step that is meant: what no step gives is empty.",
		expected: [...byId.keys()].join(", ") || null
	};
	if (action === "other" || action.isOpen) return void 0;
	if (action.outputs.some((name) => isSameName(name, output))) return void 0;
	const said = suggestion(output, action.outputs);
	return {
		code: "WORKFLOW_INVALID",
		problem: `the action ${action.name} has no output ${JSON.stringify(output)}${said}`,
		remedy: "Fix the name: an output that an action does not give is empty.",
		expected: action.outputs.join(", ")
	};
}
function placeIn(text, document, { path, written }, from) {
	const start = document.placeOf(path, "value");
	const offset = text.split("\n").slice(0, start.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
	const at = text.indexOf(written, Math.max(from, offset + start.column - 1));
	if (at === -1) return {
		...start,
		end: from
	};
	const before = text.slice(0, at);
	return {
		line: before.split("\n").length,
		column: at - before.lastIndexOf("\n"),
		end: at + written.length
	};
}
// src/validate/skill-row.ts
const mainFile = "SKILL.md";
const skillRows = { examine: examineSkill };
function examineSkill(name, format, files) {
	const main = files.get(mainFile)?.bytes;
	if (!main) return { problems: [{
		message: `there is no ${mainFile}`,
		remedy: `Add ${mainFile} to the skill ${name}.`
	}] };
	const extra = format === "runbook" && files.size > 1 ? [...files].filter(({ path }) => path !== mainFile) : [];
	const found = new Findings();
	checkSkillFile(mainFile, name, main, found);
	const description = descriptionOf(main);
	return {
		...description === void 0 ? {} : { description },
		problems: [...found.all.map(({ problem, path, location, remedy }) => ({
			message: `${path}${location?.line === void 0 ? "" : `:${location.line}`}: ${problem ?? "it is not well formed"}`,
			remedy
		})), ...extra.slice(0, 1).map(({ path }) => ({
			message: `a runbook is one Markdown file, and ${path} is another`,
			remedy: "Set format: skill, or take the other files away."
		}))]
	};
}
function descriptionOf(bytes) {
	try {
		const block = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(decodeText(bytes, mainFile))?.[1];
		const { description } = fieldsOf(examineYaml(block ?? "", mainFile).document?.value);
		return typeof description === "string" ? description.trim() : void 0;
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
export { checkSkills, checkWorkflows, noteForm, readDocument, skillRows };
