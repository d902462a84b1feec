import type { RawBuilder } from "kysely";
import type { Session } from "../../config/connection/session.ts";
import { isRecord } from "../../fault/thrown.ts";
import type { Resource } from "../resource/resource.ts";
import {
  type FieldDemand,
  type FieldSelector,
  type LabelSelector,
  meetsLabels,
} from "../resource/selector.ts";

/** What objects have to meet, apart: what the database looks for, and what is looked at afterwards. */
export interface Selection {
  readonly conditions: readonly RawBuilder<unknown>[];
  /** Whether an object that meets the conditions meets the rest. */
  readonly keeps: (resource: Resource) => boolean;
  /** False where the conditions are all that there is. */
  readonly filters: boolean;
}

/** The fields that have a column with an index, which leaves out the empty text. */
const indexed: Readonly<Record<string, string>> = {
  "status.phase": "phase",
  "spec.run": "run",
  "spec.repository": "repository",
};
const key: Readonly<Record<string, string>> = { "metadata.name": "name", "metadata.namespace": "namespace" };
/** As long as what a column keeps of a field. */
const longestFact = 300;

/** Takes a selection of objects apart. */
export function selectionOf(
  { sql }: Session,
  {
    labels = [],
    fields = [],
  }: { readonly labels?: LabelSelector | undefined; readonly fields?: FieldSelector | undefined },
): Selection {
  const conditions: RawBuilder<unknown>[] = [];
  const rest: FieldDemand[] = [];
  for (const demand of fields) {
    const { field, equals, value } = demand;
    const column = indexed[field];
    if (key[field] !== undefined)
      conditions.push(sql`${sql.ref(key[field])} ${sql.raw(equals ? "=" : "<>")} ${value}`);
    else if (column !== undefined && equals && value !== "" && [...value].length < longestFact)
      // The second part lets a partial index be used.
      conditions.push(sql`${sql.ref(column)} = ${value} AND ${sql.ref(column)} <> ''`);
    else rest.push(demand);
  }
  return {
    conditions,
    keeps: (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(rest, resource),
    filters: labels.length + rest.length > 0,
  };
}

/** Whether an object meets every demand on its fields; a field that is not there is the empty text. */
export function meetsFields(selector: FieldSelector, resource: Resource): boolean {
  return selector.every(({ field, equals, value }) => (fieldText(resource, field) === value) === equals);
}

function fieldText(resource: Resource, path: string): string {
  let found: unknown = resource;
  for (const name of path.split("."))
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return typeof found === "object" || found === undefined ? "" : String(found);
}
