import { asFault, isRecord, nearest } from "../start/faces.js";
import { decodeText, examineJson, mistakesIn, readText } from "./document.js";
import { mebibytes } from "./tree.js";
import { examineYaml } from "./document-with-yaml.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
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
const mainFile = "SKILL.md";
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
		const main = bytes(mainFile);
		if (main) checkSkillFile(place + mainFile, name, main, findings);
		else if (!inside.includes(mainFile)) noteNoMainFile(place, name, inside, findings);
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
	return inside.reduce((most, file) => size(file) > size(most) ? file : most, inside[0] ?? mainFile);
}
function noteNoMainFile(place, name, inside, findings) {
	const near = nearest(mainFile, inside);
	const problem = `the skill ${name} has no ${mainFile}${near === void 0 ? "" : `; is it ${JSON.stringify(near)}?`}`;
	const remedy = near === void 0 ? `Add ${place}${mainFile}.` : `Rename it to ${mainFile}.`;
	findings.at(place + (near ?? inside[0] ?? mainFile), {}, {
		code: "SKILL_INVALID",
		problem,
		remedy
	});
}
export { checkSkills, noteForm, readDocument };
