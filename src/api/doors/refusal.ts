import type { FaultCode } from "../../fault/codes.ts";
import { errorAnswer } from "../agents/forward.ts";
import { refusalAnswer } from "../kubernetes/answer.ts";
import { RequestRefused } from "../kubernetes/status.ts";
import { noticePage } from "./login-page.ts";
import { pageBefore } from "./page-before.ts";

/** A request that a door does not let through. */
export interface DoorRefusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 421 | 429 | 503;
  readonly code: FaultCode;
  readonly message: string;
  readonly remedy: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether a person looks at the answer. */
export function wantsPage({ headers }: Request): boolean {
  return (headers.get("accept") ?? "").includes("text/html");
}

/** Says it in the words of who asked: a page for a browser, a Status for kubectl, else the error of our own routes. */
export function refusalTo(
  request: Request,
  { status, code, message, remedy, headers = {} }: DoorRefusal,
): Response {
  const answer = answerTo(request, { status, code, message, remedy });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

function answerTo(request: Request, { status, code, message, remedy }: DoorRefusal): Response {
  if (wantsPage(request))
    return noticePage({
      ...{ status, title: message, text: `${remedy} (${code})` },
      back: pageBefore(request),
    });
  const { pathname } = new URL(request.url);
  if (status === 429 && /^\/(?:apis\/|api\/v1)/.test(pathname))
    return refusalAnswer(new RequestRefused("TooManyRequests", message));
  return errorAnswer(status, code, message, { remedy });
}
