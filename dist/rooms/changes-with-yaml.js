import { asFault, isRecord } from "../start/faces.js";
import { checkDocument } from "./document.js";
import { parseYaml } from "./document-with-yaml.js";
import { defaultSettings, settingsFile, settingsSchema } from "./project.js";
import { atFile, mayMeet, unverifiedBy, withFact } from "./changes.js";
import { posix } from "node:path";
// src/changes/base-settings.ts
async function readBaseRules(content, commit, directory) {
	const file = posix.join(directory, settingsFile);
	const text = await content.file(commit, file);
	const settings = text === void 0 ? defaultSettings() : parse(text, file);
	const acceptedFile = posix.join(directory, settings.acceptedSecrets);
	return {
		file,
		settings: settings.changes,
		acceptedFile,
		ownFiles: [`**/${settingsFile}`, acceptedFile]
	};
}
function parse(text, file) {
	const document = parseYaml(text, file);
	return checkDocument({
		...document,
		value: document.value ?? {}
	}, settingsSchema, "SETTINGS_INVALID");
}
// src/changes/workflow-triggers.ts
const requestEvents = ["pull_request", "pull_request_target"];
const filters = ["paths", "paths-ignore"];
function skippableChecks({ path, text }, host) {
	const document = parseYaml(text, path);
	const workflow = isRecord(document.value) ? document.value : {};
	const on = isRecord(workflow.on) ? workflow.on : {};
	const jobs = Object.entries(isRecord(workflow.jobs) ? workflow.jobs : {});
	const file = path.split("/").at(-1) ?? path;
	const title = typeof workflow.name === "string" ? workflow.name : file;
	return filteredEvents(on).flatMap(([event, filter]) => jobs.flatMap(([id, job]) => namesOf(id, job).flatMap((name) => {
		const at = {
			path,
			line: document.lineOf([
				"on",
				event,
				filter
			]),
			filter: `${event}.${filter}`
		};
		const gitea = `${title} / ${name} (${event.replace(/_target$/, "")})`;
		return (host === "github" ? [name] : host === "gitea" ? [gitea] : [name, gitea]).map((one) => ({
			name: pattern(one),
			...at
		}));
	})));
}
const longestName = 1e3;
function pattern(name) {
	return name.length > longestName ? "*" : name.replace(/\$\{\{.*?\}\}/gs, "*");
}
function filteredEvents(on) {
	const asked = requestEvents.filter((event) => Object.hasOwn(on, event));
	return (asked.length > 0 ? asked : Object.keys(on)).flatMap((event) => {
		const trigger = on[event];
		const filter = isRecord(trigger) ? filters.find((name) => Object.hasOwn(trigger, name)) : void 0;
		return filter === void 0 ? [] : [[event, filter]];
	});
}
function namesOf(id, job) {
	const { name, strategy, uses } = isRecord(job) ? job : {};
	const base = typeof name === "string" ? name : id;
	if (uses !== void 0) return [`${base} / *`];
	return strategy === void 0 || base.includes("${{") ? [base] : [base, `${base} (*)`];
}
// src/changes/rules/required-without-paths.ts
const requiredWithoutPaths = {
	name: "required-without-paths",
	needs: ["required", "workflows"],
	inForce: ({ requiredWithoutPaths: { enabled } }) => enabled,
	judge: ({ host, required, workflows }, settings) => {
		const named = [...settings.requiredWithoutPaths.checks, ...(settings.allRequired?.checks ?? []).map(({ name }) => name)];
		const names = "fault" in required && named.length > 0 && required.fault.code !== "HOST_UNREACHABLE" ? { value: [] } : required;
		return withFact(names, (protectedBy) => withFact(workflows, (files) => files.flatMap((file) => skippableIn(file, host, [...named, ...protectedBy]))));
	}
};
function skippableIn(file, host, required) {
	let checks;
	try {
		checks = skippableChecks(file, host);
	} catch (caught) {
		return [unverifiedBy(asFault(caught))];
	}
	return checks.flatMap(({ name, line, filter }) => {
		const hit = required.find((one) => mayMeet(name, one));
		if (hit === void 0) return [];
		return [atFile(file, {
			code: "CHECK_SKIPPABLE",
			line,
			problem: `${filter} can skip the required check ${JSON.stringify(hit)}, which then waits for ever`,
			remedy: "Take the filter out, and skip the work inside of the job instead: identikit/actions/detect-changes gives the areas."
		})];
	});
}
export { readBaseRules, requiredWithoutPaths };
