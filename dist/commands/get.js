import { objectMissing, parseFieldSelector, parseLabelSelector } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { objectForm } from "../rooms/api-with-agents.js";
import { IdentikitError, asOutput } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { objectTable, objectsYaml } from "../rooms/commands-with-agents-yaml.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { objectCalled } from "../rooms/commands-with-agents.js";
// src/commands/get/body.ts
async function run(context, given) {
	const { kind, name } = objectCalled(given.kind, given.name);
	const options = {
		...given,
		name
	};
	checkOptions(options);
	const project = await openProject(context.cwd, options.root);
	const namespace = options.organization ?? project.settings.platform.organization;
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const found = await store.read((reader) => objectsOf(reader, kind, namespace, options));
	const outputs = {
		kind: kind.kind,
		items: asOutput(found.map(objectForm))
	};
	const told = (document) => ({
		outputs,
		account: [],
		document
	});
	switch (options.output) {
		case "yaml": return told(objectsYaml(kind, found));
		case "json": return told(`${JSON.stringify(jsonOf(found, name !== void 0), void 0, 2)}\n`);
		case "name": return told(found.map(({ metadata }) => `${kind.plural}/${metadata.name}\n`).join(""));
		case "table":
		case "wide": {
			const where = options.allOrganizations ? "" : ` in the organisation ${namespace}`;
			if (found.length === 0) return {
				outputs,
				account: [`no ${kind.plural}${where}`]
			};
			const isWide = options.output === "wide";
			const withOrganization = isWide || options.allOrganizations;
			return told(objectTable(kind, found, {
				withOrganization,
				isWide,
				now: () => context.clock.now()
			}));
		}
	}
}
async function objectsOf(reader, kind, namespace, { name, selector, fieldSelector, allOrganizations }) {
	if (name !== void 0) {
		const object = await reader.get(kind, {
			namespace,
			name
		});
		if (!object) throw objectMissing(kind, {
			namespace,
			name
		});
		return [object];
	}
	const found = [];
	const query = {
		namespace: allOrganizations ? void 0 : namespace,
		labels: selector === void 0 ? void 0 : parseLabelSelector(selector),
		fields: fieldSelector === void 0 ? void 0 : parseFieldSelector(fieldSelector)
	};
	for await (const object of reader.each(kind, query)) found.push(object);
	return found;
}
function jsonOf(found, isOne) {
	const items = found.map(objectForm);
	return isOne ? items[0] : {
		apiVersion: "v1",
		kind: "List",
		metadata: {},
		items
	};
}
function checkOptions({ name, selector, fieldSelector, allOrganizations, organization }) {
	if (name !== void 0 && (selector !== void 0 || fieldSelector !== void 0 || allOrganizations)) throw usage("NAME is one object", "Leave out NAME, or --selector, --field-selector and --all-organizations.");
	if (allOrganizations && organization !== void 0) throw usage("--organization and --all-organizations are two answers to one question", "Leave one of them out.");
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
export { run };
