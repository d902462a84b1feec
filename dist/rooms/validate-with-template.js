import { asFault, suggestion } from "../start/faces.js";
import { comparePaths, fileFault, mebibytes } from "./tree.js";
import { readText } from "./document.js";
import { AssetSelection, chooseTemplate, defaultLimits } from "./template.js";
import { recordsIn, textIn, textsIn } from "./validate.js";
import { join, resolve } from "node:path";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
// src/validate/agent-sources.ts
const sections = ["types", "agents"];
function checkPrompts(root, document, { maxPromptLength }, findings) {
	for (const section of sections) for (const [index, entry] of recordsIn(document.value, section)) {
		const path = [
			section,
			index,
			"prompt"
		];
		const { prompt } = entry;
		const length = (typeof prompt === "string" ? [checkPrompt(root, prompt, {
			document,
			path,
			findings
		})] : textsIn(prompt).map(([at, each]) => checkPrompt(root, each, {
			document,
			path: [...path, at],
			findings
		}))).map((text) => text.trimEnd()).join("\n\n").length + 1;
		if (length <= maxPromptLength) continue;
		const problem = `the prompt has ${length} characters, over the limit of ${maxPromptLength}`;
		findings.in(document, path, {
			code: "PROMPT_TOO_LONG",
			problem,
			remedy: "Make it shorter, or raise limits.promptKiB in identikit.yaml."
		});
	}
}
function checkPrompt(root, file, { document, path, findings }) {
	if (file.startsWith("/") || file.split("/").includes("..")) return "";
	if (!existsSync(resolve(root, file))) {
		findings.in(document, path, {
			code: "FILE_UNREADABLE",
			problem: `${file} is not there`,
			remedy: "Fix the path, which starts at the repository's root, or write the file."
		});
		return "";
	}
	try {
		const text = readText(resolve(root, file), file);
		if (text.trim() !== "") return text;
		findings.in(document, path, {
			code: "PROMPT_FILE_EMPTY",
			problem: `${file} is empty`,
			remedy: "Write the prompt, or remove the entry."
		});
	} catch (caught) {
		findings.fault(asFault(caught), file);
	}
	return "";
}
function checkChosenSkills(document, manifest, skills, findings) {
	const ofTypes = new Map();
	for (const [index, type] of recordsIn(document.value, "types")) {
		const template = textIn(type, "template") ?? servedBy(manifest, textIn(type, "runtime"));
		ofTypes.set(textIn(type, "name") ?? "", template);
		checkChoice([
			"types",
			index,
			"skills"
		], type.skills, template);
	}
	for (const [index, agent] of recordsIn(document.value, "agents")) {
		const template = textIn(agent, "template") ?? ofTypes.get(textIn(agent, "type") ?? "");
		checkChoice([
			"agents",
			index,
			"skills"
		], agent.skills, template);
	}
	function checkChoice(path, chosen, template) {
		const known = template === void 0 ? void 0 : skills.get(template);
		if (!known) return;
		for (const [at, written] of textsIn(chosen)) {
			const name = written.replace(/^!/, "");
			if (known.includes(name)) continue;
			const problem = `the template ${template} has no skill ${JSON.stringify(name)}${suggestion(name, known)}`;
			const remedy = known.length > 0 ? "Fix the name, or add the skill." : "Remove the entry.";
			const expected = known.slice(0, 20).join(", ");
			findings.in(document, [...path, at], {
				code: "DOCUMENT_INVALID",
				problem,
				remedy,
				expected
			});
		}
	}
}
function servedBy(manifest, runtime) {
	if (runtime === void 0) return void 0;
	try {
		const choice = chooseTemplate(manifest, { runtime });
		return choice.kind === "template" ? choice.entry.name : void 0;
	} catch {
		return;
	}
}
// src/validate/template-files.ts
const passedOver = new Set([
	".git",
	"node_modules",
	".identikit",
	".tenant-bundle-deps"
]);
function templateFiles(place, policy, { maxBytes, maxEntries }, findings) {
	const { root, prefix } = place;
	const directory = join(root, prefix);
	const selection = new AssetSelection(policy, prefix === "" ? "the template" : prefix.slice(0, -1), {
		...defaultLimits,
		maxBytes,
		maxEntries
	});
	const paths = [];
	const assets = new Map();
	const attempt = (path, look) => {
		try {
			look();
		} catch (caught) {
			const { code, message, remedy, cause } = asFault(caught);
			const severity = code === "FILE_UNREADABLE" && cause !== void 0 ? "unverified" : "error";
			findings.at(prefix + path, {}, {
				code,
				severity,
				problem: message,
				remedy
			});
		}
	};
	const enter = (inside, entries) => {
		for (const entry of [...entries].sort((a, b) => comparePaths(a.name, b.name))) {
			const path = inside + entry.name;
			if (passedOver.has(entry.name) || paths.length > maxEntries) continue;
			if (entry.isDirectory()) attempt(path, () => enter(`${path}/`, list(join(directory, path))));
			else if (!entry.isFile()) attempt(path, () => selection.special(path, entry.isSymbolicLink() ? "symbolic link" : "special file"));
			else attempt(path, () => take(path));
		}
	};
	const take = (path) => {
		paths.push(path);
		const size = sizeOf(join(directory, path));
		if (size > maxBytes && policy.admits(path)) {
			const problem = `the file has ${mebibytes(size)}; a template may have ${mebibytes(maxBytes)} in all`;
			findings.at(prefix + path, {}, {
				code: "ARCHIVE_TOO_LARGE",
				problem,
				remedy: "Make it smaller, move it out of what is delivered, or raise limits.assetsMiB in identikit.yaml.",
				expected: `at most ${mebibytes(maxBytes)}`
			});
		} else if (selection.file(path, size)) assets.set(path, read(join(directory, path)));
	};
	attempt("", () => enter("", list(directory)));
	return {
		paths,
		assets
	};
}
function list(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory, cause);
	}
}
function sizeOf(file) {
	try {
		return statSync(file).size;
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
function read(file) {
	try {
		return readFileSync(file);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
export { checkChosenSkills, checkPrompts, templateFiles };
