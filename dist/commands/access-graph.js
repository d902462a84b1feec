import { accessGraph, dotOf, mermaidOf } from "../rooms/agents.js";
import { readAdmissionSnapshot } from "../rooms/agents-with-config.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { accessPlace, checkRepository } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { declaredHere } from "../rooms/commands-with-agents-croner-yaml.js";
import { outputMembers } from "../start/faces.js";
// src/commands/access-graph/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization, organizations } = accessPlace(project, { organization: options.organization });
	for (const repository of options.repository) checkRepository(repository);
	const declared = declaredHere(project, organization);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	const now = context.clock.now();
	const snapshot = await readAdmissionSnapshot(database, {
		organization,
		organizations,
		now,
		declared
	});
	const graph = accessGraph(organization, snapshot, options.repository);
	return {
		outputs: {
			organization,
			...outputMembers(graph)
		},
		details: [...graph.edges.flatMap(edgeLines), ...graph.missing.map((object) => `${object} is declared in the repository and is not in the database`)],
		account: [`${organization}: ${count(graph.nodes.length, "node")}, ${count(graph.edges.length, "binding or grant")}`],
		...drawn(graph, options.format)
	};
}
function drawn(graph, format) {
	switch (format) {
		case "text": return {};
		case "mermaid": return { document: mermaidOf(graph) };
		case "dot": return { document: dotOf(graph) };
	}
}
function edgeLines({ from, to, by, effect, scope, implied, drift, warnings }) {
	const verb = effect === "deny" ? "is denied" : "has";
	const marks = [
		...implied ? ["follows from the forge's permissions"] : [],
		...drift === "differs" ? ["is not what the repository declares"] : [],
		...drift === "undeclared" ? ["is no longer declared in the repository"] : [],
		...warnings
	];
	return [`${from} ${verb} ${to} by ${by} (${scope})`, ...marks.map((mark) => `  ${mark}`)];
}
export { run };
