import { z } from "zod";
import { versionName } from "../../agents/crds/kind-names.ts";
import { openApiDocument } from "../../agents/crds/openapi-document.ts";
import { type TypedRoute, typedRoutes } from "./typed-routes.ts";

/** The refusals of the routes, as their document names them (RFC 9110, 15.5; RFC 6585, 4). */
const refusals: Readonly<Record<number, string>> = {
  400: "The request cannot be read.",
  401: "The request bears no token that counts.",
  403: "Who asks may not do this.",
  404: "There is no such object or organisation.",
  409: "The object is in another state, has another generation than expected, or is there already.",
  410: "Changes since then are no longer kept: read everything again.",
  413: "The body is too long.",
  415: "The body is not JSON.",
  422: "What was sent does not have the shape that it must have.",
  429: "Too much in a short time; Retry-After says when to try again.",
  503: "The database or the forge does not answer just now.",
};

/** What `/api/openapi.json` gives: the typed routes in OpenAPI 3.0, made from the table that also makes them. */
export function typedRoutesDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of typedRoutes) {
    const path = route.path.replace(/:([a-z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.0.3",
    info: { title: "Identikit: the routes of the agent platform", version },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { ...openApiDocument().components.schemas, Refusal: refusalSchema },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          `Refused${status}`,
          { description, content: jsonContent({ $ref: "#/components/schemas/Refusal" }) },
        ]),
      ),
    },
  };
}

function operation({ method, path, summary, body, answer, query = [] }: TypedRoute): object {
  const inPath = [...path.matchAll(/:([a-z]+)/g)].map(([, name = ""]) => parameter(name, "path"));
  const inQuery = [...(path.includes(":org") ? [] : ["org"]), ...query].map((name) =>
    parameter(name, "query"),
  );
  const isMade =
    method === "POST" && answer.form === "object" && body !== undefined && !(body instanceof z.ZodType);
  return {
    summary,
    operationId: `${method} ${path}`.replace(/[^A-Za-z]+/g, "_"),
    parameters: [...inPath, ...inQuery],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: jsonContent(bodySchema(body)) } }),
    responses: {
      [isMade ? 201 : 200]: { description: "Done.", content: answerContent(answer) },
      ...Object.fromEntries(
        Object.keys(refusals).map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]),
      ),
    },
  };
}

function bodySchema(body: NonNullable<TypedRoute["body"]>): object {
  if (!(body instanceof z.ZodType)) return kindRef(body.kind);
  return z.toJSONSchema(body, { target: "openapi-3.0", io: "input" });
}

function answerContent(answer: TypedRoute["answer"]): object {
  if (answer.form === "stream") return { "text/event-stream": { schema: { type: "string" } } };
  if (answer.form === "json") return jsonContent({ type: "object" });
  if (answer.form === "object") return jsonContent(kindRef(answer.kind.kind));
  const items = { type: "array", items: kindRef(answer.kind.kind) };
  const text = { type: "string" };
  return jsonContent({
    type: "object",
    required: ["items"],
    properties: { items, continue: text, resourceVersion: text },
  });
}

function kindRef(kind: string): object {
  return { $ref: `#/components/schemas/dev.identikit.${versionName}.${kind}` };
}

function jsonContent(schema: object): object {
  return { "application/json": { schema } };
}

function parameter(name: string, place: "path" | "query"): object {
  return { name, in: place, required: place === "path", schema: { type: "string" } };
}

const text = { type: "string" };
const refusalSchema = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "reasons"],
      properties: { code: text, message: text, remedy: text, reasons: { type: "array", items: text } },
    },
  },
};
