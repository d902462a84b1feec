import { C as count } from "./foundation-QtvXJkSz.js";
const marks = {
	create: "+",
	change: "~",
	delete: "-"
};
/** Changed rows, a line each. */
function changeDetails(shown, total) {
	let lines = shown.slice(0, 200).map(({ kind, table, key }) => `${marks[kind]} ${table} ${key}`), more = total - lines.length;
	return [...lines, ...more > 0 ? [`and ${more} more`] : []];
}
/** How many rows changed, and how many agents are due for it where that is known. */
function changeSummary(total, agents) {
	if (total === 0) return "nothing to change";
	let due = agents === void 0 ? "" : `, ${count(agents.length, "agent")} to render`;
	return `${count(total, "row")} changed${due}`;
}
/** Changed rows as JSON; nothing secret is in them. */
function changeOutputs(shown) {
	return shown.slice(0, 200).map((change) => ({ ...change }));
}
export { changeOutputs as n, changeSummary as r, changeDetails as t };
