import { apiVersion } from "../../agents/resource/resource.ts";
import { isRecord } from "../../fault/thrown.ts";
import { jsonAnswer } from "../kubernetes/answer.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import type { ObjectRoute } from "./object-routes.ts";

/** Answers a request of Kubernetes' protocol. */
export type ObjectsApi = (request: Request) => Response | Promise<Response>;

/**
 * Asks for objects in Kubernetes' protocol, and gives the answer in the words of these routes: a list is `{ items, continue,
 * resourceVersion }`, a refusal `{ error: { code, message, remedy, reasons } }`.
 */
export async function forward(
  objects: ObjectsApi,
  request: Request,
  { method, kind, selects }: ObjectRoute,
  { organization, part }: { readonly organization: string; readonly part?: string | undefined },
): Promise<Response> {
  const asked = new URL(request.url);
  const target = new URL(`/apis/${apiVersion}/namespaces/${organization}/${kind.plural}`, asked);
  // A watch would never end; it has routes of its own.
  for (const [name, value] of asked.searchParams)
    if (!["org", "watch"].includes(name)) target.searchParams.append(name, value);
  if (selects) target.searchParams.set("fieldSelector", `${selects.field}=${part ?? ""}`);
  const headers = new Headers({ accept: "application/json" });
  const authorization = request.headers.get("authorization");
  if (authorization !== null) headers.set("authorization", authorization);
  if (method === "GET") return await told(await objects(new Request(target, { headers })));
  headers.set("content-type", "application/json");
  const body = wholeObject(await jsonBody(request), kind.kind);
  return await told(await objects(new Request(target, { method, headers, body })));
}

/** Who sends an object here need not say again what it is. */
function wholeObject(value: unknown, kind: string): string {
  return JSON.stringify(isRecord(value) ? { apiVersion, kind, ...value } : (value ?? null));
}

async function told(response: Response): Promise<Response> {
  const body: unknown = await response.json();
  if (!isRecord(body)) return jsonAnswer({ body }, {}, response.status);
  if (response.status >= 400) return refused(response.status, body);
  if (!Array.isArray(body.items)) return jsonAnswer(body, {}, response.status);
  const { continue: next, resourceVersion } = isRecord(body.metadata) ? body.metadata : {};
  return jsonAnswer({ items: body.items, ...(next ? { continue: next } : {}), resourceVersion });
}

function refused(status: number, { reason, message, details }: Record<string, unknown>): Response {
  const causes = isRecord(details) && Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
  const [first] = causes;
  // Our own codes stand in the causes; other refusals have Kubernetes' words only.
  const own = typeof first?.reason === "string" && /^[A-Z_]+$/.test(first.reason) ? first.reason : undefined;
  const reasons = causes.map(
    (cause) => `${cause.field === "" ? "" : `${String(cause.field)}: `}${String(cause.message)}`,
  );
  return errorAnswer(status, own ?? codeOf(String(reason)), String(message), { reasons });
}

const codes: Readonly<Record<string, string>> = {
  Unauthorized: "AUTH_REQUIRED",
  Forbidden: "POLICY_DENIED",
  NotFound: "NOT_FOUND",
  AlreadyExists: "ALREADY_EXISTS",
  Conflict: "CONFLICT",
  Invalid: "RESOURCE_INVALID",
  Expired: "WATCH_TOO_OLD",
};

function codeOf(reason: string): string {
  return codes[reason] ?? reason.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

export interface RefusalDetails {
  readonly remedy?: string;
  readonly reasons?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal, as all of these routes give it. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  { remedy, reasons = [], headers = {} }: RefusalDetails = {},
): Response {
  return jsonAnswer(
    { error: { code, message, ...(remedy === undefined ? {} : { remedy }), reasons } },
    headers,
    status,
  );
}
