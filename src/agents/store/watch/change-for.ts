import { z } from "zod";
import type { Kind } from "../../kinds/kind.ts";
import type { Resource } from "../../resource/resource.ts";
import type { ResourceChange, WatchOptions } from "../../resource/resource-store.ts";
import { meetsLabels } from "../../resource/selector.ts";
import { eventObject } from "../events/event-rows.ts";
import { resourceOf } from "../object-row.ts";
import { meetsFields } from "../select-objects.ts";
import type { ChangeHub } from "./change-hub.ts";
import type { ChangeRow } from "./read-changes.ts";

const rangeSchema = z.object({ first: z.int(), last: z.int(), run: z.string().optional() });

/**
 * What a line of the log is for one who watches some objects: an object that begins or ends to be one of them is added or deleted
 * for them, as in Kubernetes.
 * @param after events up to this version have been told
 */
export async function changeFor(
  hub: ChangeHub,
  kind: Kind,
  change: ChangeRow,
  after: number,
  options: WatchOptions,
): Promise<readonly ResourceChange[]> {
  const { namespace, labels = [], fields = [], attempt } = options;
  if (namespace !== undefined && namespace !== change.namespace) return [];
  const meets = (resource: Resource) =>
    meetsLabels(labels, resource.metadata.labels) && meetsFields(fields, resource);
  if (change.type === "EVENTS") {
    if (attempt !== undefined && change.name !== attempt) return [];
    const range = rangeSchema.parse(JSON.parse(change.value));
    const other = ({ field, equals, value }: (typeof fields)[number]) =>
      equals && field === "spec.run" && range.run !== undefined && value !== range.run;
    if (fields.some(other)) return [];
    const rows = await hub.events(change, range);
    return rows
      .filter(({ version }) => version > after && version <= change.version)
      .map((row): ResourceChange => ({ type: "ADDED", object: resourceOf(kind, eventObject(row)) }))
      .filter(({ object }) => meets(object));
  }
  const object = hub.object(kind, change);
  const is = meets(object);
  if (change.type !== "MODIFIED") return is ? [{ type: change.type, object }] : [];
  const was =
    change.old_value === null && change.old_status === null
      ? is
      : meets(
          resourceOf(kind, {
            ...change,
            value: change.old_value ?? change.value,
            status: change.old_status ?? change.status,
          }),
        );
  if (!is && !was) return [];
  return [{ type: is ? (was ? "MODIFIED" : "ADDED") : "DELETED", object }];
}
