import { createHash } from "node:crypto";
import { openApiDocument } from "../../agents/crds/openapi-document.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import { acceptedForm, acceptRanges } from "./accepted-form.ts";
import { jsonAnswer } from "./answer.ts";
import { aggregatedDiscovery, discoveryDocuments } from "./discovery.ts";
import { namespacesDocument } from "./namespaces.ts";
import { openApiV2Answer } from "./openapi-v2.ts";
import { RequestRefused } from "./status.ts";

/** What the server says of itself at `/version` (k8s.io/apimachinery/pkg/version, Info). */
export interface ServerVersion {
  /** Identikit's. */
  readonly version: string;
}

/** The release of Kubernetes whose protocol this is: clients warn where they are much older or newer. */
const spoken = { major: "1", minor: "32" } as const;

/** Answers for the paths that describe the server; all are the same for everybody. */
export class Documents {
  readonly #version: ServerVersion;
  readonly #openApi = new Map<string, { readonly text: string; readonly hash: string }>();

  constructor(version: ServerVersion) {
    this.#version = version;
  }

  /** @throws {RequestRefused} 405, 406 */
  answer(path: string, request: Request): Response {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new RequestRefused(
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
      );
    if (["/healthz", "/livez", "/readyz"].includes(path))
      return new Response("ok", { headers: { "content-type": "text/plain; charset=utf-8" } });
    const accept = request.headers.get("accept");
    const aggregated = wantsAggregated(accept) ? aggregatedDiscovery(path) : undefined;
    if (aggregated)
      return jsonAnswer(aggregated, {
        "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
        vary: "Accept",
      });
    if (path === "/openapi/v2") return openApiV2Answer(accept);
    acceptedForm(accept, false);
    if (path === "/version")
      return jsonAnswer({
        ...spoken,
        gitVersion: `v1.32.0+identikit.${this.#version.version}`,
        platform: "identikit",
      });
    const discovery = discoveryDocuments.get(path);
    if (discovery) return jsonAnswer(discovery());
    if (path === "/openapi/v3") return jsonAnswer(this.#index());
    const { text, hash } = this.#document(path);
    const etag = `"${hash}"`;
    if (request.headers.get("if-none-match") === etag)
      return new Response(null, { status: 304, headers: { etag } });
    return new Response(text, { headers: { "content-type": "application/json", etag } });
  }

  #index(): object {
    const paths = ["/openapi/v3/api/v1", `/openapi/v3/apis/${apiVersion}`].map((path) => {
      const serverRelativeURL = `${path}?hash=${this.#document(path).hash}`;
      return [path.replace("/openapi/v3/", ""), { serverRelativeURL }];
    });
    return { paths: Object.fromEntries(paths) };
  }

  /** Made when it is first asked for, and kept: it never changes while the server runs. */
  #document(path: string): { readonly text: string; readonly hash: string } {
    const made = this.#openApi.get(path);
    if (made) return made;
    const text = JSON.stringify(path.endsWith("/api/v1") ? namespacesDocument() : openApiDocument());
    const document = { text, hash: createHash("sha512").update(text).digest("hex").toUpperCase() };
    this.#openApi.set(path, document);
    return document;
  }
}

/** Whether the client's first choice is the aggregated form; a client that names it takes the plain one too. */
function wantsAggregated(accept: string | null): boolean {
  const [first] = acceptRanges(accept ?? "");
  return first?.parameters.get("as") === "APIGroupDiscoveryList" && first.parameters.get("v") === "v2";
}
