import { openDatabase } from "../rooms/config.js";
import { checkNotRefused, migrateDatabase } from "../rooms/config-with-kysely.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { count } from "../rooms/commands.js";
import { databaseLocation } from "../rooms/commands-with-config.js";
// src/commands/config-migrate/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const location = databaseLocation(context, project, options.database);
	const { signal } = context;
	await using database = await openDatabase(location, {
		signal,
		schema: "any"
	});
	const onlyPlan = options.plan || database.kind === "sqlite";
	const plan = await migrateDatabase(database, onlyPlan ? "plan" : "apply");
	if (options.plan) return planned(plan, database.name);
	checkNotRefused(plan, database.name);
	if (database.kind === "sqlite") await (await openDatabase(location, { signal }))[Symbol.asyncDispose]();
	const { from, to, steps } = plan;
	return {
		outputs: outputsOf(plan),
		account: steps.length === 0 ? [`${database.name} has schema version ${to} already`] : [...stepLines(plan), `${database.name} is at schema version ${to}, from ${from}`],
		changed: steps.length > 0
	};
}
function planned(plan, name) {
	const { from, to, steps, refused } = plan;
	const report = makeReport({
		check: "config migrate",
		verdict: steps.length > 0 ? "drift" : "clean",
		subject: `${name}, schema version ${from}, against version ${to}`,
		facts: [],
		findings: refused.map(findingOf)
	});
	const summary = steps.length === 0 ? "nothing to migrate" : `${count(steps.length, "step")} from version ${from} to ${to}`;
	return {
		outputs: outputsOf(plan),
		account: [...stepLines(plan), summary],
		report
	};
}
function outputsOf({ from, to, steps, refused }) {
	return {
		from,
		to,
		steps: steps.map((step) => ({ ...step })),
		refused: refused.map((row) => ({ ...row }))
	};
}
function stepLines({ steps }) {
	return steps.map(({ version, summary }) => `version ${version}: ${summary}`);
}
function findingOf({ version, row, problem, remedy }) {
	return {
		code: "MIGRATION_REFUSED",
		severity: "error",
		path: row,
		expected: `what version ${version} takes`,
		actual: problem,
		remedy
	};
}
export { run };
