import { asOutput, isRecord, shortened } from "../start/faces.js";
import { textDifference } from "./tree-with-diff.js";
import { count } from "./commands.js";
// src/commands/accounts/row-difference.ts
const mostLines = 60;
const valueLength = 160;
function rowDifference({ before, after }) {
	const lines = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].flatMap((column) => {
		const [was, is] = [before?.[column], after?.[column]];
		if (column === "enabled" && was !== false && is !== false) return [];
		return difference(column === "value" ? "" : column, was, is);
	});
	if (lines.length === 0 && before && after) return ["(only a part that is not shown)"];
	const more = lines.length - mostLines;
	return more > 0 ? [...lines.slice(0, mostLines), `(and ${more} more lines)`] : lines;
}
function difference(path, before, after) {
	const [was, is] = [byName(before), byName(after)];
	if (JSON.stringify(was) === JSON.stringify(is)) return [];
	const label = path === "" ? "" : `${path}: `;
	if (isText(was, is)) {
		const lines = textDifference(String(was ?? ""), String(is ?? ""));
		return [...path === "" ? [] : [`${path}:`], ...lines];
	}
	if (isRecord(was) || isRecord(is)) {
		const [a, b] = [isRecord(was) ? was : {}, isRecord(is) ? is : {}];
		return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => difference(path === "" ? key : `${path}.${key}`, a[key], b[key]));
	}
	return [`${label}${shown(was)} -> ${shown(is)}`];
}
function byName(value) {
	if (!Array.isArray(value) || value.length === 0) return value;
	if (!value.every((item) => isRecord(item) && typeof item.path === "string")) return value;
	return Object.fromEntries(value.map(({ path, text, ...rest }) => [path, text ?? rest]));
}
function isText(before, after) {
	const texts = [before, after].filter((value) => value !== void 0 && value !== null);
	if (texts.length === 0 || !texts.every((value) => typeof value === "string")) return false;
	return texts.some((text) => text.includes("\n"));
}
function shown(value) {
	return value === void 0 ? "(nothing)" : shortened(JSON.stringify(value), valueLength);
}
const marks = {
	create: "+",
	change: "~",
	delete: "-"
};
function changeDetails(shown, total, withValues = false) {
	const listed = shown.slice(0, 200);
	const lines = listed.flatMap((change) => [`${marks[change.kind]} ${change.table} ${change.key}`, ...withValues ? rowDifference(change).map((line) => `    ${line}`) : []]);
	const more = total - listed.length;
	return [...lines, ...more > 0 ? [`and ${more} more`] : []];
}
function changeSummary(total, { agents, dryRun = false } = {}) {
	if (total === 0) return "nothing to change";
	const due = agents === void 0 ? "" : `, ${count(agents.length, "agent")} to render`;
	return `${count(total, "row")} ${dryRun ? "would change" : "changed"}${due}`;
}
function changeOutputs(shown) {
	return asOutput(shown.slice(0, 200));
}
// src/commands/accounts/row-edit.ts
function editResult({ change, agents }, dryRun) {
	const changes = change ? [change] : [];
	return {
		outputs: {
			changes: changes.length,
			agents: [...agents],
			rows: changeOutputs(changes),
			dryRun
		},
		changed: changes.length > 0 && !dryRun,
		details: changeDetails(changes, changes.length),
		account: [changeSummary(changes.length, {
			agents,
			dryRun
		})]
	};
}
export { changeDetails, changeOutputs, changeSummary, editResult, rowDifference };
