import type { Kind } from "../kinds/kind.ts";

/** A column in a CustomResourceDefinition (`additionalPrinterColumns`). */
export interface PrinterColumn {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly jsonPath: string;
}

/** The columns of a kind's tables behind the name: its own, and its age. */
export function tableColumns({ columns }: Kind): readonly PrinterColumn[] {
  const own = columns.map(({ name, path, type = "string" }) => ({ name, type, jsonPath: path }));
  return [...own, { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" }];
}
