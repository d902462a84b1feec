import { defineCommand, rootOption, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { hostToken } from "./actions.js";
// src/fault/thrown.ts
/** The fields of what was thrown, or came from outside; none where it is no object. */
function fieldsOf(value) {
	return isRecord(value) ? value : {};
}
/** True for an object, of whose fields nothing is known. */
function isRecord(value) {
	return typeof value === "object" && value !== null;
}
/** The code of a system's, a driver's or an engine's error, such as `ENOENT`; `undefined` for whatever has none. */
function codeOf(cause) {
	const { code } = fieldsOf(cause);
	return typeof code === "string" ? code : void 0;
}
/** What an error says; other things that were thrown, as text. */
function messageOf(cause) {
	return cause instanceof Error ? cause.message : String(cause);
}
/** SQLite's extended result code; 0 for what SQLite did not throw. */
function sqliteCodeOf(cause) {
	const { errcode } = fieldsOf(cause);
	return typeof errcode === "number" ? errcode : 0;
}
// src/actions/detect-changes.ts
const options = object({
	base: text("REF", "What the change is held against; the event's own base if left out."),
	head: text("REF", "The commit that is looked at; the event's own head if left out."),
	...rootOption
});
const action = {
	name: "detect-changes",
	description: "Say which areas of the repository a change touches, so that jobs can be skipped while their check is reported.",
	command: defineCommand({
		name: "detect-changes",
		summary: "Say which areas of the repository a change touches",
		example: "only as an action",
		options,
		body: () => import("../actions/detect-changes.js")
	}),
	around: [hostToken],
	namedByUser: ({ outputs: { areas } }) => Object.fromEntries(Object.entries(isRecord(areas) ? areas : {}).map(([name, is]) => [name, String(is)])),
	outputs: {
		areas: "Each area of `changes.areas` with `true` or `false`, as JSON; each is an output of its own name, too.",
		changed: "Whether any area is touched."
	}
};
export { action, codeOf, fieldsOf, isRecord, messageOf, sqliteCodeOf };
