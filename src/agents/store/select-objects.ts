import type { RawBuilder } from "kysely";
import type { Session } from "../../config/connection/session.ts";
import { agentIndexKeys } from "../../config/schema/agent-index-keys.ts";
import { isRecord } from "../../fault/thrown.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Resource } from "../resource/resource.ts";
import type { ListQuery } from "../resource/resource-store.ts";
import { type FieldDemand, type FieldSelector, meetsLabels } from "../resource/selector.ts";

/** What objects have to meet, apart: what the database looks for, and what is looked at afterwards. */
export interface Selection {
  readonly conditions: readonly RawBuilder<unknown>[];
  /** Whether an object that meets the conditions meets the rest. */
  readonly keeps: (resource: Resource) => boolean;
  /** False where the conditions are all that there is. */
  readonly filters: boolean;
}

/** The fields that have a column; of several, the first that is asked for leads to the rows. */
const columns = { "spec.run": "run", "spec.repository": "repository", "status.phase": "phase" } as const;
type FactColumn = (typeof columns)[keyof typeof columns];
const key: Readonly<Record<string, string>> = { "metadata.name": "name", "metadata.namespace": "namespace" };
/** As long as what a column keeps of a field. */
const longestFact = 300;

/** Takes a selection of objects of a kind apart. */
export function selectionOf(
  { sql }: Session,
  kind: Kind,
  { namespace, newestFirst = false, labels = [], fields = [] }: ListQuery,
): Selection {
  const facts = new Map<FactColumn, string>();
  const conditions: RawBuilder<unknown>[] = [];
  const rest: FieldDemand[] = [];
  for (const demand of fields) {
    const { field, equals, value } = demand;
    const column = isFact(field) ? columns[field] : undefined;
    if (key[field] !== undefined)
      conditions.push(sql`${sql.ref(key[field])} ${sql.raw(equals ? "=" : "<>")} ${value}`);
    else if (column && !facts.has(column) && equals && value !== "" && [...value].length < longestFact)
      facts.set(column, value);
    else rest.push(demand);
  }
  const named = fields.some(({ field, equals }) => field === "metadata.name" && equals);
  return {
    conditions: [...placeConditions(sql, kind, { namespace, newestFirst, named, facts }), ...conditions],
    keeps: (resource) => meetsLabels(labels, resource.metadata.labels) && meetsFields(rest, resource),
    filters: labels.length + rest.length > 0,
  };
}

interface Place {
  readonly namespace: string | undefined;
  readonly newestFirst: boolean;
  /** Whether the name is asked for, so that the primary key leads to the row. */
  readonly named: boolean;
  readonly facts: ReadonlyMap<FactColumn, string>;
}

/** The conditions that one index answers, see {@link agentIndexKeys}, and those that the rows found are looked at for. */
function placeConditions(
  sql: Session["sql"],
  { kind }: Kind,
  { namespace, newestFirst, named, facts }: Place,
): RawBuilder<unknown>[] {
  const equal = ([column, value]: [string, string]) => sql`${sql.ref(column)} = ${value}`;
  const leading = Object.values(columns).find((column) => facts.has(column));
  const phase = facts.get("phase");
  if (namespace === undefined && phase !== undefined && !named)
    return [
      sql`${sql.raw(agentIndexKeys.phaseOfAll)} = ${`${kind}/${phase}`}`,
      sql`phase <> ''`,
      ...[...facts].filter(([column]) => column !== "phase").map(equal),
    ];
  if (namespace === undefined || named || !(leading || newestFirst))
    return [
      sql`kind = ${kind}`,
      ...(namespace === undefined ? [] : [sql`namespace = ${namespace}`]),
      ...[...facts].map(equal),
    ];
  // In a text that is put together, its slash would pass for the one behind a namespace.
  if (namespace.includes("/")) return [sql`1 = 0`];
  if (!leading) return [sql`${sql.raw(agentIndexKeys.namespace)} = ${`${kind}/${namespace}`}`];
  const place = leading === "run" ? namespace : `${kind}/${namespace}`;
  return [
    sql`${sql.raw(agentIndexKeys[leading])} = ${`${place}/${facts.get(leading)}`}`,
    // The index leaves the others out.
    sql`${sql.ref(leading)} <> ''`,
    ...(leading === "run" ? [sql`kind = ${kind}`] : []),
    ...[...facts].filter(([column]) => column !== leading).map(equal),
  ];
}

function isFact(field: string): field is keyof typeof columns {
  return Object.hasOwn(columns, field);
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
