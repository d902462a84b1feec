import { type PrinterColumn, tableColumns } from "../../agents/crds/table-columns.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { humanDuration } from "./age.ts";
import type { ObjectForm } from "./object-form.ts";

/** A column of a table (metav1.TableColumnDefinition). */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** How much of each object stands beside its cells. */
export type IncludeObject = "None" | "Metadata" | "Object";

/** A row of a table (metav1.TableRow). */
export interface TableRow {
  /** In the order of the columns. */
  readonly cells: readonly unknown[];
  readonly object?: object;
}

/** What makes rows of objects of a kind. */
export interface TableForm {
  readonly columns: readonly TableColumn[];
  row(object: ObjectForm): TableRow;
}

const nameColumn: TableColumn = {
  name: "Name",
  type: "string",
  format: "name",
  description: "The object's name, unique among its kind in the organisation.",
  priority: 0,
};

/** The table of a kind, as `kubectl get` prints it (Kubernetes API concepts, "Receiving resources as Tables"). */
export function tableForm(kind: Kind, include: IncludeObject, now: () => Date): TableForm {
  const columns = tableColumns(kind);
  return {
    columns: [
      nameColumn,
      ...columns.map(({ name, type, jsonPath }) => ({
        name,
        type,
        format: "",
        description: `The value of ${jsonPath}.`,
        priority: 0,
      })),
    ],
    row: (object) => ({
      cells: [object.metadata.name, ...columns.map((column) => cell(column, object, now))],
      ...rowObject(object, include),
    }),
  };
}

function rowObject(object: ObjectForm, include: IncludeObject): Pick<TableRow, "object"> {
  if (include === "None") return {};
  if (include === "Object") return { object };
  return {
    object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata },
  };
}

function cell({ type, jsonPath }: PrinterColumn, object: ObjectForm, now: () => Date): unknown {
  const value = jsonPath
    .slice(1)
    .split(".")
    .reduce<unknown>((at, key) => fieldsOf(at)[key], object);
  if (value === undefined || value === null)
    return type === "date" ? "<unknown>" : type === "integer" ? null : "";
  if (type === "integer") return value;
  if (type === "date") return humanDuration(now().getTime() - Date.parse(String(value)));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
