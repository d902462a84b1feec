import { fieldsOf } from "../start/faces.js";
import { apiVersion, tableColumns } from "./agents.js";
import { humanDuration } from "./api.js";
// src/api/kubernetes/object-form.ts
const managedAnnotation = "identikit.dev/managed-by";
function objectForm({ kind, metadata, spec, status }) {
	return {
		apiVersion,
		kind,
		metadata: metadataForm(metadata),
		spec,
		status
	};
}
function metadataForm(metadata) {
	const managed = metadata.managedByRepository ? { [managedAnnotation]: "repository" } : {};
	const annotations = {
		...metadata.annotations,
		...managed
	};
	return {
		name: metadata.name,
		namespace: metadata.namespace,
		uid: metadata.uid,
		...metadata.resourceVersion === "" ? {} : { resourceVersion: metadata.resourceVersion },
		generation: metadata.generation,
		creationTimestamp: metadata.creationTimestamp.replace(/\.\d+Z$/, "Z"),
		...metadata.labels === void 0 ? {} : { labels: metadata.labels },
		...Object.keys(annotations).length === 0 ? {} : { annotations }
	};
}
// src/api/kubernetes/table.ts
const nameColumn = {
	name: "Name",
	type: "string",
	format: "name",
	description: "The object's name, unique among its kind in the organisation.",
	priority: 0
};
function tableForm(kind, include, now) {
	const columns = tableColumns(kind);
	return {
		columns: [nameColumn, ...columns.map(({ name, type, jsonPath }) => ({
			name,
			type,
			format: "",
			description: `The value of ${jsonPath}.`,
			priority: 0
		}))],
		row: (object) => ({
			cells: [object.metadata.name, ...columns.map((column) => cell(column, object, now))],
			...rowObject(object, include)
		})
	};
}
function rowObject(object, include) {
	if (include === "None") return {};
	if (include === "Object") return { object };
	return { object: {
		kind: "PartialObjectMetadata",
		apiVersion: "meta.k8s.io/v1",
		metadata: object.metadata
	} };
}
function cell({ type, jsonPath }, object, now) {
	const value = jsonPath.slice(1).split(".").reduce((at, key) => fieldsOf(at)[key], object);
	if (value === void 0 || value === null) return type === "date" ? "<unknown>" : type === "integer" ? null : "";
	if (type === "integer") return value;
	if (type === "date") return humanDuration(now().getTime() - Date.parse(String(value)));
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
export { objectForm, tableForm };
