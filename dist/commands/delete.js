import { byPlace, refuseProblems } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { IdentikitError, asOutput } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { manifestSet, readSources } from "../rooms/commands-with-agents-croner-template-yaml.js";
import { objectCalled } from "../rooms/commands-with-agents.js";
// src/commands/delete/body.ts
async function run(context, options) {
	const { dryRun } = options;
	const named = namedObject(options);
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const { organization = project.settings.platform.organization } = options;
	const going = named ? [{
		kind: named.kind,
		key: {
			namespace: organization,
			name: named.name
		}
	}] : await declaredObjects(context, project, store, options.file);
	await store.write(async (writer) => {
		for (const { kind, key } of going) await writer.delete(kind, key);
	}, { dryRun });
	const objects = going.map(({ kind, key }) => ({
		kind: kind.kind,
		...key
	}));
	return {
		outputs: {
			changes: going.length,
			dryRun,
			objects: asOutput(objects)
		},
		changed: going.length > 0 && !dryRun,
		details: objects.map(({ kind, namespace, name }) => `- ${kind} ${namespace}/${name}`),
		account: [`${count(going.length, "object")} ${dryRun ? "would be deleted" : "deleted"}`]
	};
}
function namedObject({ kind, name, file }) {
	if (kind === void 0 && name === void 0 && file.length > 0) return void 0;
	if (kind !== void 0 && file.length === 0) {
		const called = objectCalled(kind, name);
		if (called.name !== void 0) return {
			kind: called.kind,
			name: called.name
		};
	}
	throw new IdentikitError("USAGE", "one object is deleted by KIND and NAME, several by --file", { remedy: "Write: identikit delete KIND NAME, or KIND/NAME, or: identikit delete -f FILE" });
}
async function declaredObjects(context, project, store, files) {
	const sources = await readSources(context, project, files);
	const set = await manifestSet(store, project, sources, true);
	refuseProblems(set);
	return [...set.manifests].sort((a, b) => byPlace(b, a)).map(({ kind, declared }) => ({
		kind,
		key: declared.metadata
	}));
}
export { run };
