import type { Resource } from "../../agents/resource/resource.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import type { SharedTexts } from "../shared-texts.ts";
import { acceptedForm, includedObject } from "./accepted-form.ts";
import { jsonAnswer, warningHeaders } from "./answer.ts";
import { refusalOf } from "./fault-status.ts";
import { listObjects } from "./list-objects.ts";
import { countOf } from "./list-query.ts";
import { objectForm } from "./object-form.ts";
import { patientStream } from "./patient-stream.ts";
import type { RequestTarget } from "./request-target.ts";
import { success } from "./status.ts";
import { tableForm } from "./table.ts";
import { type WatchRequest, watchEvents } from "./watch-events.ts";
import type { Watchers } from "./watchers.ts";
import {
  createObject,
  deleteObject,
  type ItemTarget,
  notFound,
  patchObject,
  replaceObject,
} from "./write-objects.ts";
import { writeQuery } from "./write-query.ts";

export interface ObjectPlaces {
  readonly store: ResourceStore;
  readonly now: () => Date;
  readonly watchers: Watchers;
  /** What those who watch the same are sent. */
  readonly texts: SharedTexts;
  /** Ends all watches. */
  readonly signal: AbortSignal;
}

/** How long a watch lasts where the client does not say, and at most; the client then watches on from where it was. */
const defaultSeconds = 45 * 60;
const longestSeconds = 24 * 60 * 60;
/** How long a client may take to read a list. */
const longestListMs = 10 * 60 * 1000;

export interface ObjectRequest {
  readonly request: Request;
  readonly target: Extract<RequestTarget, { kind: "objects" }>;
  readonly verb: string;
}

/** Does what a request asks of objects; who asks is known, and may. */
export async function answerObjects(places: ObjectPlaces, request: ObjectRequest): Promise<Response> {
  const { target } = request;
  try {
    return await answerVerb(places, request);
  } catch (thrown) {
    throw refusalOf(thrown, { name: target.name, group: apiGroup, kind: target.of.plural });
  }
}

async function answerVerb(
  { store, now, ...watching }: ObjectPlaces,
  { request, target, verb }: ObjectRequest,
): Promise<Response> {
  const { of, namespace = "", name = "" } = target;
  const { searchParams: query } = new URL(request.url);
  const accept = request.headers.get("accept");
  const selection = { kind: of, namespace: target.namespace, query, accept };
  if (verb === "list") {
    const list = await listObjects({ store, now }, selection);
    return new Response(
      patientStream({ pieces: () => list, signal: watching.signal, timeoutMs: longestListMs }),
      json,
    );
  }
  if (verb === "watch") return watchAnswer({ store, now, ...watching }, selection);
  const key: ItemTarget = { kind: of, namespace, name, subresource: target.subresource };
  const answer = (object: Resource, headers?: Headers, status = 200) => {
    const form = objectForm(object);
    if (acceptedForm(accept, true) === "object") return jsonAnswer(form, headers, status);
    const { columns, row } = tableForm(of, includedObject(query), now);
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const table = {
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata,
      columnDefinitions: columns,
      rows: [row(form)],
    };
    return jsonAnswer(table, headers, status);
  };
  // A client that accepts no form of answer that we have is refused before anything is written.
  acceptedForm(accept, true);
  if (verb === "get") {
    const object = await store.read((reader) => reader.get(of, key));
    if (!object) throw notFound(of.plural, name);
    return answer(object);
  }
  if (verb === "delete") return deleted(of.plural, await deleteObject(store, key, request));
  const how = writeQuery(query);
  if (verb === "create") {
    const { object, warnings } = await createObject(store, { kind: of, namespace }, request, how);
    return answer(object, warningHeaders(warnings), 201);
  }
  const { object, warnings } = await (verb === "patch" ? patchObject : replaceObject)(
    store,
    key,
    request,
    how,
  );
  return answer(object, warningHeaders(warnings));
}

const json = { headers: { "content-type": "application/json" } } as const;

function deleted(plural: string, { metadata }: Resource): Response {
  return jsonAnswer(success({ name: metadata.name, group: apiGroup, kind: plural, uid: metadata.uid }));
}

function watchAnswer(
  { store, now, watchers, texts, signal }: ObjectPlaces,
  selection: WatchRequest,
): Response {
  const seconds = countOf(selection.query, "timeoutSeconds") || defaultSeconds;
  const leave = watchers.enter();
  const pieces = (ended: AbortSignal) => watchEvents({ store, now, texts }, selection, ended);
  const timeoutMs = Math.min(seconds, longestSeconds) * 1000;
  try {
    return new Response(patientStream({ pieces, signal, timeoutMs, onEnd: leave }), json);
  } catch (thrown) {
    leave();
    throw thrown;
  }
}
