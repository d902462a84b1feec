import type { Kind } from "../kinds/kind.ts";

/** An operation of an OpenAPI 3.0 document, with what Kubernetes' clients read of it. */
export interface ApiOperation {
  readonly operationId: string;
  readonly description: string;
  readonly "x-kubernetes-action": string;
  readonly "x-kubernetes-group-version-kind": object;
  readonly [member: string]: unknown;
}

/** What the operations are of, and what the document calls its schemas. */
export interface OperationTarget {
  readonly kind: Kind;
  readonly group: { readonly group: string; readonly version: string };
  readonly schema: string;
  readonly list: string;
}

/** The bodies that a change is sent in. */
export const patchTypes = ["application/merge-patch+json", "application/json-patch+json"] as const;

const dryRun = query("dryRun", "string", "All: everything but the keeping is done.");
const fieldValidation = query(
  "fieldValidation",
  "string",
  "Strict refuses unknown fields, Warn warns of them, Ignore drops them.",
);
const writes = [dryRun, query("fieldManager", "string", "Who asks; not kept."), fieldValidation];
const listing = [
  query("labelSelector", "string", "Which labels the objects have."),
  query("fieldSelector", "string", "Which values some of their fields have."),
  query("limit", "integer", "Objects in a page."),
  query("continue", "string", "Where the page before ended."),
  query("resourceVersion", "string", "The state from which changes are told."),
  query("resourceVersionMatch", "string", "What resourceVersion means for a list."),
  query("watch", "boolean", "Give changes, until the client leaves."),
  query("allowWatchBookmarks", "boolean", "Say now and then how far the watch is."),
  query("sendInitialEvents", "boolean", "Begin a watch with what is there."),
  query("timeoutSeconds", "integer", "When the watch ends."),
];

/** What can be asked of all objects of a kind, everywhere or in one organisation. */
export function listOperations(target: OperationTarget, where: "everywhere" | "namespaced"): object {
  const suffix = where === "everywhere" ? "ForAllNamespaces" : "";
  const list = operation(target, "list", `list${target.kind.kind}${suffix}`, target.list, listing);
  if (where === "everywhere") return { get: list };
  const create = operation(target, "post", `create${target.kind.kind}`, target.schema, writes, [
    "application/json",
  ]);
  return { parameters: [path("namespace", "The organisation.")], get: list, post: create };
}

/** What can be asked of one object, or of its status. */
export function itemOperations(target: OperationTarget, part: "whole" | "status"): object {
  const { kind, schema } = target;
  const name = part === "whole" ? kind.kind : `${kind.kind}Status`;
  const remove = operation(target, "delete", `delete${name}`, "io.k8s.apimachinery.pkg.apis.meta.v1.Status", [
    dryRun,
  ]);
  return {
    parameters: [path("namespace", "The organisation."), path("name", "The object's name.")],
    get: operation(target, "get", `get${name}`, schema, []),
    put: operation(target, "put", `replace${name}`, schema, writes, ["application/json"]),
    patch: operation(target, "patch", `patch${name}`, schema, writes, patchTypes),
    ...(part === "whole" ? { delete: remove } : {}),
  };
}

function operation(
  { kind, group }: OperationTarget,
  action: string,
  operationId: string,
  answer: string,
  parameters: readonly object[],
  bodies: readonly string[] = [],
): ApiOperation {
  const content = { "application/json": { schema: { $ref: `#/components/schemas/${answer}` } } };
  const body = Object.fromEntries(
    bodies.map((type) => [type, { schema: { type: type.includes("json-patch") ? "array" : "object" } }]),
  );
  return {
    operationId,
    description: kind.summary,
    tags: [kind.plural],
    parameters,
    ...(bodies.length === 0 ? {} : { requestBody: { required: true, content: body } }),
    responses: { 200: { description: "OK", content } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { ...group, kind: kind.kind },
  };
}

function query(name: string, type: string, description: string): object {
  return { name, in: "query", description, schema: { type } };
}

function path(name: string, description: string): object {
  return { name, in: "path", required: true, description, schema: { type: "string" } };
}
