import { doOnRecord, login, tagMovesRecord } from "./agents.js";
import { SqlStore } from "./agents-with-config.js";
import { asFault } from "../start/faces.js";
import { formatImageReference, registryName } from "./image.js";
import { count } from "./commands.js";
import { accessPlace } from "./commands-with-agents-config.js";
import { openConfigDatabase } from "./commands-with-config.js";
// src/commands/places/tag-record.ts
async function openTagRecord(context, project, location, { action, to, gated }) {
	const { organization: namespace } = accessPlace(project, {});
	const actor = await actorOf(context);
	const database = await openConfigDatabase(context, project, location);
	const store = new SqlStore(database);
	const onUnclosed = (thrown) => {
		const { code, message } = asFault(thrown);
		context.log.warn(`the tags have moved, and the record of it still says Admitted: ${code}: ${message}`);
	};
	return {
		aroundMoves: async ({ digest, tags }, work) => {
			const record = tagMovesRecord({
				image: nameOf(to),
				digest,
				gated,
				tags: [...tags]
			});
			const asked = {
				namespace,
				action,
				actor,
				via: "command",
				...record
			};
			const { result } = await doOnRecord({
				store,
				now: () => context.clock.now(),
				onUnclosed
			}, asked, async () => ({
				result: await work(),
				says: `${count(tags.length, "tag")} of ${nameOf(to)}: ${tags.map(({ tag }) => tag).join(", ")}`
			}));
			return result;
		},
		[Symbol.asyncDispose]: async () => {
			await store[Symbol.asyncDispose]();
			await database[Symbol.asyncDispose]();
		}
	};
}
async function actorOf({ env, who }) {
	const person = login.safeParse(env.GITHUB_ACTOR);
	if (person.success) return {
		kind: "User",
		name: person.data
	};
	return {
		kind: "System",
		name: (await who()).slice(0, 253)
	};
}
function nameOf(to) {
	if (to.kind === "engine") return formatImageReference(to);
	const { tag: _, ...place } = {
		tag: void 0,
		...to
	};
	if (place.kind === "archive") return formatImageReference(place);
	const { digest: __, ...repository } = {
		digest: void 0,
		...place
	};
	return repository.kind === "registry" ? registryName(repository) : formatImageReference(repository);
}
export { openTagRecord };
