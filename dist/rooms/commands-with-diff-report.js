import { markdownCode, visible } from "../start/faces.js";
import { changeSummary, rowDifference } from "./commands-with-diff.js";
// src/commands/accounts/changes-markdown.ts
const maxLength = 6e4;
const verbs = {
	create: "create",
	change: "change",
	delete: "delete"
};
function changesMarkdown(title, shown, total) {
	const head = [`### ${title}`, changeSummary(total, { dryRun: true })];
	const parts = [];
	let length = head.join("\n\n").length;
	for (const change of shown.slice(0, 200)) {
		const part = rowPart(change);
		length += part.length + 2;
		if (length > maxLength) break;
		parts.push(part);
	}
	const more = total - parts.length;
	return `${[
		...head,
		...parts,
		...more > 0 ? [`and ${more} more`] : []
	].join("\n\n")}\n`;
}
function rowPart(change) {
	const lines = rowDifference(change).map(visible);
	const name = `${verbs[change.kind]} ${markdownCode(`${change.table} ${change.key}`)}`;
	if (lines.length === 0) return `- ${name}`;
	const longest = Math.max(2, ...lines.map((line) => /`+/.exec(line)?.[0].length ?? 0));
	const fence = "`".repeat(longest + 1);
	return [
		`- ${name}`,
		"",
		`  ${fence}diff`,
		...lines.map((line) => `  ${line}`),
		`  ${fence}`
	].join("\n");
}
export { changesMarkdown };
