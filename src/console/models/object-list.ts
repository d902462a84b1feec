import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import { parseFieldSelector, parseLabelSelector } from "../../agents/resource/selector.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { addressOf, withQuery } from "../page/address.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";

/** All objects of a kind, as its schema says what is worth a column. */
export interface ObjectListModel {
  readonly kind: string;
  readonly plural: string;
  readonly summary: string;
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ListRow[];
  readonly filter: ListFilter;
  /** The next page. */
  readonly next?: string;
  readonly create: ActionOffer;
}

export interface ListColumn {
  readonly name: string;
  readonly type: "text" | "number" | "time" | "phase";
}

export interface ListRow {
  readonly name: string;
  readonly href: string;
  /** In the order of the columns; times in RFC 3339. */
  readonly cells: readonly (string | number | null)[];
  readonly isManaged: boolean;
}

/** What was asked for, as it stands in the form again. */
export interface ListFilter {
  readonly labels: string;
  readonly fields: string;
  readonly phase: string;
  readonly phases: readonly string[];
}

const pageSize = 50;

export async function loadObjectList(ask: PageAsk): Promise<LoadedPage<"object-list">> {
  const kind = kindOfPlural(ask.params.plural ?? "");
  const { organization, objects, query } = ask;
  const filter = {
    labels: query.get("labels") ?? "",
    fields: query.get("fields") ?? "",
    phase: query.get("phase") ?? "",
    phases: Object.keys(kind.phases ?? {}),
  };
  const page = await objects.list(kind, {
    labels: parseLabelSelector(filter.labels),
    fields: [
      ...parseFieldSelector(filter.fields),
      ...(filter.phase === "" ? [] : parseFieldSelector(`status.phase=${filter.phase}`)),
    ],
    limit: pageSize,
    newestFirst: kind.storage === "record",
    continue: query.get("continue") ?? undefined,
  });
  const here = listAddress(organization, kind);
  const columns = kind.columns.map((column) => ({ ...column, type: columnType(column) }));
  return {
    title: kind.kind,
    watches: kind === agentToolEvent ? [] : [kind],
    model: {
      ...{ kind: kind.kind, plural: kind.plural, summary: kind.summary, filter },
      columns: [...columns.map(({ name, type }) => ({ name, type })), { name: "Age", type: "time" as const }],
      rows: page.items.map((object) => ({
        name: object.metadata.name,
        href: objectAddress(organization, kind, object.metadata.name),
        cells: [
          ...columns.map(({ path }) => cellAt(objectForm(object), path)),
          object.metadata.creationTimestamp,
        ],
        isManaged: object.metadata.managedByRepository,
      })),
      ...(page.continue === undefined
        ? {}
        : {
            next: withQuery(here, {
              ...{ labels: filter.labels || undefined, fields: filter.fields || undefined },
              ...{ phase: filter.phase || undefined, continue: page.continue },
            }),
          }),
      create: objects.rights.offer(
        {
          ...{ id: "create", word: `New ${kind.kind}`, weight: "first" },
          href: addressOf(organization, "objects", kind.plural, "new"),
        },
        objects.rights.may("create", kind),
        kind.storage === "record" ? { reason: "Programs write these records." } : undefined,
      ),
    },
  };
}

/** @throws {PageRefused} 404 */
export function kindOfPlural(plural: string): Kind {
  const kind = allKinds.find((one) => one.plural === plural);
  if (kind) return kind;
  throw new PageRefused(404, `kind of object with the plural ${plural}`);
}

function columnType({ path, type = "string" }: Kind["columns"][number]): ListColumn["type"] {
  if (path === ".status.phase") return "phase";
  return type === "date" ? "time" : type === "integer" ? "number" : "text";
}

function cellAt(object: object, path: string): string | number | null {
  const value = path
    .slice(1)
    .split(".")
    .reduce<unknown>((at, key) => fieldsOf(at)[key], object);
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  return JSON.stringify(value);
}
