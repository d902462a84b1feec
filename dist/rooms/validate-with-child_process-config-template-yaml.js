import { IdentikitError, asFault, suggestion } from "../start/faces.js";
import { defaultSettings, settingsFile } from "./project.js";
import { lockSchema, lockedEntry, policyNamed, policyUnderLock, readTemplateLock } from "./template.js";
import { Findings, checkAgentManifests, limitsOf } from "./validate.js";
import { checkAccepted, checkTemplate, validateSettings } from "./validate-with-template-yaml.js";
import { checkChosenSkills } from "./validate-with-template.js";
import { checkAgents } from "./validate-with-config-template-yaml.js";
import { checkMarketplaces, validateServers } from "./validate-with-config-yaml.js";
import { checkCredentials } from "./validate-with-config-template.js";
import { validateManifest } from "./validate-with-child_process-template-yaml.js";
import { checkWorkflows, readDocument } from "./validate-with-yaml.js";
import { stateFilesOf, trackedState } from "./validate-with-child_process.js";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { existsSync, statSync } from "node:fs";
// src/validate/repository.ts
async function validateRepository(root, options) {
	const findings = new Findings();
	const checked = validateSettings(root, findings);
	const { settings } = checked;
	const manifest = validateManifest(root, settings.manifest, findings);
	const isSound = !findings.all.some(({ code }) => code === "MANIFEST_INVALID");
	if (manifest && isSound) checkIdentityTemplate(checked, manifest, findings);
	const marketplaces = checkMarketplaces(root, settings, findings);
	const agents = checkAgents(root, settings.agents, {
		manifest: isSound ? manifest?.manifest : void 0,
		marketplaces,
		limits: limitsOf(settings)
	}, findings);
	if (!agents && !existsSync(join(root, settings.agents))) noteNoAgents(settings, findings);
	validateServers(root, settings, agents, findings);
	const policy = policyOf(settings);
	checkLock(root, settings, manifest, findings);
	const skills = new Map();
	const list = checkAccepted(root, settings, options.clock?.now() ?? new Date(0), findings);
	await checkCredentials(root, settings, list, findings);
	await checkAgentManifests(root, settings, findings);
	const rules = {
		policy,
		limits: limitsOf(settings)
	};
	for (const { name, directory } of manifest?.local ?? []) {
		options.signal.throwIfAborted();
		const inside = relative(root, directory);
		if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) continue;
		const place = {
			root,
			prefix: `${inside.split(sep).join("/")}/`
		};
		skills.set(name, await checkTemplate(place, {
			...rules,
			accepted: {
				list,
				template: name
			}
		}, findings));
	}
	if (agents && manifest && isSound) checkChosenSkills(agents.document, manifest.manifest, skills, findings);
	checkWorkflows(root, findings);
	const tracked = await trackedState({
		root,
		files: stateFilesOf(root, settings.database, options.env),
		...options
	});
	return {
		kind: "repository",
		root,
		anchor: settings.manifest,
		templates: [...skills.keys()],
		findings: [...findings.all, ...tracked]
	};
}
function policyOf(settings) {
	try {
		return policyNamed(settings.policy, settings.policies);
	} catch {
		return policyNamed();
	}
}
function checkIdentityTemplate({ settings, document }, { manifest }, findings) {
	const { template } = settings.identity;
	const names = manifest.workspaceTemplates.map(({ name }) => name);
	if (!document || template === void 0 || names.includes(template)) return;
	const problem = `no workspace template is named ${JSON.stringify(template)}${suggestion(template, names)}`;
	const remedy = `Fix the name, or add the template to ${settings.manifest}; there are: ${names.join(", ") || "none"}.`;
	findings.in(document, ["identity", "template"], {
		code: "TEMPLATE_UNKNOWN",
		problem,
		remedy,
		expected: names.join(", ")
	});
}
function noteNoAgents({ agents }, findings) {
	findings.at(agents, {}, {
		code: "SSOT_MISSING",
		severity: "warning",
		problem: "the file is missing: there are no agent types and agents",
		remedy: "Write {\"types\": [], \"agents\": []} to begin with."
	});
}
function checkLock(root, settings, manifest, findings) {
	const file = settings.lock;
	const before = findings.all.length;
	if (!readDocument({
		root,
		file,
		schema: lockSchema,
		code: "LOCK_INVALID"
	}, findings) || !manifest || findings.all.length > before) return;
	const lock = readTemplateLock(join(root, file));
	for (const entry of manifest.manifest.workspaceTemplates) {
		if (!lock.has(entry.name)) continue;
		try {
			lockedEntry(lock, entry, policyUnderLock(settings.policy, lock.get(entry.name)?.policy));
		} catch (caught) {
			const { code, message, remedy } = asFault(caught);
			findings.at(settings.manifest, { line: entry.line }, {
				code,
				severity: "warning",
				problem: message,
				remedy
			});
		}
	}
}
// src/validate/validate.ts
const repositorySigns = [
	"manifest.json",
	settingsFile,
	"agents.json"
];
const templateSigns = [
	"config.yaml",
	"system-prompt.md",
	"mcp_servers.yaml",
	"prompts",
	"agent-skills"
];
async function validatePath(path, options) {
	const place = placeOf(path);
	const whole = place.kind === "repository" ? await validateRepository(place.root, options) : await validateTemplate(place.root, options);
	const part = relative(place.root, path).split(sep).join("/");
	if (part === "") return whole;
	const isInside = (file) => file === part || file.startsWith(`${part}/`);
	return {
		...whole,
		findings: whole.findings.filter(({ location }) => location && isInside(location.file))
	};
}
async function validateTemplate(root, options) {
	const findings = new Findings();
	const rules = {
		policy: policyNamed(),
		limits: limitsOf(defaultSettings())
	};
	await checkTemplate({
		root,
		prefix: ""
	}, rules, findings);
	checkWorkflows(root, findings);
	const tracked = await trackedState({
		root,
		files: [],
		...options
	});
	return {
		kind: "template",
		root,
		anchor: "config.yaml",
		templates: [],
		findings: [...findings.all, ...tracked]
	};
}
function placeOf(path) {
	if (!existsSync(path)) throw nothingAt(path, `${path} does not exist`);
	const start = statSync(path).isDirectory() ? path : dirname(path);
	const root = nearestWith(start, repositorySigns);
	if (root !== void 0) return {
		kind: "repository",
		root
	};
	const template = nearestWith(start, templateSigns);
	if (template !== void 0) return {
		kind: "template",
		root: template
	};
	throw nothingAt(path, `${path} is neither a source-of-truth repository nor a template, and lies in none`);
}
function nearestWith(start, signs) {
	for (let at = resolve(start);; at = dirname(at)) {
		if (signs.some((sign) => existsSync(join(at, sign)))) return at;
		if (dirname(at) === at || existsSync(join(at, ".git"))) return void 0;
	}
}
function nothingAt(path, problem) {
	return new IdentikitError("SSOT_MISSING", problem, {
		remedy: `Name a directory with ${repositorySigns.slice(0, 2).join(" or ")}, or one with ${templateSigns[0]}; identikit init makes one.`,
		location: { file: path }
	});
}
export { validatePath };
