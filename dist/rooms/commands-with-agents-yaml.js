import { manifestStream } from "./agents-with-yaml.js";
import { apiVersion, writtenOf } from "./agents.js";
import { objectForm, tableForm } from "./api-with-agents.js";
import { shortened, visible } from "../start/faces.js";
// src/commands/accounts/objects.ts
const cellLength = 100;
function objectsYaml({ storage }, objects) {
	return manifestStream(objects.map((one) => storage === "config" ? {
		apiVersion,
		...writtenOf(one)
	} : objectForm(one)));
}
function objectTable(kind, objects, { withOrganization, isWide, now }) {
	const { columns, row } = tableForm(kind, "None", now);
	const head = [
		...withOrganization ? ["organization"] : [],
		...columns.map(({ name }) => name),
		...isWide ? ["declared by", "version"] : []
	];
	const rows = objects.map((object) => {
		const { namespace, managedByRepository, resourceVersion } = object.metadata;
		return [
			...withOrganization ? [namespace] : [],
			...row(objectForm(object)).cells.map((cell) => visible(shortened(String(cell ?? ""), cellLength))),
			...isWide ? [managedByRepository ? "repository" : "hand", resourceVersion] : []
		];
	});
	const all = [head.map((name) => name.toUpperCase()), ...rows];
	const widths = head.map((_, at) => Math.max(...all.map((cells) => (cells[at] ?? "").length)));
	return all.map((cells) => `${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("   ").trimEnd()}\n`).join("");
}
export { objectTable, objectsYaml };
