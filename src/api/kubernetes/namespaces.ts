import type { OpenApiDocument } from "../../agents/crds/openapi-document.ts";
import { meetsLabels } from "../../agents/resource/selector.ts";
import { acceptedForm, includedObject } from "./accepted-form.ts";
import { jsonAnswer } from "./answer.ts";
import { selectQuery } from "./list-query.ts";
import { RequestRefused } from "./status.ts";
import { notFound } from "./write-objects.ts";

/** The organisations that there are. */
export interface Organisations {
  /** Their names. */
  list(): Promise<readonly string[]>;
}

interface Namespace {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: object;
  readonly status: { readonly phase: "Active" };
}

/** One organisation as a Namespace of Kubernetes (core/v1), or all that the query selects. */
export async function answerNamespaces(
  organisations: Organisations,
  request: Request,
  name: string | undefined,
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const form = acceptedForm(request.headers.get("accept"), true);
  const all = [...(await organisations.list())].sort().map(namespaceForm);
  if (name !== undefined) {
    const one = all.find(({ metadata }) => metadata.name === name);
    if (!one) throw notFound("namespaces", name, "");
    return jsonAnswer(form === "table" ? table([one], query) : one);
  }
  const { labels = [], fields = [] } = selectQuery(query, undefined);
  const items = all.filter(
    ({ metadata, status }) =>
      meetsLabels(labels, metadata.labels) &&
      fields.every(({ field, equals, value }) => {
        if (field !== "metadata.name" && field !== "status.phase")
          throw new RequestRefused("BadRequest", `field label not supported: ${field}`);
        return ((field === "metadata.name" ? metadata.name : status.phase) === value) === equals;
      }),
  );
  if (form === "table") return jsonAnswer(table(items, query));
  return jsonAnswer({ kind: "NamespaceList", apiVersion: "v1", metadata: { resourceVersion: "" }, items });
}

function namespaceForm(name: string): Namespace {
  const metadata = { name, labels: { "kubernetes.io/metadata.name": name } };
  return { apiVersion: "v1", kind: "Namespace", metadata, spec: {}, status: { phase: "Active" } };
}

function table(items: readonly Namespace[], query: URLSearchParams): object {
  const include = includedObject(query);
  const column = (name: string, format: string, description: string) => ({
    name,
    type: "string",
    format,
    description,
    priority: 0,
  });
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion: "" },
    columnDefinitions: [
      column("Name", "name", "The organisation."),
      column("Status", "", "Whether it is in use."),
    ],
    rows: items.map((item) => ({
      cells: [item.metadata.name, item.status.phase],
      ...(include === "None" ? {} : { object: item }),
    })),
  };
}

/** What `/openapi/v3/api/v1` gives. */
export function namespacesDocument(): OpenApiDocument {
  const gvk = { group: "", version: "v1", kind: "Namespace" };
  const schema = "io.k8s.api.core.v1.Namespace";
  const responses = {
    200: {
      description: "OK",
      content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } },
    },
  };
  const get = (action: string, operationId: string) => ({
    operationId,
    responses,
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": gvk,
  });
  const name = {
    name: "name",
    in: "path",
    required: true,
    description: "The organisation.",
    schema: { type: "string" },
  };
  return {
    openapi: "3.0.0",
    info: { title: "Identikit", version: "v1" },
    paths: {
      "/api/v1/namespaces": { get: get("list", "listNamespace") },
      "/api/v1/namespaces/{name}": { parameters: [name], get: get("get", "getNamespace") },
    },
    components: {
      schemas: {
        [schema]: {
          description: "An organisation. Organisations are made where they are declared, not here.",
          type: "object",
          properties: {
            apiVersion: { type: "string" },
            kind: { type: "string" },
            metadata: {
              type: "object",
              properties: { name: { description: "The organisation.", type: "string" } },
            },
            status: {
              type: "object",
              properties: { phase: { description: "Always Active.", type: "string" } },
            },
          },
          "x-kubernetes-group-version-kind": [gvk],
        },
      },
    },
  };
}
