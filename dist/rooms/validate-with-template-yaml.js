import { asFault, isRecord } from "../start/faces.js";
import { FileTree } from "./tree.js";
import { readText } from "./document.js";
import { AcceptedSecrets, acceptedSecretsSchema, findSecrets, policyNamed } from "./template.js";
import { configFile, declaredPaths, declaredPrompts, promptText, readContents } from "./template-with-yaml.js";
import { settingsFile, settingsSchema } from "./project.js";
import { checkSkills, noteForm, readDocument } from "./validate-with-yaml.js";
import { templateFiles } from "./validate-with-template.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/validate/accepted.ts
function checkAccepted(root, { acceptedSecrets: file }, now, findings) {
	const today = now.toISOString().slice(0, 10);
	const document = readDocument({
		root,
		file,
		schema: acceptedSecretsSchema,
		code: "ALLOWANCE_INVALID"
	}, findings);
	const read = acceptedSecretsSchema.safeParse(document?.value);
	if (!document || !read.success) return new AcceptedSecrets([], file, today);
	const entries = read.data.accepted.map((entry, index) => ({
		...entry,
		line: document.lineOf(["accepted", index])
	}));
	for (const [index, { path, rule, expires }] of entries.entries()) {
		if (expires === void 0 || expires >= today) continue;
		const problem = `the entry for ${path} (${rule}) expired on ${expires}`;
		findings.in(document, [
			"accepted",
			index,
			"expires"
		], {
			code: "ALLOWANCE_INVALID",
			problem,
			remedy: "Look at the value again: remove the entry, or give it a later date."
		});
	}
	return new AcceptedSecrets(entries, file, today);
}
// src/validate/settings.ts
function validateSettings(root, findings) {
	const document = readDocument({
		root,
		file: settingsFile,
		schema: settingsSchema,
		code: "SETTINGS_INVALID"
	}, findings);
	const settings = settingsSchema.parse(rightPart(document?.value));
	if (document) checkPolicies(settings, document, findings);
	return {
		settings,
		document
	};
}
function rightPart(value) {
	const members = isRecord(value) ? Object.entries(value) : [];
	return Object.fromEntries(members.filter(([key, member]) => settingsSchema.safeParse({ [key]: member }).success));
}
function checkPolicies(settings, document, findings) {
	const named = [
		[["policy"], settings.policy],
		[["identity", "policy"], settings.identity.policy],
		...Object.keys(settings.policies).map((name) => [["policies", name], name])
	];
	for (const [path, name] of named) try {
		policyNamed(name, settings.policies);
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		const own = Object.hasOwn(settings.policies, name) ? ["policies", name] : path;
		findings.in(document, own, {
			code,
			problem: message,
			remedy
		});
	}
}
// src/validate/template.ts
async function checkTemplate(place, { policy, limits, accepted }, findings) {
	const files = templateFiles(place, settledPolicy(place, policy, findings), limits, findings);
	const tree = treeOf(files.assets);
	for (const file of [
		configFile,
		"mcp_servers.yaml",
		"settings.json"
	]) noteForm(place.root, place.prefix + file, findings);
	const contents = readContents(tree, place.prefix);
	noteProblems(place, contents, files.paths, findings);
	notePrompts(place, contents, findings);
	noteLongPrompt(place, contents, limits, findings);
	checkSkills(place, files, limits, findings);
	const template = accepted?.template;
	for (const { path, line, kind, fingerprint } of await findSecrets(tree, template)) {
		if (accepted?.list.accepts({
			template,
			path,
			rule: kind,
			fingerprint
		})) continue;
		const problem = `this looks like a credential (${kind})`;
		findings.at(place.prefix + path, { line }, {
			code: "SECRET_IN_ASSET",
			problem,
			remedy: "Revoke it, take it out of the template's history, and name a secret of the config database instead."
		});
	}
	return [...contents.skills.keys()];
}
function settledPolicy({ root, prefix }, policy, findings) {
	const file = prefix + configFile;
	if (!policy.promptFiles || !existsSync(join(root, file))) return policy;
	try {
		const declared = declaredPrompts(readText(join(root, file), file));
		return policy.including(declaredPaths(declared, prefix).filter((path) => !policy.admits(path)));
	} catch (caught) {
		const fault = asFault(caught);
		if (fault.code === "AGENT_OWNED" || fault.code === "PATH_UNSAFE") findings.fault(fault, file, fault.location ?? {});
		return policy;
	}
}
function treeOf(assets) {
	return FileTree.of([...assets].map(([path, bytes]) => ({
		path,
		bytes
	})), "the template");
}
function noteProblems({ prefix }, { problems }, paths, findings) {
	for (const { code, severity, file, line, column, key, problem, allowed, nearest, remedy } of problems) {
		if (code === "TEMPLATE_FILE_INVALID" && /\.(?:yaml|json)$/.test(file)) continue;
		if (code === "PROMPT_FILE_MISSING" && paths.some((path) => problem.startsWith(`"${path}"`))) continue;
		const subject = key === "" ? "" : `${key}: `;
		const meant = nearest === null ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
		const expected = allowed.length === 0 ? null : allowed.join(", ");
		const place = {
			line,
			...column === void 0 ? {} : { column }
		};
		findings.at(prefix + file, place, {
			code,
			severity,
			problem: subject + problem + meant,
			remedy,
			expected
		});
	}
}
function noteLongPrompt({ prefix }, { prompt }, { maxPromptLength }, findings) {
	const length = promptText(prompt)?.length ?? 0;
	if (length <= maxPromptLength) return;
	const longest = prompt.parts.reduce((most, part) => part.text.length > most.text.length ? part : most);
	const problem = `the prompt has ${length} characters, over the limit of ${maxPromptLength}`;
	findings.at(prefix + longest.path, {}, {
		code: "PROMPT_TOO_LONG",
		problem,
		remedy: "Make it shorter, or raise limits.promptKiB in identikit.yaml."
	});
}
function notePrompts({ prefix }, { prompt, problems }, findings) {
	if (prompt.parts.length > 0 || problems.some(({ code }) => code.startsWith("PROMPT_"))) return;
	findings.at(prefix + configFile, {}, {
		code: "PROMPT_MISSING",
		severity: "warning",
		problem: "the template has no prompt: no prompt_files, no system-prompt.md, no text below prompts/",
		remedy: "Write the prompt into prompts/NAME.md."
	});
}
export { checkAccepted, checkTemplate, validateSettings };
