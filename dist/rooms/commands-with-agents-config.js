import { IdentikitError, suggestion } from "../start/faces.js";
import { agentArtifact, agentWorkspace, allKinds, isGroupName, kindMeant, namedIdentity, namespaceName, permissionLevels, repositoryGroup, repositoryName } from "./agents.js";
import { BlobStore, SqlReader, patchOf, readAccessState } from "./agents-with-config.js";
import { openConfigDatabase } from "./commands-with-config.js";
// src/commands/places/access.ts
function accessPlace({ settings: { platform } }, { organization = platform.organization, repository }) {
	if (!namespaceName.safeParse(organization).success) throw usage(`${JSON.stringify(organization)} is not the name of an organisation`, "Write it in lower-case letters, digits and -.");
	checkRepository(repository);
	const { organization: name, repositories, configRepository } = platform;
	return {
		organization,
		repository,
		organizations: [{
			name,
			repositories,
			configRepository
		}]
	};
}
async function accessState(context, project, { database: location }, { organizations }) {
	await using database = await openConfigDatabase(context, project, location, "read");
	return await database.transaction("read", (session) => readAccessState(new SqlReader(session), organizations));
}
function checkRepository(repository) {
	if (repository === void 0 || repositoryName.safeParse(repository).success) return;
	throw usage(`${JSON.stringify(repository)} is not a repository`, "Write it as OWNER/REPO, as the forge does.");
}
function accessIdentity(name, groups) {
	const wrong = groups.find((group) => !isGroupName(group));
	if (wrong !== void 0) throw usage(`${JSON.stringify(wrong)} is not a group`, "Write a team as ORGANISATION/TEAM, or a permission as forge:LEVEL:OWNER/REPO with read, triage, write, maintain or admin.");
	const who = namedIdentity(name, groups);
	if (who) return who;
	throw usage(`${JSON.stringify(name)} is not somebody`, "Write a login of the forge, or system:serviceaccount:ORGANISATION:NAME.");
}
function askedTarget(word) {
	if (word.startsWith("/")) return word;
	const [head = "", ...rest] = word.split("/");
	return [resourceOf(head), ...rest].join("/");
}
function resourceOf(word) {
	if (word === "*") return word;
	const known = kindMeant(word);
	if (known) return known.plural;
	const plurals = allKinds.map(({ plural }) => plural);
	throw usage(`there is no resource ${JSON.stringify(word)}${suggestion(word, plurals)}`, "Write the plural, such as agentdispatchruns; identikit crds lists all kinds.");
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
function hostFactsOf(groups, repository) {
	const levels = permissionLevels.filter((level) => groups.includes(repositoryGroup(level, repository)));
	const teams = groups.filter((group) => !group.includes(":"));
	return {
		permission: levels.at(-1) ?? "none",
		teams
	};
}
// src/commands/places/stored-patches.ts
function storedPatches({ store, database }) {
	const stored = new BlobStore(database);
	return { async fetch(key, digest, blobs, signal) {
		const { namespace, name } = key;
		const run = await store.read(async (reader) => {
			const status = (await reader.get(agentWorkspace, key))?.status;
			for (const run of [
				status?.lastRun,
				...status?.runs ?? [],
				void 0
			]) {
				const fields = [...run === void 0 ? [] : [{
					field: "spec.run",
					equals: true,
					value: run
				}], {
					field: "spec.digest",
					equals: true,
					value: digest
				}];
				for await (const { spec } of reader.each(agentArtifact, {
					namespace,
					fields
				})) if (spec.kind === "patch") return spec.run;
			}
		});
		if (run === void 0) throw new IdentikitError("BLOB_MISSING", `no run has the changes ${digest} of workspace ${name}, and they were not archived on this machine`, { remedy: "Recover it where it was archived, or ask with the text `base` to make it without its changes." });
		const patch = await patchOf(stored, {
			namespace,
			name: run
		}, digest);
		for (const { after } of patch.changes) {
			signal.throwIfAborted();
			if (after) blobs.put(await stored.get({
				namespace,
				name: run
			}, after.digest));
		}
		return patch;
	} };
}
export { accessIdentity, accessPlace, accessState, askedTarget, checkRepository, hostFactsOf, storedPatches };
