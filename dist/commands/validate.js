import { IdentikitError } from "../start/faces.js";
import { pause, verdictOf } from "../rooms/fault.js";
import { makeReport, reportJson, reportMarkdown, reportText } from "../rooms/report.js";
import { validatePath } from "../rooms/validate-with-child_process-config-template-yaml.js";
import { stampOf } from "../rooms/validate.js";
import { count, writeReportFiles } from "../rooms/commands.js";
import { reportSarif } from "../rooms/report-with-crypto-guide.js";
import { join, posix, relative, resolve, sep } from "node:path";
// src/commands/validate/print-report.ts
async function printReport({ writeOutput, paint }, report, format) {
	const print = {
		text: () => `${reportText(report, paint ? { paint } : {}).join("\n")}\n`,
		json: () => reportJson(report),
		markdown: () => reportMarkdown(report),
		sarif: () => reportSarif(report)
	}[format];
	await writeOutput(print());
}
// src/commands/validate/body.ts
const watchMs = 400;
async function run(context, options) {
	const { format } = options;
	const seen = options.watch ? stampOf(pathsOf(context, options)) : "";
	const first = await check(context, options);
	if (!options.watch) return {
		...first,
		format
	};
	await printReport(context, first.report, format);
	return {
		...await watch(context, options, {
			first,
			seen
		}),
		format,
		printed: true
	};
}
async function check(context, options) {
	const validations = [];
	const paths = pathsOf(context, options);
	for (const path of paths) validations.push(await validatePath(path, context));
	const findings = unique(validations.flatMap((validation) => findingsOf(context, validation)));
	const [one] = validations;
	const report = makeReport({
		check: "validate",
		verdict: verdictOf(findings),
		subject: validations.map(({ kind, root }, at) => subjectOf(kind, shown(context, root), shown(context, paths[at] ?? root))).join(", "),
		facts: validations.flatMap(({ templates }) => templates.length === 0 ? [] : [{
			label: "templates in it",
			value: templates.join(", ")
		}]),
		...one ? { anchor: posix.join(shown(context, one.root), one.anchor) } : {},
		findings
	});
	const files = await writeReportFiles(context, report, options);
	return {
		outputs: {
			checked: validations.map(({ kind, root, templates }) => ({
				kind,
				root,
				templates: [...templates]
			})),
			...files
		},
		account: [],
		report
	};
}
async function watch(context, options, before) {
	const { signal, log } = context;
	const paths = pathsOf(context, options);
	let { first: last, seen } = before;
	log.info(`watching ${count(paths.length, "path")}; Ctrl-C ends it`);
	while (!signal.aborted) {
		await pause(watchMs, signal).catch(() => void 0);
		const now = stampOf(paths);
		if (signal.aborted || now === seen) continue;
		seen = now;
		last = await check(context, options);
		await printReport(context, last.report, options.format);
	}
	return last;
}
function pathsOf({ cwd }, { path, root }) {
	const base = root === void 0 ? cwd : resolve(cwd, root);
	if (path.length === 0) return [base];
	return path.map((each) => {
		const absolute = resolve(cwd, each);
		if (root === void 0 || absolute === base || absolute.startsWith(join(base, sep))) return absolute;
		throw new IdentikitError("USAGE", `${each} does not lie in --root ${root}`, { remedy: `Paths are read from the working directory, not from --root: write ${join(root, each)}, or leave --root out.` });
	});
}
function findingsOf(context, { root, findings }) {
	const prefix = shown(context, root);
	return findings.map((finding) => {
		const { location, path } = finding;
		if (!location) return finding;
		const file = posix.join(prefix, location.file);
		return {
			...finding,
			location: {
				...location,
				file
			},
			path: path === location.file ? file : path
		};
	});
}
function unique(findings) {
	return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
function subjectOf(kind, root, path) {
	return root === path ? `${kind} ${root}` : `${path} in the ${kind} ${root}`;
}
function shown({ cwd }, root) {
	return relative(cwd, root).split(sep).join("/") || ".";
}
export { run };
