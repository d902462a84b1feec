import { isRecord } from "../../fault/thrown.ts";
import { type ServerFault, serverFault } from "./server-fault.ts";

/** What answers `/api` and `/apis`, in this process. */
export type ConsoleApi = (request: Request) => Response | Promise<Response>;

/** One request to the API. */
export interface ConsoleCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query, from the first slash on. */
  readonly path: string;
  readonly body?: object | undefined;
}

/** What the API says: an object, or why it was not done. */
export type ConsoleAnswer =
  | { readonly body: Readonly<Record<string, unknown>>; readonly warnings: readonly string[] }
  | { readonly fault: ServerFault };

/** Asks the API in the name of a viewer: everything that a page does is what they could do with their own token. */
export class ViewerCalls {
  readonly #api: ConsoleApi;
  readonly #token: string;

  constructor(api: ConsoleApi, token: string) {
    this.#api = api;
    this.#token = token;
  }

  async ask({ method, path, body }: ConsoleCall): Promise<ConsoleAnswer> {
    const headers = new Headers({ authorization: `Bearer ${this.#token}`, accept: "application/json" });
    if (body) headers.set("content-type", "application/json");
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#api(
      new Request(`http://console.invalid${path}`, { method, headers, ...text }),
    );
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { fault: serverFault(response.status, answer) };
    const warnings = response.headers.get("warning");
    return { body: isRecord(answer) ? answer : {}, warnings: warnings === null ? [] : [warnings] };
  }
}
