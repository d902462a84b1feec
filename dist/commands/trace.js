import { verdictOf } from "../rooms/fault.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { count, shortDigest, writeReportFiles } from "../rooms/commands.js";
import { openTrace } from "../rooms/commands-with-agents-changes-child_process-config-croner-diff-env-gate-host-http-image-smol-toml-sqlite-template-yaml-zlib.js";
import { asOutput } from "../start/faces.js";
import { relative } from "node:path";
// src/commands/trace/graph-lines.ts
const marks = {
	holds: "holds",
	broken: "BROKEN",
	unverified: "not verified"
};
function graphLines({ nodes, links }, cwd) {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const shown = (id) => nameOf(byId.get(id), cwd);
	const outgoing = Map.groupBy(links, ({ from }) => from);
	return nodes.flatMap(({ id }) => {
		const own = outgoing.get(id) ?? [];
		if (own.length === 0 && links.length > 0) return [];
		return [shown(id), ...own.flatMap(({ says, to, verdict, code, detail, verifiedBy }) => [`  ${marks[verdict].padEnd(12)}  ${says} ${shown(to)}`, ...verdict === "holds" ? [] : [`${" ".repeat(16)}${code}: ${detail} (${verifiedBy})`]])];
	});
}
function nameOf(node, cwd) {
	if (!node) return "";
	const { kind, name } = node;
	if (kind === "env" || kind === "directory") {
		const near = relative(cwd, name);
		return `${kind} ${near.startsWith("..") ? name : near}`;
	}
	if (kind === "commit") return `${kind} ${name.replace(/@((?:sha256:)?[0-9a-f]{12})[0-9a-f]+$/, "@$1")}`;
	const { platform } = node.facts;
	return `${kind} ${/^sha256:[0-9a-f]{64}$/.test(name) ? shortDigest(name) : name}${kind === "image" && platform !== void 0 ? ` (${platform})` : ""}`;
}
// src/commands/trace/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using tracing = await openTrace(context, project, options);
	const { graph, findings } = await tracing.trace(options.what);
	const { verdict, tally } = outcomeOf({
		graph,
		findings
	});
	const report = makeReport({
		check: "trace",
		verdict,
		subject: graph.subject,
		facts: [{
			label: "links",
			value: tally
		}, ...graph.notLookedAt.map((value) => ({
			label: "not looked at",
			value
		}))],
		anchor: project.settings.manifest,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	return {
		outputs: {
			graph: asOutput(graph),
			...await writeReportFiles(context, report, options)
		},
		details: graphLines(graph, context.cwd),
		account: [],
		report,
		format: options.format
	};
}
function outcomeOf({ graph: { links, nodes }, findings }) {
	const having = (verdict) => links.filter((link) => link.verdict === verdict).length;
	const [broken, unverified] = [having("broken"), having("unverified")];
	const parts = [
		`${having("holds")} of ${count(links.length, "link")} hold`,
		...broken > 0 ? [`${broken} broken`] : [],
		...unverified > 0 ? [`${unverified} not verified`] : []
	];
	return {
		verdict: verdictOf(findings),
		tally: `${parts.join(", ")}, between ${count(nodes.length, "thing")}`
	};
}
export { run };
