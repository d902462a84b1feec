import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion, type Resource } from "../../agents/resource/resource.ts";
import type { Bookmark, ResourceChange, ResourceStore } from "../../agents/resource/resource-store.ts";
import type { SharedTexts } from "../shared-texts.ts";
import { acceptedForm, includedObject } from "./accepted-form.ts";
import { refusalOf } from "./fault-status.ts";
import { type SelectQuery, selectQuery, truthOf, versionOf } from "./list-query.ts";
import { type ObjectForm, objectForm } from "./object-form.ts";
import { RequestRefused } from "./status.ts";
import { tableForm } from "./table.ts";

export interface WatchRequest {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly query: URLSearchParams;
  readonly accept: string | null;
}

export interface WatchPlaces {
  readonly store: ResourceStore;
  readonly now: () => Date;
  /** What others who watch are sent as well. */
  readonly texts: SharedTexts;
}

/** What a watch begins with. */
interface WatchStart {
  readonly select: SelectQuery;
  /** Where it goes on; what is there comes first if left out. */
  readonly after: string | undefined;
  /** Whether the client wants to hear how far the watch is, and when what is there is through. */
  readonly bookmarks: boolean;
  readonly initialEnd: boolean;
  form(object: Resource): object;
  /** Whether everybody who asks for this form is sent the same. */
  readonly isShared: boolean;
  bookmark(version: string, annotations: object): object;
}

/**
 * The events of a watch, each as one line of JSON (Kubernetes API concepts, "Efficient detection of changes"). Whatever ends it before
 * its time is its last event, with the status that says why: 410 for a version of which changes are no longer kept.
 * @throws {RequestRefused}, {IdentikitError} for a query that cannot be answered, before anything is sent
 */
export function watchEvents(
  places: WatchPlaces,
  request: WatchRequest,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array, void> {
  return lines(places, request.kind, startOf(request, places.now), signal);
}

async function* lines(
  { store, texts }: WatchPlaces,
  kind: Kind,
  start: WatchStart,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array, void> {
  try {
    let after = start.after;
    if (after === undefined) {
      const initial = initialEvents(store, kind, start);
      for (;;) {
        const { done, value } = await initial.next();
        if (done) {
          after = value;
          break;
        }
        yield value;
        if (signal.aborted) return;
      }
      const annotations = { "k8s.io/initial-events-end": "true" };
      if (start.initialEnd) yield line("BOOKMARK", start.bookmark(after, { annotations }));
    }
    for await (const change of store.watch([kind], after, { ...start.select, signal })) {
      const told = eventLine(change, start, texts);
      if (told !== undefined) yield told;
    }
  } catch (thrown) {
    if (signal.aborted) return;
    yield line("ERROR", refusalOf(thrown).status());
  }
}

/** What is there, page by page, each object as an addition; gives the version of the first page, from which the watch goes on. */
async function* initialEvents(
  store: ResourceStore,
  kind: Kind,
  { select, form }: WatchStart,
): AsyncGenerator<string, string> {
  let next: string | undefined;
  let version: string | undefined;
  do {
    const from = next === undefined ? {} : { continue: next };
    const page = await store.read((reader) => reader.list(kind, { ...select, limit: 100, ...from }));
    version ??= page.resourceVersion;
    for (const object of page.items) yield line("ADDED", form(object));
    next = page.continue;
  } while (next !== undefined);
  return version;
}

function eventLine(
  change: ResourceChange | Bookmark,
  start: WatchStart,
  texts: SharedTexts,
): string | Uint8Array | undefined {
  if (change.type !== "BOOKMARK") {
    const { type, object } = change;
    const text = () => line(type, start.form(object));
    return start.isShared ? texts.of(object, `line ${type}`, text) : text();
  }
  return start.bookmarks ? line("BOOKMARK", start.bookmark(change.resourceVersion, {})) : undefined;
}

function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function startOf({ kind, namespace, query, accept }: WatchRequest, now: () => Date): WatchStart {
  const after = versionOf(query);
  const bookmarks = truthOf(query, "allowWatchBookmarks");
  const initial = query.has("sendInitialEvents") ? truthOf(query, "sendInitialEvents") : undefined;
  if (initial !== undefined && query.get("resourceVersionMatch") !== "NotOlderThan")
    throw new RequestRefused(
      "BadRequest",
      "sendInitialEvents goes with resourceVersionMatch=NotOlderThan only",
    );
  if (initial === true && !bookmarks)
    throw new RequestRefused("BadRequest", "sendInitialEvents=true goes with allowWatchBookmarks=true only");
  return {
    select: selectQuery(query, namespace),
    after: initial === true ? undefined : after,
    bookmarks,
    initialEnd: initial === true,
    ...formsOf(kind, { accept, query, now }),
  };
}

function formsOf(
  kind: Kind,
  { accept, query, now }: Pick<WatchRequest, "accept" | "query"> & Pick<WatchPlaces, "now">,
): Pick<WatchStart, "form" | "isShared" | "bookmark"> {
  const metadata = (resourceVersion: string, more: object) => ({
    resourceVersion,
    creationTimestamp: null,
    ...more,
  });
  if (acceptedForm(accept, true) === "object")
    return {
      form: objectForm,
      isShared: true,
      bookmark: (version, more) => ({ apiVersion, kind: kind.kind, metadata: metadata(version, more) }),
    };
  const table = tableForm(kind, includedObject(query), now);
  let told = false;
  // The columns stand in the first table of a watch only.
  const whole = (rows: readonly object[], resourceVersion: unknown) => {
    const columnDefinitions = told ? [] : table.columns;
    told = true;
    return {
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata: { resourceVersion },
      columnDefinitions,
      rows,
    };
  };
  return {
    isShared: false,
    form: (object) => {
      const one: ObjectForm = objectForm(object);
      return whole([table.row(one)], one.metadata.resourceVersion);
    },
    bookmark: (version, more) => {
      const object = {
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: metadata(version, more),
      };
      return whole([{ cells: table.columns.map(() => null), object }], version);
    },
  };
}
