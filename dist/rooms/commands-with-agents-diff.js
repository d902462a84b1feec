import { fieldChanges } from "./agents.js";
import { asOutput, shortened, visible } from "../start/faces.js";
import { textDifference } from "./tree-with-diff.js";
import { count } from "./commands.js";
// src/commands/accounts/manifest-steps.ts
const mostSteps = 200;
const mostLines = 60;
const valueLength = 160;
const marks = {
	create: "+",
	update: "~",
	delete: "-",
	keep: " "
};
function stepOutputs(steps) {
	return asOutput(changesOf(steps).map((step) => {
		const { kind, metadata } = objectOf(step);
		const { name, namespace } = metadata;
		return {
			does: step.does,
			kind,
			namespace,
			name,
			fields: fieldChanges(step)
		};
	}));
}
function stepDetails(steps, withFields) {
	const changes = changesOf(steps);
	const lines = changes.slice(0, mostSteps).flatMap((step) => {
		const { kind, metadata } = objectOf(step);
		const fields = withFields && step.does === "update" ? fieldLines(fieldChanges(step)) : [];
		return [`${marks[step.does]} ${kind} ${metadata.namespace}/${metadata.name}`, ...fields];
	});
	const more = changes.length - mostSteps;
	return [...lines, ...more > 0 ? [`and ${more} more`] : []];
}
function stepSummary(steps, dryRun) {
	const changes = changesOf(steps).length;
	const kept = steps.length - changes;
	const same = kept === 0 ? "" : `, ${kept} unchanged`;
	if (changes === 0) return kept === 0 ? "no objects" : `nothing to change: ${count(kept, "object")}`;
	return `${count(changes, "object")} ${dryRun ? "would change" : "changed"}${same}`;
}
function changesOf(steps) {
	return steps.filter(({ does }) => does !== "keep");
}
function objectOf(step) {
	return step.does === "delete" ? step.before : step.after;
}
function fieldLines(changes) {
	const lines = changes.flatMap(({ path, before, after }) => {
		if (typeof before === "string" && typeof after === "string" && /\n/.test(before + after)) return [`${path}:`, ...textDifference(before, after)];
		return [`${path}: ${shown(before)} -> ${shown(after)}`];
	});
	const more = lines.length - mostLines;
	return (more > 0 ? [...lines.slice(0, mostLines), `(and ${more} more lines)`] : lines).map((line) => `    ${line}`);
}
function shown(value) {
	return value === void 0 ? "(nothing)" : visible(shortened(JSON.stringify(value), valueLength));
}
export { stepDetails, stepOutputs, stepSummary };
