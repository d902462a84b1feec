import { doOnRecord } from "./agents.js";
import { importBundle, planImport, shapeOf } from "./config.js";
import { rowDifference } from "./commands-with-diff.js";
import { count } from "./commands.js";
// src/commands/places/config-bundles.ts
function bundlePorts({ context, database, store }, namespace, verifier) {
	const fileOf = (bundle) => ({
		name: "of this request",
		bytes: Buffer.from(bundle)
	});
	return {
		plan: async ({ bundle, prune = false }) => {
			const shown = [];
			const onChange = (change) => void (shown.length < 200 && shown.push(change));
			const file = fileOf(bundle);
			const { waiting, ...plan } = await planImport({
				database,
				file,
				prune,
				verifier,
				onChange
			});
			return {
				plan,
				rows: shown.map((change) => ({
					kind: change.kind,
					table: change.table,
					key: change.key,
					lines: rowDifference(change),
					...scopeOf(change)
				})),
				waiting: waiting.map(({ path, code, problem, remedy }) => `${path}: ${problem ?? code}. ${remedy}`)
			};
		},
		import: async ({ bundle, prune = false, plan, dryRun = false }, by, onUnclosed) => {
			const work = () => importBundle({
				database,
				file: fileOf(bundle),
				prune: prune ? "missing" : "none",
				verifier,
				dryRun,
				who: by.name,
				...plan ? { plan } : {}
			}).then(({ agents, ...done }) => ({
				...done,
				agents: [...agents]
			}));
			if (dryRun) return await work();
			const asked = {
				namespace,
				actor: by,
				action: "import",
				via: "api",
				target: {
					kind: "ConfigDatabase",
					name: "config"
				},
				arguments: {
					prune,
					...plan ? { bundle: plan.bundle } : {}
				}
			};
			const { result: done, ...record } = await doOnRecord({
				store,
				now: () => context.clock.now(),
				onUnclosed
			}, asked, async () => {
				const result = await work();
				const { create, change, delete: gone } = result.counts;
				const rows = `${count(create, "row")} created, ${change} changed, ${gone} deleted`;
				return {
					result,
					says: `bundle ${result.bundle}: ${rows}; ${count(result.agents.length, "agent")} due`
				};
			});
			return {
				...done,
				...record
			};
		}
	};
}
function scopeOf({ table, key }) {
	return shapeOf(table).key[0] === "scope" ? { scope: key.split(" ")[0] ?? "" } : {};
}
export { bundlePorts };
