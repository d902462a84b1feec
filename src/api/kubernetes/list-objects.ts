import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import type { ResourcePage, ResourceStore } from "../../agents/resource/resource-store.ts";
import { acceptedForm, includedObject } from "./accepted-form.ts";
import { countOf, selectQuery, versionOf } from "./list-query.ts";
import { objectForm } from "./object-form.ts";
import { RequestRefused } from "./status.ts";
import { tableForm } from "./table.ts";

export interface ListRequest {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly query: URLSearchParams;
  readonly accept: string | null;
}

export interface ListPlaces {
  readonly store: ResourceStore;
  readonly now: () => Date;
}

/** Objects that are read at once, however many a client asks for: what is held in memory at a time. */
const pieceSize = 100;

/**
 * A list, piece by piece, as its reader takes it: the items first and what is said of all of them last, which JSON leaves open (RFC
 * 8259, 4). A list over several pieces is not of one state; it names the first one's, as the pages of a list do, so that a watch from
 * there tells whatever changed meanwhile.
 * @throws {RequestRefused}, {IdentikitError} for a query that cannot be answered, before anything is sent
 */
export async function listObjects(
  places: ListPlaces,
  request: ListRequest,
): Promise<AsyncGenerator<string, void>> {
  const { kind, query } = request;
  const form = rendering(request, places.now);
  const limit = countOf(query, "limit") || Number.POSITIVE_INFINITY;
  const from = query.get("continue") || undefined;
  const select = selectQuery(query, request.namespace);
  const readPiece = (next: string | undefined, left: number) =>
    places.store.read((reader) =>
      reader.list(kind, {
        ...select,
        limit: Math.min(left, pieceSize),
        ...(next === undefined ? {} : { continue: next }),
      }),
    );
  const first = await readPiece(from, limit);
  if (from === undefined) checkVersion(query, first.resourceVersion);
  return pieces({ form, first, limit, readPiece });
}

interface Pieces {
  readonly form: Rendering;
  readonly first: ResourcePage;
  readonly limit: number;
  readPiece(next: string | undefined, left: number): Promise<ResourcePage>;
}

async function* pieces({ form, first, limit, readPiece }: Pieces): AsyncGenerator<string, void> {
  yield form.head;
  let page = first;
  let sent = 0;
  for (;;) {
    const items = page.items.map(form.item);
    // Where a selector finds nothing in a piece, the reader still has its chance to leave.
    yield items.length === 0 ? "\n" : `${sent > 0 ? "," : ""}${items.join(",")}`;
    sent += items.length;
    if (page.continue === undefined || sent >= limit) break;
    page = await readPiece(page.continue, limit - sent);
  }
  const next = page.continue === undefined ? {} : { continue: page.continue };
  yield `],"metadata":${JSON.stringify({ resourceVersion: first.resourceVersion, ...next })}}\n`;
}

interface Rendering {
  /** Everything before the first item. */
  readonly head: string;
  item(object: ResourcePage["items"][number]): string;
}

function rendering({ kind, accept, query }: ListRequest, now: () => Date): Rendering {
  if (acceptedForm(accept, true) === "object")
    return {
      head: `{"kind":${JSON.stringify(`${kind.kind}List`)},"apiVersion":${JSON.stringify(apiVersion)},"items":[`,
      item: (object) => JSON.stringify(objectForm(object)),
    };
  const table = tableForm(kind, includedObject(query), now);
  const columns = JSON.stringify(table.columns);
  return {
    head: `{"kind":"Table","apiVersion":"meta.k8s.io/v1","columnDefinitions":${columns},"rows":[`,
    item: (object) => JSON.stringify(table.row(objectForm(object))),
  };
}

/**
 * Whether the state that was read is one that the client wants (Kubernetes API concepts, "Resource versions": the server keeps no
 * older states of lists).
 */
function checkVersion(query: URLSearchParams, current: string): void {
  const wanted = versionOf(query);
  const match = query.get("resourceVersionMatch") ?? "";
  if (!["", "Exact", "NotOlderThan"].includes(match))
    throw new RequestRefused(
      "BadRequest",
      `resourceVersionMatch is ${JSON.stringify(match)}; it is Exact or NotOlderThan`,
    );
  if (wanted === undefined) return;
  if (BigInt(wanted) > BigInt(current)) {
    const cause = { reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "" };
    throw new RequestRefused("Timeout", `Too large resource version: ${wanted}, current: ${current}`, {
      details: { causes: [cause], retryAfterSeconds: 1 },
    });
  }
  if (match === "Exact" && wanted !== current)
    throw new RequestRefused("Expired", `the state ${wanted} is not kept; the current one is ${current}`);
}
