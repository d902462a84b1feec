import { asFault, isRecord } from "../start/faces.js";
import { checkDocument } from "./document.js";
import { parseYaml } from "./document-with-yaml.js";
import { defaultSettings, settingsFile, settingsSchema } from "./project.js";
import { atFile, mayMeet, unverifiedBy, withFact } from "./changes.js";
import { posix } from "node:path";
// src/changes/base-settings.ts
/**
* Reads the rules of a commit.
* @param directory where `identikit.yaml` lies, from the top of the repository; empty for the top
* @throws {IdentikitError} `SETTINGS_INVALID`, `DOCUMENT_INVALID`; what the content throws
*/
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
/**
* The checks of a workflow that one of its `paths:` filters can keep from being reported, under the names that GitHub (`job`,
* `job / called job`) and Gitea (`workflow / job (event)`) give them.
* @throws {IdentikitError} `DOCUMENT_INVALID` for what is not YAML without aliases, or not a workflow
*/
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
/** No host has longer names; of such a one nothing is known. */
const longestName = 1e3;
/** The name as a pattern; what a runner fills in can be anything. */
function pattern(name) {
	return name.length > longestName ? "*" : name.replace(/\$\{\{.*?\}\}/gs, "*");
}
/** Events of a pull request first: where one starts the workflow without a filter, a filter of another event skips nothing. */
function filteredEvents(on) {
	const asked = requestEvents.filter((event) => Object.hasOwn(on, event));
	return (asked.length > 0 ? asked : Object.keys(on)).flatMap((event) => {
		const trigger = on[event];
		const filter = isRecord(trigger) ? filters.find((name) => Object.hasOwn(trigger, name)) : void 0;
		return filter === void 0 ? [] : [[event, filter]];
	});
}
/** A job's checks: its name or id; with a matrix one for each of its values; of a called workflow one for each of its jobs. */
function namesOf(id, job) {
	const { name, strategy, uses } = isRecord(job) ? job : {};
	const base = typeof name === "string" ? name : id;
	if (uses !== void 0) return [`${base} / *`];
	return strategy === void 0 || base.includes("${{") ? [base] : [base, `${base} (*)`];
}
// src/changes/rules/required-without-paths.ts
/** No required check is one that a `paths:` filter can skip: such a check waits for ever. */
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
