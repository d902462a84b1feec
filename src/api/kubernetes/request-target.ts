import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion } from "../../agents/resource/resource.ts";

/** What a path of the API stands for. */
export type RequestTarget =
  | { readonly kind: "document"; readonly path: string }
  | { readonly kind: "namespaces"; readonly name?: string | undefined }
  | {
      readonly kind: "objects";
      readonly of: Kind;
      /** All organisations if left out. */
      readonly namespace?: string | undefined;
      readonly name?: string | undefined;
      readonly subresource?: "status" | undefined;
    };

const documents = new Set([
  ...["/api", "/api/v1", "/apis", "/apis/identikit.dev", `/apis/${apiVersion}`],
  ...["/openapi/v2", "/openapi/v3", "/openapi/v3/api/v1", `/openapi/v3/apis/${apiVersion}`],
  ...["/version", "/healthz", "/livez", "/readyz"],
]);
const byPlural = new Map(allKinds.map((kind) => [kind.plural, kind]));

/**
 * Reads the path of a URL, as RFC 3986 has it and with percent-encoded bytes within names only.
 * @returns `undefined` for a path that stands for nothing here
 */
export function requestTarget(path: string): RequestTarget | undefined {
  const trimmed = path.length > 1 ? path.replace(/\/$/, "") : path;
  if (documents.has(trimmed)) return { kind: "document", path: trimmed };
  const [root, ...parts] = trimmed.slice(1).split("/").map(decoded);
  if (parts.some((part) => part === undefined || part === "" || part.includes("/"))) return undefined;
  const words = parts.filter((part) => part !== undefined);
  if (root === "api") return namespacesTarget(words);
  return root === "apis" && words.slice(0, 2).join("/") === apiVersion
    ? objectsTarget(words.slice(2))
    : undefined;
}

function namespacesTarget([version, resource, name, ...rest]: readonly string[]): RequestTarget | undefined {
  if (version !== "v1" || resource !== "namespaces" || rest.length > 0) return undefined;
  return { kind: "namespaces", name };
}

function objectsTarget(words: readonly string[]): RequestTarget | undefined {
  const [namespace, rest] =
    words[0] === "namespaces" && words.length > 2 ? [words[1], words.slice(2)] : [undefined, words];
  const [plural = "", name, subresource, ...more] = rest;
  const of = byPlural.get(plural);
  if (!of || more.length > 0 || (subresource !== undefined && subresource !== "status")) return undefined;
  // An object is of one organisation, so its path says which.
  if (name !== undefined && namespace === undefined) return undefined;
  return { kind: "objects", of, namespace, name, subresource };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
