import { isCsrfTokenOf } from "./csrf-token.ts";
import { isForm, isUpload, oneField, readFormBody } from "./form-body.ts";
import { foreignPage, isTakenIn } from "./own-page.ts";
import type { DoorRefusal } from "./refusal.ts";
import type { ServerNames } from "./server-names.ts";
import type { Sessions } from "./sessions.ts";

const reading = new Set(["GET", "HEAD"]);
const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** The pages whose form has a file in it. */
const uploading = /^\/orgs\/[^/]+\/config\/bundle\/?$/;

function takesFile({ url }: Request): boolean {
  return uploading.test(new URL(url).pathname);
}

/**
 * Lets a request with a session's cookie through as one that bears the session's token. A token of its own counts before the cookie. What
 * changes something has to come from a page of ours, and to bear what only that page knows (`csrf` in a form, or `X-CSRF-Token`).
 */
export async function bearSession(
  request: Request,
  sessions: Sessions,
  names: ServerNames,
): Promise<Request | DoorRefusal> {
  const token = sessions.tokenOf(request);
  if (token === undefined || request.headers.has("authorization")) return request;
  if (reading.has(request.method)) {
    if (!isTakenIn(request)) return withToken(request, token);
    return csrfRefused("a page of another origin asks for it");
  }
  if (!changing.has(request.method)) return noMethod;
  const foreign = foreignPage(request, names);
  if (foreign !== undefined) return csrfRefused(foreign);
  const header = request.headers.get("x-csrf-token");
  if (header !== null)
    return isCsrfTokenOf(token, header) ? withToken(request, token) : csrfRefused("X-CSRF-Token is wrong");
  if (!isForm(request) && !(isUpload(request) && takesFile(request))) {
    if (request.headers.get("content-type")?.toLowerCase().startsWith("multipart/")) return multipart;
    return csrfRefused("X-CSRF-Token is missing");
  }
  const form = await readFormBody(request);
  if (!form) return tooLong;
  const given = oneField(form.fields, "csrf") ?? "";
  return isCsrfTokenOf(token, given)
    ? withToken(request, token, form.bytes)
    : csrfRefused("the field csrf is missing or wrong");
}

/** The same request with another credential: its cookies go no further. */
export function withToken(
  request: Request,
  token: string | undefined,
  body: RequestInit["body"] = request.body,
): Request {
  const headers = new Headers(request.headers);
  headers.delete("cookie");
  headers.delete("authorization");
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  const { method, url, signal } = request;
  return new Request(url, {
    method,
    headers,
    signal,
    ...(body === null || body === undefined ? {} : { body, duplex: "half" }),
  });
}

function csrfRefused(why: string): DoorRefusal {
  return {
    status: 403,
    code: "CSRF_REFUSED",
    message: `this request could be another site's: ${why}`,
    remedy:
      "Load the page again and repeat what you did. Programs send a token of the API instead of a cookie.",
  };
}

const noMethod: DoorRefusal = {
  status: 405,
  code: "CSRF_REFUSED",
  message: "a session reads with GET and HEAD, and changes with POST, PUT, PATCH and DELETE",
  remedy: "Use one of these methods.",
};
const multipart: DoorRefusal = {
  status: 415,
  code: "CSRF_REFUSED",
  message: "forms are sent as application/x-www-form-urlencoded",
  remedy: "Leave out enctype; no file is taken here.",
};
const tooLong: DoorRefusal = {
  status: 413,
  code: "RESOURCE_TOO_LARGE",
  message: "the form is too long",
  remedy: "Send less than 2 MiB.",
};
