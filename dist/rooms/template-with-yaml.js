import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { comparePaths, unsafeReason } from "./tree.js";
import { ZodError, array, looseObject, string, union } from "../vendor/zod.js";
import { brokenLine, decodeText, parseJson } from "./document.js";
import { parseYaml } from "./document-with-yaml.js";
import { ProblemList, checkConfig, checkServers, checkSettings, isAgentOwned, plainTextOf, whyNoPrompt } from "./template.js";
// src/template/contents/prompt-files.ts
const configFile = "config.yaml";
const wholePrompt = "system-prompt.md";
const promptDirectory = "prompts/";
const configSchema$1 = looseObject({ prompt_files: array(string().min(1)).nullish() });
function declaredPrompts(config) {
	return declaredIn(parseYaml(config, configFile));
}
function declaredIn(document) {
	return (configSchema$1.nullable().parse(document.value, { jitless: true })?.prompt_files ?? []).map((name, index) => ({
		name,
		line: document.lineOf(["prompt_files", index]),
		key: `prompt_files[${index}]`
	}));
}
function promptPlaces(name) {
	const path = name.replace(/^(?:\.\/)+/, "");
	return [path, `${promptDirectory}${path}`];
}
function declaredPaths(declared, owner) {
	return declared.flatMap(({ name, line, key }) => {
		const [path = ""] = promptPlaces(name);
		const at = `${owner}: ${configFile}:${line}: ${key}: ${JSON.stringify(name)}`;
		const location = {
			file: configFile,
			line
		};
		const hidden = path.split("/").some((segment) => segment.startsWith(".") && segment !== "..");
		const reason = unsafeReason(path) ?? (hidden ? "is hidden" : void 0);
		if (reason !== void 0) throw new IdentikitError("PATH_UNSAFE", `${at} ${reason}`, {
			remedy: "Name a file of the template, relative to its root or to prompts/.",
			location
		});
		if (isAgentOwned(path)) throw new IdentikitError("AGENT_OWNED", `${at} belongs to the running agent and cannot be a prompt file`, {
			remedy: "Rename the file in the template, and in prompt_files.",
			location
		});
		return path;
	});
}
// src/template/contents/prompt.ts
function readPrompt(tree, config) {
	const { prompt, problems } = choosePrompt(tree, config);
	const list = new ProblemList();
	const named = new Set((config ? declaredSafely(config) : []).flatMap(({ name }) => promptPlaces(name)));
	for (const file of tree) {
		if (!file.path.startsWith("prompts/") || named.has(file.path)) continue;
		if (whyNoPrompt(file) === void 0 && plainTextOf(file.bytes) === void 0) list.of(file.path, {
			code: "PROMPT_FILE_BINARY",
			severity: "error",
			problem: "is not UTF-8 text",
			remedy: "Save the file as UTF-8, or give it another ending where it is no prompt."
		}, brokenLine(file.bytes));
	}
	return {
		prompt,
		problems: [...problems, ...list.problems]
	};
}
function choosePrompt(tree, config) {
	const list = new ProblemList();
	const declared = config ? declaredSafely(config) : [];
	if (config && declared.length > 0) {
		const parts = declared.flatMap((each, index) => declaredPart(tree, each, {
			config,
			index,
			list
		}));
		const seen = new Set();
		for (const [index, { path }] of parts.entries()) {
			if (seen.has(path)) list.at(config, ["prompt_files", index], {
				code: "PROMPT_FILE_TWICE",
				severity: "warning",
				problem: `${path} is in the list already`,
				remedy: "Remove one of the two entries."
			});
			seen.add(path);
		}
		return {
			prompt: {
				by: "prompt_files",
				parts
			},
			problems: list.problems
		};
	}
	const whole = tree.get(wholePrompt);
	if (whole) {
		const text = usable(whole, list);
		return {
			prompt: {
				by: "system-prompt.md",
				parts: text === void 0 ? [] : [{
					path: wholePrompt,
					text
				}]
			},
			problems: list.problems
		};
	}
	const parts = [...tree].flatMap((file) => {
		if (!file.path.startsWith("prompts/") || whyNoPrompt(file) !== void 0) return [];
		const text = plainTextOf(file.bytes) ?? "";
		return text.trim() === "" ? [] : [{
			path: file.path,
			text
		}];
	});
	return {
		prompt: {
			by: parts.length > 0 ? "prompts/" : "nothing",
			parts
		},
		problems: list.problems
	};
}
function declaredSafely(config) {
	try {
		return declaredIn(config);
	} catch {
		return [];
	}
}
function declaredPart(tree, { name }, { config, index, list }) {
	const found = promptPlaces(name).flatMap((place) => tree.get(place) ?? [])[0];
	const at = ["prompt_files", index];
	if (!found) {
		const [root, below] = promptPlaces(name);
		const others = [...tree].map(({ path }) => path).filter((path) => /\.(?:md|txt)$/.test(path));
		list.at(config, at, {
			code: "PROMPT_FILE_MISSING",
			severity: "error",
			problem: `${JSON.stringify(name)} is missing (looked for ${root} and ${below})`,
			allowed: others,
			given: root ?? name,
			remedy: "Add the file to the template, or fix its name in prompt_files."
		});
		return [];
	}
	const text = plainTextOf(found.bytes);
	if (text === void 0 || text.trim() === "") {
		const isEmpty = text !== void 0;
		list.at(config, at, {
			code: isEmpty ? "PROMPT_FILE_EMPTY" : "PROMPT_FILE_BINARY",
			severity: "error",
			problem: `${found.path} ${isEmpty ? "is empty" : "is not UTF-8 text"}`,
			remedy: isEmpty ? "Write it, or remove it from prompt_files." : "Save the file as UTF-8 text."
		});
		return [];
	}
	return [{
		path: found.path,
		text
	}];
}
function usable({ path, bytes }, list) {
	const text = plainTextOf(bytes);
	if (text !== void 0 && text.trim() !== "") return text;
	const isEmpty = text !== void 0;
	list.of(path, {
		code: isEmpty ? "PROMPT_FILE_EMPTY" : "PROMPT_FILE_BINARY",
		severity: "error",
		problem: isEmpty ? "is empty" : "is not UTF-8 text",
		remedy: isEmpty ? "Write the prompt, or remove the file." : "Save the file as UTF-8 text."
	});
}
function promptText({ by, parts }) {
	const [first] = parts;
	if (first === void 0) return void 0;
	if (by === "system-prompt.md") return first.text;
	return `${parts.map(({ text }) => text.trimEnd()).join("\n\n")}\n`;
}
function readFirstPrompt(tree, owner) {
	const whole = tree.get(wholePrompt);
	const parts = (whole ? [whole] : [...tree.select((path) => path.startsWith(promptDirectory))]).map(({ path, bytes }) => ({
		path,
		text: decodeText(bytes, `${owner}/${path}`)
	}));
	return {
		by: whole ? "system-prompt.md" : parts.length > 0 ? "prompts/" : "nothing",
		parts
	};
}
// src/template/contents/contents.ts
const clientFolders = [
	"agents/",
	"commands/",
	"output-styles/"
];
const skillDirectory = "agent-skills/";
const [serversFile, settingsFile] = ["mcp_servers.yaml", "settings.json"];
function readContents(tree, owner, form = "present") {
	const skills = skillsOf(tree);
	if (form === "first") return {
		...nothing,
		prompt: readFirstPrompt(tree, owner),
		skills
	};
	const config = documentOf(tree, configFile, parseYaml);
	const checked = config.document ? checkConfig(config.document) : {
		config: {},
		problems: []
	};
	const { prompt, problems } = readPrompt(tree, config.document);
	const servers = documentOf(tree, serversFile, parseYaml);
	const read = servers.document ? checkServers(servers.document) : {
		servers: new Map(),
		problems: []
	};
	const settings = documentOf(tree, settingsFile, parseJson);
	const set = settings.document ? checkSettings(settings.document) : {
		settings: new Map(),
		problems: []
	};
	const files = clientFilesOf(tree);
	return {
		config: checked.config,
		prompt,
		skills,
		servers: read.servers,
		settings: set.settings,
		files: files.files,
		problems: [...[
			config,
			checked,
			{ problems },
			servers,
			read,
			settings,
			set,
			files
		].flatMap((each) => each.problems)]
	};
}
const nothing = {
	config: {},
	servers: new Map(),
	settings: new Map(),
	files: new Map(),
	problems: []
};
function strayPrompts(tree, declared) {
	return [...tree].filter((file) => file.path.startsWith("prompts/") && !declared.has(file.path) && whyNoPrompt(file) !== void 0).map(({ path }) => path);
}
function documentOf(tree, file, parse) {
	const found = tree.get(file);
	if (!found) return { problems: [] };
	const list = new ProblemList();
	const text = plainTextOf(found.bytes);
	const invalid = (problem, line) => {
		list.of(file, {
			code: "TEMPLATE_FILE_INVALID",
			severity: "error",
			problem,
			remedy: "Fix the file in the template."
		}, line);
		return { problems: list.problems };
	};
	if (text === void 0) return invalid("is not UTF-8 text");
	try {
		return {
			document: parse(text, file),
			problems: []
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError)) throw caught;
		const tab = text.split("\n").findIndex((line) => /^ *\t/.test(line));
		const said = caught.message.replace(/^[^:]+:\d+: /, "");
		const why = file.endsWith(".yaml") && tab !== -1 ? "a tab indents a line; YAML takes spaces only" : said;
		return invalid(why, why === said ? caught.location?.line : tab + 1);
	}
}
function skillsOf(tree) {
	const all = tree.subtree(skillDirectory.slice(0, -1));
	const names = new Set([...all].filter(({ path }) => path.includes("/")).map(({ path }) => certain(path.split("/")[0])));
	return new Map([...names].map((name) => [name, all.subtree(name)]));
}
function clientFilesOf(tree) {
	const list = new ProblemList();
	const files = new Map();
	for (const { path, bytes } of tree) {
		if (!clientFolders.some((folder) => path.startsWith(folder)) || !path.endsWith(".md")) continue;
		const text = plainTextOf(bytes);
		if (text !== void 0) files.set(path, text);
		else list.of(path, {
			code: "TEMPLATE_FILE_INVALID",
			severity: "error",
			problem: "is not UTF-8 text",
			remedy: "Save the file as UTF-8 text."
		});
	}
	return {
		files,
		problems: list.problems
	};
}
// src/template/settle.ts
async function readSettled(policy, read, owner) {
	const first = await read(policy);
	if (!policy.promptFiles) return {
		...first,
		policy
	};
	const declared = declaredOf(first.tree);
	const further = declaredPaths(declared, owner).filter((path) => !policy.admits(path));
	const settled = further.length === 0 ? policy : policy.including(further);
	const content = settled === policy ? first : await read(settled);
	const named = new Set(declared.flatMap(({ name }) => promptPlaces(name)));
	const strays = new Set(strayPrompts(content.tree, named));
	if (strays.size === 0) return {
		...content,
		policy: settled
	};
	return {
		...content,
		policy: settled,
		tree: content.tree.select((path) => !strays.has(path)),
		leftOut: [...content.leftOut, ...strays].sort(comparePaths)
	};
}
function declaredOf(tree) {
	const config = tree.get(configFile);
	const text = config && plainTextOf(config.bytes);
	if (text === void 0) return [];
	try {
		return declaredPrompts(text);
	} catch (caught) {
		if (caught instanceof IdentikitError || caught instanceof ZodError) return [];
		throw caught;
	}
}
// src/template/skill-report.ts
const skillSchema = union([string(), looseObject({
	id: string().optional(),
	name: string().optional()
})]);
const configSchema = looseObject({ agent_card: looseObject({ skills: array(skillSchema).optional() }).optional() });
function reportSkills(tree) {
	const delivered = [...tree].flatMap(({ path }) => {
		const name = /^agent-skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1];
		return name === void 0 ? [] : [name];
	});
	const listed = listedSkills(tree);
	const known = new Set(delivered);
	const named = new Set(listed?.flat());
	const unlisted = delivered.filter((name) => !named.has(name)).sort(comparePaths);
	const missing = (listed ?? []).filter((names) => !names.some((name) => known.has(name)));
	const facts = {
		delivered: delivered.length,
		listed: listed?.length ?? null,
		unlisted,
		missing: missing.map((names) => certain(names[0]))
	};
	return {
		...facts,
		warning: warningOf(facts)
	};
}
function warningOf({ delivered, listed, unlisted, missing }) {
	if (delivered > 0 && !listed) return `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered`;
	const parts = [...unlisted.length > 0 ? [`does not name ${fewOf(unlisted)}`] : [], ...missing.length > 0 ? [`names ${fewOf(missing)}, which the template does not have`] : []];
	return parts.length === 0 ? null : `agent_card.skills in config.yaml ${parts.join(", and ")}`;
}
function fewOf(names, most = 5) {
	const more = names.length - most;
	return names.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
function listedSkills(tree) {
	const config = tree.get("config.yaml");
	if (!config) return null;
	try {
		const { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
		const skills = configSchema.parse(value).agent_card?.skills;
		if (!skills) return null;
		return skills.map((skill) => typeof skill === "string" ? [skill] : [
			skill.name,
			skill.id,
			"(without a name)"
		].filter((name) => name !== void 0));
	} catch (caught) {
		if (caught instanceof IdentikitError || caught instanceof ZodError) return null;
		throw caught;
	}
}
export { configFile, declaredPaths, declaredPrompts, promptPlaces, promptText, readContents, readSettled, reportSkills, wholePrompt };
